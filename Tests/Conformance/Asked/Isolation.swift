import HTTPTypes
import Platform
import Web

/// Every route, asked for another business's records.
struct Isolation: Sendable {
    private let asking: Asking
    private let mine, theirs: Tenant
    private let tables: [String]

    init(_ asking: Asking, _ mine: Tenant, _ theirs: Tenant, _ tables: [String]) {
        self.asking = asking
        self.mine = mine
        self.theirs = theirs
        self.tables = tables
    }

    private var house: House { asking.house }

    func faults() async throws -> [Fault] {
        let deleted = try await deletedOnes()
        let before = try await house.platform.superuser.rows(of: tables).filter { $0.contains(theirs.scope.business.id.description) }
        var faults: [Fault] = []
        for route in asking.pages + asking.addresses { faults += try await route.path.contains("{") ? one(route) : several(route) }
        faults += try await Doors(asking, mine, theirs, deleted: deleted).faults() + ForeignReferences(asking, mine, theirs).faults()
        let after = try await house.platform.superuser.rows(of: tables).filter { $0.contains(theirs.scope.business.id.description) }
        if before != after { faults.append(Fault(.business, "Module \"\(asking.subject.module.id)\": a request of one business changed rows of another. Write through scope.db, which sees the one alone.")) }
        return faults
    }

    /// One that names a record must answer another's as one that does not exist.
    private func one(_ route: RouteSummary) async throws -> [Fault] {
        let unknown = try await ask(route, Asking.nothing)
        var faults: [Fault] = []
        for (table, id) in theirs.ids where asking.subject.resources.contains(where: { $0.name == table }) {
            let known = try await ask(route, id)
            let isTold = known.status == 404 && known.text.replacing(id, with: Asking.nothing) != unknown.text
            if known.status != unknown.status || isTold || theirs.isShown(in: known, besides: id) {
                faults.append(Fault(.business, "\(route.name) answers another business's \(table) with \(known.status), and one that does not exist with \(unknown.status). Read through scope.db, and answer both as PageError.notFound."))
            }
        }
        return faults
    }

    /// One that shows several must show no other business's.
    private func several(_ route: RouteSummary) async throws -> [Fault] {
        guard route.method == .get else { return [] }
        let answer = try await house.ask(.get, route.path, as: route.isAPI ? mine.bearer : mine.cookie, of: route, for: .business)
        return theirs.isShown(in: answer) ? [Fault(.business, "\(route.name) shows rows of another business. Read through scope.db, which sees the one alone.")] : []
    }

    /// - Returns: a record of theirs that they deleted, by table; none where a second one cannot be made.
    private func deletedOnes() async throws -> [String: String] {
        var ids: [String: String] = [:]
        for resource in asking.subject.resources {
            guard let id = try await theirs.create(resource, theirs.number + 1, house, asking.samples).json?["id"]?.string else { continue }
            _ = try await house.ask(.delete, "\(resource.address)/\(id)", as: theirs.bearer)
            ids[resource.name] = id
        }
        return ids
    }

    private func ask(_ route: RouteSummary, _ id: String) async throws -> LineAnswer {
        try await house.ask(
            route.method, route.address(id), as: route.isAPI ? mine.bearer : mine.cookie, asking.body(route, mine, id: id), of: route, for: .business)
    }
}
