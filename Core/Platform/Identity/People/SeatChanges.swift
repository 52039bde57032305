public import HTTPTypes
import Postgres

/// What is done with the seats of a business: another owner, an end. (Roles are given by `Roles`.) Each is in the events, and holds at
/// once on every node. The database decides whether it may be: what a node remembers of who asks may be a moment old.
public struct SeatChanges: Sendable {
    let scope: Scope
    let registry: Registry

    public init(in scope: Scope, registry: Registry) {
        self.scope = scope
        self.registry = registry
    }

    /// Makes another member the owner, and the one who asks an administrator.
    /// - Parameter mail: tells the new owner.
    /// - Throws: `SeatError`.
    public func handOver(to member: ID<Member>, telling mail: Mail?) async throws {
        try await scope.transaction { scope in
            try SeatError.check(await scope.db.value("select kontor.hand_over(\(member), \(scope.member.id))"))
            if let mail { try await scope.db.execute(mail.posting) }
        }
    }

    /// Ends a seat: somebody else's, or one's own. Records that were theirs go to the heir, or to nobody; notes, files and the history
    /// go on naming them. Their sessions, keys and tokens for this business end with it.
    /// - Throws: `SeatError`.
    public func end(_ member: ID<Member>, heir: ID<Member>?) async throws {
        let changes = self
        if member != scope.member.id, let role = try await scope.colleague(member)?.member.businessRole {
            try Granting(registry, in: scope).checkMayGovern(role)
        }
        // Who goes may see less than what is theirs.
        try await scope.db.ruled(by: .none).transaction { db in
            try SeatError.check(await db.value("select kontor.end_seat(\(member), \(changes.scope.member.id), \(heir))"))
            for statement in changes.registry.handingOver(from: member, to: heir) { try await db.execute(statement) }
        }
    }

    /// How many records of each kind are theirs, in the modules' order; none of those they have none of.
    public func belongings(of member: ID<Member>) async throws -> [(many: Phrase, count: Int)] {
        let owned = registry.owned
        let counts = try await scope.db.fetch(owned.map { kind in
            Query<Int>.value("select count(*) from \(identifier: kind.table) where owner = \(member) and deleted_at is null")
        })
        return zip(owned, counts).filter { $1 > 0 }.map { ($0.many, $1) }
    }
}

/// Why a seat stays as it is.
public enum SeatError: UserFacingError, Equatable {
    case gone, ownRole, ownerByTransfer, rank, heir, lastOwner
    /// The role that was to be given permits more than who gives it may do.
    case beyond
    /// The role that was to be given is no more, or stands on another rung meanwhile.
    case roleGone

    public var status: HTTPResponse.Status {
        switch self {
        case .gone: .notFound
        case .ownRole, .ownerByTransfer, .rank, .beyond: .forbidden
        case .heir, .roleGone: .unprocessableContent
        case .lastOwner: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .gone: "platform.people.gone"
        case .ownRole: "platform.people.own_role"
        case .ownerByTransfer: "platform.people.owner_by_transfer"
        case .rank: "platform.people.rank"
        case .heir: "platform.people.heir_wrong"
        case .lastOwner: "platform.people.last_owner"
        case .beyond: "platform.people.role_too_high"
        case .roleGone: "platform.people.role_unknown"
        }
    }

    /// - Parameter state: as the functions of the database say it.
    static func check(_ state: String) throws(SeatError) {
        switch state {
        case "done", "same": return
        case "self": throw .ownRole
        case "owner": throw .ownerByTransfer
        case "rank": throw .rank
        case "heir": throw .heir
        case "role": throw .roleGone
        case "last_owner": throw .lastOwner
        default: throw .gone
        }
    }
}

extension Registry {
    /// The kinds of record that belong to somebody, whether or not a business has their module on.
    fileprivate var owned: [(table: String, many: Phrase)] {
        modules.flatMap { module in module.records.compactMap { $0.visit(module.id, Owned()) } }
    }

    /// Gives all that was one member's to another, also what was deleted and can be brought back.
    fileprivate func handingOver(from member: ID<Member>, to heir: ID<Member>?) -> [SQL] {
        owned.map { kind in
            "update \(identifier: kind.table) set owner = \(heir), version = version + 1, updated_at = now() where owner = \(member)"
        }
    }
}

private struct Owned: RecordVisitor {
    func visit<R: Record>(_ kind: RecordKind<R>) -> (table: String, many: Phrase)? {
        R.schema.owner == nil ? nil : (kind.table, kind.many)
    }
}
