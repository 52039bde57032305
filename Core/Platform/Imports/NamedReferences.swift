import FoundationEssentials
import Postgres

/// The records of one kind that a file refers to by what they are called. Of several with the same name the
/// oldest is meant; one that is not there yet is added, if the member may add it.
struct NamedReferences: Sendable {
    let table: String
    private let target: FieldKind.Target
    /// nil for members.
    private let place: RecordPlace?
    private let scope: Scope
    private let mayAdd: Bool

    /// By name, in lower case. Forgotten when it grows too large, to be asked for again.
    private var known: [String: UUID] = [:]
    /// In a dry run: those that would be added.
    private var planned: Set<Int> = []
    private static let most = 20_000

    /// - Parameter own: the table the file itself goes into; its rows are not also added for being referred to.
    init?(_ target: FieldKind.Target, registry: Registry, scope: Scope, own: String) {
        let place = registry.place(of: target.table())
        guard place != nil || target.isMember else { return nil }
        self.target = target
        self.place = place
        self.scope = scope
        table = target.table()
        mayAdd = table != own && place.map { scope.may($0.create) && scope.business.has(Feature($0.module)) } ?? false
    }

    /// Finds out which of these there are.
    mutating func learn(_ names: [String]) async throws {
        if known.count > Self.most { known.removeAll(keepingCapacity: true) }
        let new = Array(Set(names.map { $0.lowercased() }).subtracting(known.keys))
        guard !new.isEmpty else { return }
        let question = target.isMember ? Self.members(new) : matching(new, in: table, by: target.title())
        let found = try await scope.db.rows(question) { row in
            (try row.next(Int.self), try row.next(UUID.self))
        }
        for (place, id) in found { known[new[place - 1]] = id }
    }

    /// By their address or their name; of several with one name the one is meant who came first.
    private static func members(_ texts: [String]) -> SQL {
        """
        select distinct on (k.place) k.place, c.id
          from unnest(\(texts)) with ordinality as k (text, place)
          join \(identifier: Member.table) c on c.deleted_at is null and (lower(c.email) = k.text or lower(c.name) = k.text)
         order by k.place, lower(c.email) = k.text desc, c.id
        """
    }

    func id(of name: String) -> UUID? { known[name.lowercased()] }

    /// Why a name that stands for nothing cannot be added.
    func problem(with name: String) -> Phrase? {
        if target.isMember { return id(of: name) == nil ? "platform.problems.member" : nil }
        if id(of: name) != nil || planned.contains(name.lowercased().hashValue) { return nil }
        guard mayAdd, let place else { return "imports.problems.unknown" }
        return target.naming.problem(with: name, module: place.module, in: scope)
    }

    /// Counts those that would be added.
    /// - Returns: how many were not counted before.
    mutating func plan(_ names: [String]) -> Int {
        names.count { id(of: $0) == nil && planned.insert($0.lowercased().hashValue).inserted }
    }

    /// Adds those that are not there.
    /// - Returns: how many.
    mutating func add(_ names: [String]) async throws -> Int {
        var seen: Set<String> = []
        let new = names.filter { id(of: $0) == nil && seen.insert($0.lowercased()).inserted }
        guard !new.isEmpty, let place else { return 0 }
        let ids = try await target.naming.add(new, module: place.module, in: scope)
        for (name, id) in zip(new, ids) { known[name.lowercased()] = id }
        return new.count
    }
}
