import Postgres

/// A role that a business made, as it is kept.
public struct StoredRole: Sendable, Equatable {
    public let id: ID<CustomRole>
    public let name: String
    /// What it is for; may be empty.
    public let description: String
    public let rung: Role
    /// By the permission's name: whether the role has it. What is not in it is as on the rung.
    public let decisions: [String: Bool]
    public let version: Int
    /// How many have it.
    public let members: Int

    public var role: BusinessRole { BusinessRole(CustomRole(id: id, name: name, decisions: decisions), on: rung) }

    init(id: ID<CustomRole>, name: String, description: String, rung: Role, decisions: [String: Bool], version: Int, members: Int) {
        self.id = id
        self.name = name
        self.description = description
        self.rung = rung
        self.decisions = decisions
        self.version = version
        self.members = members
    }

    static let columns: SQL = """
        r.id, r.name, r.description, r.rung, r.decisions, r.version,
        (select count(*) from members m where m.business_id = r.business_id and m.role_id = r.id)
        """

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        description = try row.next()
        rung = try row.next()
        decisions = try row.next(JSON<[String: Bool]>.self).value
        version = Int(try row.next(Int32.self))
        members = try row.next()
    }
}

/// What a role is to be called and where it stands.
public struct RoleDraft: Sendable, Equatable {
    /// Given beforehand, so that a form sent twice makes one role.
    public var id: ID<CustomRole>
    /// 1 to `Roles.mostName` characters.
    public var name: String
    /// At most `Roles.mostDescription` characters.
    public var description: String
    public var rung: Role

    public init(id: ID<CustomRole> = ID(), name: String, description: String = "", rung: Role) {
        self.id = id
        self.name = name
        self.description = description
        self.rung = rung
    }
}
