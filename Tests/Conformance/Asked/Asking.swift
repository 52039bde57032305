import API
import HTTPTypes
import Platform
import Web

/// Asks a module everything that can be asked, from one business with another beside it.
struct Asking: Sendable {
    let subject: Subject
    let house: House
    let samples: [String: JSONValue]

    init(_ subject: Subject, _ house: House, _ samples: [String: JSONValue]) {
        self.subject = subject
        self.house = house
        self.samples = samples
    }

    /// What no record has.
    static let nothing = "0190f5fe-7c00-7a00-8000-000000000000"

    var pages: [RouteSummary] { house.pages.filter { isOwn($0) } }
    var addresses: [RouteSummary] { house.addresses.filter { isOwn($0) } }
    private func isOwn(_ route: RouteSummary) -> Bool { route.place == "/\(subject.module.id)" || route.place.hasPrefix("/\(subject.module.id)/") }

    func faults() async throws -> [Fault] {
        let mine = try await Tenant.with("Acme", 1, in: house, changed: samples)
        let theirs = try await Tenant.with("Globex", 7001, in: house, changed: samples)
        let tables = try await Tables(subject).names()
        var faults = try await Surfaces(self, mine).faults()
        faults += try await Operations(self, mine, theirs).faults()
        faults += try await Isolation(self, mine, theirs, tables).faults()
        faults += try await Refusals(self, mine, tables).faults()
        faults += try await Queries(self, mine).faults()
        if faults.isEmpty { faults += try await Purging(self, mine, theirs, tables).faults() }
        return faults + house.answers.faults(try await description(), subject.module)
    }

    private func description() async throws -> JSONValue {
        try await house.ask(.get, "/openapi.json", as: .nobody).json ?? .null
    }

    /// A record as a form sends it.
    func form(_ record: JSONValue) -> Form { Form(record.fields) }

    /// A body that is right, where there is one.
    func body(_ route: RouteSummary, _ tenant: Tenant, id: String) -> Body {
        if route.method == .get || route.method == .delete { return .none }
        let parts = route.place.split(separator: "/").map(String.init)
        let resource = subject.resources.first { parts.count > 1 && $0.name == parts[1] }
        let record = resource.map { tenant.sample(of: $0, 9, samples) } ?? [:]
        guard route.isAPI else {
            return .form(Form([("id", id), ("version", "1")] + record.fields))
        }
        if let endpoint = subject.endpoints.first(where: { $0.path == route.place }) {
            return .json(Sample(9, currency: tenant.scope.business.currency.rawValue, ids: tenant.ids).json(of: endpoint.fields, changed: samples[endpoint.name]))
        }
        return .json(route.path.hasSuffix("/bulk") ? ["create": [record]] : record)
    }
}

extension JSONValue {
    /// The members that are plain texts or numbers, as a form sends them.
    fileprivate var fields: [(name: String, value: String)] {
        (members ?? []).compactMap { member in
            switch member.value {
            case .string(let text), .number(let text): (member.name.hasSuffix("_id") ? String(member.name.dropLast(3)) : member.name, text)
            case .bool(let isTrue): (member.name, isTrue ? "true" : "false")
            case .null, .array, .object: nil
            }
        }
    }
}
