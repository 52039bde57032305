import FoundationEssentials
import Postgres

/// What a seat is given: a role of the ladder, or one the business made itself.
public struct SeatRole: Sendable, Equatable {
    /// Of a role of the business's own, what it stands on.
    public let rung: Role
    /// nil for one of the ladder.
    public let custom: CustomRole?

    public init(_ rung: Role, custom: CustomRole? = nil) {
        self.rung = rung
        self.custom = custom
    }

    /// What a form sends for it.
    public var value: String { custom?.id.description ?? rung.rawValue }

    /// Those that this member may give: none above their own, none that may do what they may not, and never the owner's, which is handed
    /// over. Those of the ladder first, the lowest first.
    public static func offered(in scope: Scope, _ registry: Registry) async throws -> [SeatRole] {
        let own = try await scope.db.rows("select id, name, rung, decisions from roles order by lower(name), id") { row in
            let id: ID<CustomRole> = try row.next(), name: String = try row.next(), rung: Role = try row.next()
            return SeatRole(rung, custom: CustomRole(id: id, name: name, decisions: try row.next(JSON<[String: Bool]>.self).value))
        }
        return (Role.allCases.map { SeatRole($0) } + own).filter { role in
            role.rung < .owner && role.rung <= scope.member.role
                && registry.permissions(of: role.rung, deciding: role.custom?.decisions ?? [:]).isSubset(of: scope.permissions)
        }
    }
}
