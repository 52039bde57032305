import HTTPTypes
import Platform
import Web

/// A record must not refer to another business's, neither itself nor in one of its lines, by whatever road it is written.
struct ForeignReferences: Sendable {
    private let asking: Asking
    private let mine, theirs: Tenant

    init(_ asking: Asking, _ mine: Tenant, _ theirs: Tenant) {
        self.asking = asking
        self.mine = mine
        self.theirs = theirs
    }

    func faults() async throws -> [Fault] {
        var faults: [Fault] = []
        for resource in asking.subject.resources {
            let fields = resource.fields(nil).filter { !$0.isReadOnly }, sample = mine.sample(of: resource, 10, asking.samples)
            for field in fields {
                if let foreign = foreign(field) {
                    faults += try await refused(resource, sample, field.name, foreign)
                    let form = asking.form(sample).with(String(field.name.dropLast(3)), foreign.string)
                    faults += try await refused(.post, resource.list, .form(form), field.name)
                }
                for part in field.lines {
                    guard let foreign = foreign(part), let line = sample[field.name]?.array?.first else { continue }
                    faults += try await refused(resource, sample, field.name, [line.with(part.name, foreign)])
                }
            }
        }
        return faults
    }

    private func foreign(_ field: ResourceField) -> JSONValue? { field.target.flatMap { theirs.known[$0] }.map { .string($0) } }

    /// Made, made with others, changed, and changed with others.
    private func refused(_ resource: Resource, _ sample: JSONValue, _ name: String, _ value: JSONValue) async throws -> [Fault] {
        let id = mine.ids[resource.name] ?? Asking.nothing, record = sample.with(name, value)
        let change = JSONValue.object([.init("id", .string(id)), .init(name, value)])
        return try await refused(.post, resource.address, .json(record), name)
            + refused(.patch, "\(resource.address)/\(id)", .json(.object([.init(name, value)])), name)
            + refused(.post, "\(resource.address)/bulk", .json(["create": [record]]), name)
            + refused(.post, "\(resource.address)/bulk", .json(["change": [change]]), name)
    }

    private func refused(_ method: HTTPRequest.Method, _ place: String, _ body: Body, _ name: String) async throws -> [Fault] {
        let key = place.hasPrefix(asking.house.root) ? mine.bearer : mine.cookie
        let answer = try await asking.house.ask(method, place, as: key, body, for: .business)
        guard answer.status < 400 || answer.status >= 500 else { return [] }
        return [Fault(.business, "\(method.rawValue) \(place) answered \(answer.status) to another business's record in \"\(name)\". Make its foreign key (business_id, …).")]
    }
}

extension JSONValue {
    /// The same object with one member's value replaced.
    fileprivate func with(_ name: String, _ value: JSONValue) -> JSONValue {
        .object((members ?? []).filter { $0.name != name } + [.init(name, value)])
    }
}
