import Platform
import Support
import Web

/// Every route, by roles that the business made: one that stands low and has what the route asks for, and one that stands high and
/// has everything but that.
struct OwnRoles: Sendable {
    private let asking: Asking
    private let mine: Tenant
    private let low, high: Crewman
    private let roles: (low: ID<CustomRole>, high: ID<CustomRole>)

    private var pool: ConnectionPool { asking.house.platform.superuser }

    init(_ asking: Asking, _ mine: Tenant) async throws {
        self.asking = asking
        self.mine = mine
        roles = (ID(), ID())
        low = try await Crewman.joining(mine, as: .viewer, in: asking.house)
        high = try await Crewman.joining(mine, as: .admin, in: asking.house)
        for (crewman, id, rung) in [(low, roles.low, Role.viewer), (high, roles.high, .admin)] {
            try await pool.write(
                Query.execute("insert into roles (business_id, id, name, rung) values (\(mine.scope.business.id), \(id), \(rung.rawValue), \(rung))"),
                Query.execute("update members set role_id = \(id) where id = \(crewman.scope.member.id)"))
        }
    }

    func refused() async throws -> [Fault] {
        try await faults(deciding: false, roles.high) { route, permission in
            let answer = try await asking.take(route, as: high.key(route), mine, for: .permission)
            return answer.status == 403 ? [] : [.answered(answer, route, "a role of the business's own without \(permission)", .permission)]
        }
    }

    func admitted() async throws -> [Fault] {
        try await faults(deciding: true, roles.low) { route, permission in
            guard permission.least != .owner else { return [] }
            return try await asking.admits(route, low.key(route), mine, "a role of the business's own with \(permission)")
        }
    }

    /// Decides of one permission after the other, and asks what hangs on it.
    private func faults(
        deciding isAllowed: Bool, _ role: ID<CustomRole>, _ ask: (RouteSummary, Permission) async throws -> [Fault]
    ) async throws -> [Fault] {
        var faults: [Fault] = []
        for (permission, routes) in Dictionary(grouping: asking.pages + asking.addresses, by: \.permission) {
            guard let permission else { continue }
            let names = [permission.name] + (isAllowed ? routes.flatMap(asking.besides).map(\.name) : [])
            let decisions = Dictionary(names.map { ($0, isAllowed) }) { first, _ in first }
            try await pool.write(Query.execute("update roles set decisions = \(JSON(decisions)) where id = \(role)"))
            for route in routes { faults += try await ask(route, permission) }
        }
        return faults
    }
}
