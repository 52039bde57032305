public import HTTPTypes
import Postgres

/// That a group of the directory gives a role.
public struct DirectoryRole: Sendable {
    public let id: ID<DirectoryRole>
    public let group: String
    public let role: BusinessRole

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        group = try row.next()
        let rung: Role = try row.next()
        role = try CustomRole(row: &row).map { BusinessRole($0, on: rung) } ?? BusinessRole(rung)
    }
}

/// Which groups of a business's directory give which roles. Of the groups somebody is in, the first counts; who is in none of them is
/// staff. Nobody gives by it what they could not give by hand.
public struct DirectoryRoles: Sendable {
    let registry: Registry
    let scope: Scope

    /// Of a business, at most.
    public static let most = 100
    /// Characters of a group's name, at most.
    public static let mostName = 200

    public init(_ registry: Registry, in scope: Scope) {
        self.registry = registry
        self.scope = scope
    }

    private static let columns: SQL = """
        select d.id, d."group", d.role, r.id, r.name, r.decisions
          from directory_roles d left join roles r on r.business_id = d.business_id and r.id = d.role_id
        """

    /// The first that counts first.
    public func all() async throws -> [DirectoryRole] {
        try await scope.db.rows(Self.columns + " order by d.position, d.id limit \(literal: Self.most)", as: DirectoryRole.init(row:))
    }

    /// - Throws: `PageError.notFound` when this business has no such one.
    public func one(_ id: ID<DirectoryRole>) async throws -> DirectoryRole {
        guard let found = try await scope.db.first(Self.columns + " where d.id = \(id)", as: DirectoryRole.init(row:)) else { throw PageError.notFound }
        return found
    }

    /// Puts a group after all others.
    /// - Parameter key: of one of `Roles.assignable()`.
    /// - Throws: `DirectoryRoleError`; `RoleError.beyond` for a role this member could not give.
    public func add(_ group: String, role key: String) async throws {
        if group.isEmpty || group.utf8.contains(0) { throw DirectoryRoleError.missing }
        guard group.unicodeScalars.count <= Self.mostName else { throw DirectoryRoleError.tooLong }
        let roles = Roles(registry, in: scope), known = try await BusinessRole.ladder + roles.all().map(\.role)
        guard let role = known.first(where: { $0.key == key }), roles.granting.mayAssign(role) else { throw RoleError.beyond }
        do {
            try await scope.transaction { scope in
                guard try await scope.db.value("select count(*) from directory_roles", of: Int.self) < Self.most else { throw DirectoryRoleError.tooMany }
                try await scope.db.execute("""
                    insert into directory_roles (id, "group", role, role_id, position)
                    select \(ID<DirectoryRole>()), \(group), \(role.rung), \(role.custom?.id), coalesce(max(position), 0) + 1 from directory_roles
                    """)
                try await scope.db.execute(happened("added", group, role))
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "directory_roles_business_id_group_key" {
            throw DirectoryRoleError.known(group)
        }
    }

    /// - Throws: `RoleError.beyond` where this member could not give the role; `PageError.notFound`.
    public func remove(_ id: ID<DirectoryRole>) async throws {
        let found = try await one(id)
        guard Granting(registry, in: scope).mayAssign(found.role) else { throw RoleError.beyond }
        try await scope.transaction { scope in
            guard try await scope.db.execute("delete from directory_roles where id = \(id)") == 1 else { throw PageError.notFound }
            try await scope.db.execute(happened("removed", found.group, found.role))
        }
    }

    private func happened(_ what: String, _ group: String, _ role: BusinessRole) -> SQL {
        """
        insert into events (id, name, record, payload)
        values (\(ID<Event>()), \("platform.directory_roles.\(what)"), 'directory_roles', \(JSON(["group": group, "role": role.key])))
        """
    }
}

/// Why a group is given no role.
public enum DirectoryRoleError: UserFacingError, Equatable {
    case missing, tooLong, tooMany
    case known(String)

    public var status: HTTPResponse.Status { if case .known = self { .conflict } else { .unprocessableContent } }

    public var message: Phrase {
        switch self {
        case .missing: "platform.problems.required"
        case .tooLong: Phrase("directory.problems.group_long", ["most": .number(DirectoryRoles.mostName)])
        case .tooMany: Phrase("directory.problems.too_many_groups", ["most": .number(DirectoryRoles.most)])
        case .known(let group): Phrase("directory.problems.group_known", ["group": .text(group)])
        }
    }
}
