import API
import HTTPTypes
import Platform
import Support
import Web

/// What narrows a list, and what is done to several records at once, asked with words and ids of another business: it must be
/// answered as words and ids that nobody has. Some of it is found by functions that row-level security does not hold back.
struct Doors: Sendable {
    private let asking: Asking
    private let mine, theirs: Tenant
    /// Records of theirs that were deleted, by table.
    private let deleted: [String: String]

    init(_ asking: Asking, _ mine: Tenant, _ theirs: Tenant, deleted: [String: String]) {
        self.asking = asking
        self.mine = mine
        self.theirs = theirs
        self.deleted = deleted
    }

    private var house: House { asking.house }

    func faults() async throws -> [Fault] {
        var faults: [Fault] = []
        for resource in asking.subject.resources {
            guard let id = theirs.ids[resource.name] else { continue }
            for place in searched(resource) { faults += try await asked(.get, place, about: theirs.word(resource), "q") }
            for (place, name) in narrowed(resource) { faults += try await asked(.get, place, about: name.id, name.name) }
            faults += try await several(resource, id) + found(resource) + ImportedIDs(asking, mine, theirs).faults(resource)
        }
        return faults
    }

    // MARK: By a word

    private func searched(_ resource: Resource) -> [String] {
        let known = Set((asking.pages + asking.addresses).map(\.path))
        let lists = ["", "/picker", "/board", "/calendar", "/export"].map { resource.list + $0 } + [resource.address]
        return lists.filter(known.contains) + ["\(resource.list)?deleted=1", "/search", "\(house.root)/search"]
    }

    /// The function itself, whose answers are otherwise only seen through the policies.
    private func found(_ resource: Resource) async throws -> [Fault] {
        guard resource.listing.isSearched else { return [] }
        let found = try await mine.scope.db.rows("""
            select found.id from kontor.search(\(resource.name)::text::name, \(theirs.word(resource))::text, '{}'::jsonb, 'id'::name, true, null::uuid, 100::integer)
                as found (id)
            """) { row in try row.next(ID<Member>.self) }
        return found.contains { $0.description == theirs.ids[resource.name] } ? [fault("kontor.search", "finds another business's \(resource.name)")] : []
    }

    // MARK: By an id

    private func narrowed(_ resource: Resource) -> [(place: String, (name: String, id: String))] {
        let id = theirs.ids[resource.name] ?? Asking.nothing
        var places: [(place: String, (name: String, id: String))] = []
        let words = resource.listing.isSearched ? ["", "Probe"] : [""], sorts = [""] + resource.listing.sorts.flatMap { [$0, "-\($0)"] }
        for form in words.flatMap({ word in sorts.map { Form([("q", word), ("sort", $0)].filter { !$0.1.isEmpty }) } }) {
            let sort = form.fields.isEmpty ? "" : "?\(form.urlEncoded)"
            places += [("\(resource.list)\(sort)", ("after", id)), ("\(resource.list)\(sort)", ("before", id)), ("\(resource.address)\(sort)", ("after", id))]
        }
        for field in resource.fields(nil) where field.isFilter {
            guard let foreign = field.target.flatMap({ theirs.known[$0] }) else { continue }
            places += [(resource.list, (String(field.name.dropLast(3)), foreign)), (resource.address, (field.name, foreign))]
        }
        return places + [("\(resource.list)/edit", ("id", id))]
    }

    // MARK: Several at once

    private func several(_ resource: Resource, _ id: String) async throws -> [Fault] {
        var faults = try await asked(.post, "\(resource.list)/delete", about: id) { .form(Form([("id", $0)])) }
        if let gone = deleted[resource.name] { faults += try await asked(.post, "\(resource.list)/restore", about: gone, "id") { _ in .form(Form()) } }
        faults += try await asked(.post, "\(resource.address)/bulk", about: id) { .json(["delete": [.string($0)]]) }
        guard let title = resource.fields(nil).first, let text = mine.sample(of: resource, 12, asking.samples)[title.name]?.string else { return faults }
        faults += try await asked(.post, "\(resource.list)/edit", about: id) { .form(Form([("id", $0), ("change", title.name), (title.name, text)])) }
        faults += try await asked(.post, "\(resource.address)/bulk", about: id) {
            .json(["change": [.object([.init("id", .string($0)), .init(title.name, .string(text))])]])
        }
        return faults
    }

    // MARK: Asking

    /// Asks twice: for what is theirs, and for what is nobody's.
    /// - Parameter name: the parameter it is sent as; nil where the body alone says it.
    private func asked(
        _ method: HTTPRequest.Method, _ place: String, about theirs: String, _ name: String? = nil, body: (String) -> Body = { _ in .none }
    ) async throws -> [Fault] {
        let key = place.hasPrefix(house.root) ? mine.bearer : mine.cookie
        func answer(_ value: String) async throws -> LineAnswer {
            let query = name.map { "\(place.contains("?") ? "&" : "?")\(Form([($0, value)]).urlEncoded)" } ?? ""
            return try await house.ask(method, place + query, as: key, body(value), for: .business)
        }
        let nobodys = ID<Member>(theirs) == nil ? self.theirs.nobodys(theirs) : Tenant.twin(theirs)
        func plain(_ text: String) -> String { self.theirs.nobodys(text.replacing(theirs, with: nobodys)) }
        let known = try await answer(theirs), unknown = try await answer(nobodys)
        let isSame = known.status == unknown.status && plain(known.location ?? "") == plain(unknown.location ?? "") && plain(known.text) == plain(unknown.text)
        if isSame, !self.theirs.isShown(in: known, besides: theirs) { return [] }
        return [fault("\(method.rawValue) \(place)\(name.map { " with \($0)" } ?? "")", "tells another business's \"\(theirs)\" from what nobody has")]
    }

    private func fault(_ place: String, _ what: String) -> Fault {
        Fault(.business, "\(place) \(what). Read through scope.db, and let every function of the owner ask for the business itself.")
    }
}

extension Tenant {
    /// Its records and its owner, by table.
    var known: [String: String] { ids.merging(["members": scope.member.id.description]) { own, _ in own } }

    /// What a record of it is found by.
    func word(_ resource: Resource) -> String {
        resource.fields(nil).first.flatMap { stored[resource.name]?[$0.name]?.string } ?? "Probe \(number)"
    }

    /// The same with what nobody has in the place of what is this business's.
    func nobodys(_ text: String) -> String {
        known.values.reduce(text) { $0.replacing($1, with: Self.twin($1)) }.replacing(String(number), with: String(number + 2000))
    }

    /// An id that nobody has, beside this one in every order.
    static func twin(_ id: String) -> String { id.dropLast() + (id.hasSuffix("0") ? "1" : "0") }

    /// Whether an answer shows anything of it, but for what it was asked with.
    func isShown(in answer: LineAnswer, besides asked: String = "") -> Bool {
        let text = answer.text.lowercased(), asked = asked.lowercased()
        return (["probe \(number)", "probe\(number)@"] + ids.values).contains { !asked.contains($0) && text.contains($0) }
    }
}

extension House {
    /// Where the API begins.
    var root: String { APIPortal.root }
}
