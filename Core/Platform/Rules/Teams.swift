public import HTTPTypes
import Postgres

/// Members of a business who share records. Who is in a team with whom is seen by every node within a second.
public struct Team: Sendable {
    public let id: ID<Team>
    public let name: String
    public let members: [ID<Member>]
}

/// The teams of a business.
public struct Teams: Sendable {
    let scope: Scope
    /// Teams of a business, at most.
    public static let most = 200
    /// Characters of a name, at most.
    public static let mostName = 60

    public init(in scope: Scope) { self.scope = scope }

    /// By name.
    public func all() async throws -> [Team] {
        try await scope.db.rows("""
            select t.id, t.name, array(select m.member_id from team_members m where m.team_id = t.id order by m.member_id)
              from teams t order by lower(t.name), t.id limit \(literal: Self.most)
            """) { row in Team(id: try row.next(), name: try row.next(), members: try row.next()) }
    }

    /// Makes a team, or gives one another name and other members.
    /// - Throws: `TeamError`; `RoleError.ruled` where this member does not see everything: a team may be what shows it.
    public func save(_ id: ID<Team>, _ name: String, _ members: [ID<Member>]) async throws {
        guard scope.seesEverything else { throw RoleError.ruled }
        do {
            try await scope.transaction { scope in
                let count = try await scope.db.value("select count(*) from teams where id <> \(id)", of: Int.self)
                guard count < Self.most else { throw TeamError.tooMany }
                try await scope.db.write(
                    Query.execute("insert into teams (id, name) values (\(id), \(name)) on conflict (business_id, id) do update set name = excluded.name"),
                    Query.execute("delete from team_members where team_id = \(id) and member_id <> all(\(members))"),
                    Query.execute("""
                        insert into team_members (team_id, member_id) select \(id), m.id from members m where m.id = any(\(members))
                        on conflict do nothing
                        """))
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "teams_name_key" {
            throw TeamError.nameTaken
        }
    }

    /// - Throws: `PageError.notFound` when there is none; `RoleError.ruled`.
    public func remove(_ id: ID<Team>) async throws {
        guard scope.seesEverything else { throw RoleError.ruled }
        guard try await scope.db.execute("delete from teams where id = \(id)") > 0 else { throw PageError.notFound }
    }
}

/// Why a team cannot be saved.
public enum TeamError: UserFacingError, Equatable {
    case nameTaken, tooMany

    public var status: HTTPResponse.Status { .unprocessableContent }
    public var message: Phrase {
        switch self {
        case .nameTaken: "platform.teams.name_taken"
        case .tooMany: Phrase("platform.teams.too_many", ["most": .number(Teams.most)])
        }
    }
}
