import Postgres

/// Whom the directory of a business told of, and who of them has no seat yet.
public struct WaitingPeople: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    public struct Counts: Sendable {
        public let people, groups, waiting: Int
    }

    public struct Person: Sendable {
        public let id: String
        public let name: String
        public let userName: String
        /// `address`, `domain`, `taken`, `limit` or `shut`.
        public let reason: String
    }

    public func counts() async throws -> Counts {
        try await scope.db.fetch(.one("""
            select (select count(*) from directory_people), (select count(*) from directory_groups), (select count(*) from directory_people where waiting is not null)
            """) { row in Counts(people: try row.next(), groups: try row.next(), waiting: try row.next()) })
    }

    /// By their names; 100 at most.
    public func first() async throws -> [Person] {
        try await scope.db.rows("""
            select id::text, coalesce(display_name, formatted_name, nullif(concat_ws(' ', given_name, family_name), ''), user_name), user_name, waiting
              from directory_people where waiting is not null order by user_key limit 100
            """) { row in Person(id: try row.next(), name: try row.next(), userName: try row.next(), reason: try row.next()) }
    }

    /// Gives seats to those who can have one by now.
    /// - Returns: how many still wait.
    public func tryAgain() async throws -> Int {
        try await scope.db.execute("select kontor.follow_directory(array(select id from directory_people where waiting is not null))")
        return try await counts().waiting
    }
}
