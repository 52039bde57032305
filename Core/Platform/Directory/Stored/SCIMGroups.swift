import FoundationEssentials
import Postgres

/// The groups a directory tells of. The roles of who comes in or goes out follow, in the same transaction.
struct SCIMGroups: SCIMStore {
    static let schema = SCIMSchema.group
    let scope: DirectoryScope
    let base: String

    init(in scope: DirectoryScope, base: String) {
        self.scope = scope
        self.base = base
    }

    private static let conditions = SCIMConditions(schema: schema, columns: [
        "id": .id("g.id"), "externalid": .text("g.external_id", exact: true), "displayname": .key("g.name_key"),
        "members": .list(
            "from directory_memberships s where s.business_id = g.business_id and s.group_id = g.id", ["value": .id("s.person_id")]),
        "meta.created": .time("date_trunc('second', g.created_at)"), "meta.lastmodified": .time("date_trunc('second', g.updated_at)"),
    ])

    /// - Parameter members: whether they are asked for.
    private static func columns(members: Bool) -> SQL {
        let members: SQL = members
            ? "array(select s.person_id from directory_memberships s where s.business_id = g.business_id and s.group_id = g.id order by s.person_id)"
            : "'{}'::uuid[]"
        return "select g.id, g.version, g.created_at, g.updated_at, g.display_name, g.external_id, \(members) from directory_groups g"
    }

    func page(_ query: SCIMQuery, skipping: Int, most: Int) async throws -> (total: Int, resources: [SCIMResource]) {
        let condition: SQL = if let filter = query.filter { try Self.conditions.sql(filter) } else { "true" }
        let order = try Self.conditions.order(query.sortBy, isDescending: query.isDescending)
        let (total, found) = try await scope.db.fetch(
            Query<Int>.value("select count(*) from directory_groups g where \(condition)"),
            Query<[SCIMResource]>.rows(
                Self.columns(members: query.selection.shows("members")) + " where \(condition) order by \(order) offset \(skipping) limit \(most)") { row in
                    try resource(&row)
                })
        return (total, found)
    }

    func one(_ id: UUID) async throws -> SCIMResource? {
        try await scope.db.first(Self.columns(members: true) + " where g.id = \(id)") { row in try resource(&row) }
    }

    func held(_ id: UUID) async throws -> (content: JSONValue, version: Int32)? {
        try await scope.db.first(Self.columns(members: true) + " where g.id = \(id) for update of g") { row in
            let stored = try Stored(row: &row)
            return (stored.content { ["value": .string($0)] }, stored.version)
        }
    }

    func add(_ content: JSONValue, as id: UUID) async throws {
        let group = try SCIMGroup(content)
        try await scope.db.write(
            Query.execute("insert into directory_groups (id, display_name, external_id) values (\(id), \(group.displayName), \(group.externalID))"),
            Query.execute(happened("created", to: id)))
        try await bring(group.members, into: id)
        try await follow(group.members)
    }

    func write(_ content: JSONValue, over before: JSONValue, to id: UUID) async throws {
        let group = try SCIMGroup(content), was = try SCIMGroup(before)
        let gone = Set(was.members).subtracting(group.members), new = Set(group.members).subtracting(was.members)
        try await scope.db.write(
            Query.execute("""
                update directory_groups set display_name = \(group.displayName), external_id = \(group.externalID), version = version + 1, updated_at = now()
                 where id = \(id)
                """),
            Query.execute("delete from directory_memberships where group_id = \(id) and person_id = any(\(Array(gone)))"),
            Query.execute(happened("changed", to: id)))
        try await bring(Array(new), into: id)
        // Another name may mean another role for all who are in it.
        try await follow(group.displayName == was.displayName ? Array(gone.union(new)) : Array(Set(was.members).union(group.members)))
    }

    func remove(_ id: UUID) async throws {
        let members = try await scope.db.rows("select person_id from directory_memberships where group_id = \(id)") { row in try row.next(UUID.self) }
        try await scope.db.write(
            Query.execute("delete from directory_groups where id = \(id)"), Query.execute(happened("deleted", to: id)))
        try await follow(members)
    }

    /// - Throws: `SCIMError` `invalidValue` when one of them is nobody the directory has told of.
    private func bring(_ people: [UUID], into id: UUID) async throws {
        guard !people.isEmpty else { return }
        let brought = try await scope.db.execute("""
            insert into directory_memberships (group_id, person_id) select \(id), p.id from directory_people p where p.id = any(\(people))
            """)
        guard brought == people.count else { throw SCIMError.bad(.invalidValue, "no_person") }
    }

    private func follow(_ people: [UUID]) async throws {
        if !people.isEmpty { try await scope.db.execute(SCIMPeople.follow(people)) }
    }

    private func resource(_ row: inout Row) throws -> SCIMResource {
        let stored = try Stored(row: &row)
        return SCIMResource(
            id: stored.id, version: stored.version, created: stored.created, changed: stored.changed,
            attributes: stored.content { ["value": .string($0), "$ref": .string("\(base)/Users/\($0)"), "type": "User"] })
    }

    private struct Stored {
        let id: UUID, version: Int32, created: Date, changed: Date, name: String, externalID: String?, members: [UUID]

        init(row: inout Row) throws {
            (id, version, created, changed) = (try row.next(), try row.next(), try row.next(), try row.next())
            (name, externalID, members) = (try row.next(), try row.next(), try row.next())
        }

        func content(_ member: (String) -> JSONValue) -> JSONValue {
            JSONValue.object([])
                .with("externalId", externalID.map(JSONValue.string)).with("displayName", .string(name))
                .with("members", members.isEmpty ? nil : .array(members.map { member($0.text) }))
        }
    }
}
