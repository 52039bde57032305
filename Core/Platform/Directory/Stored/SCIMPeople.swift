import FoundationEssentials
import Postgres

/// The people a directory tells of. Their seats in the business follow, in the same transaction.
struct SCIMPeople: SCIMStore {
    static let schema = SCIMSchema.user
    let scope: DirectoryScope
    let base: String

    init(in scope: DirectoryScope, base: String) {
        self.scope = scope
        self.base = base
    }

    private static let conditions = SCIMConditions(schema: schema, columns: [
        "id": .id("p.id"), "externalid": .text("p.external_id", exact: true), "username": .key("p.user_key"),
        "name": .parts("num_nonnulls(p.formatted_name, p.family_name, p.given_name) > 0"), "name.formatted": .text("p.formatted_name"),
        "name.familyname": .text("p.family_name"), "name.givenname": .text("p.given_name"), "displayname": .text("p.display_name"),
        "active": .boolean("coalesce(p.active, true)"),
        "emails": .list("from jsonb_array_elements(p.emails) as e (element) where true", [
            "value": .text("e.element ->> 'value'"), "type": .text("e.element ->> 'type'"),
            "primary": .boolean("coalesce((e.element ->> 'primary')::boolean, false)"),
        ]),
        "groups": .list(
            """
            from directory_memberships s join directory_groups g on g.business_id = s.business_id and g.id = s.group_id
             where s.business_id = p.business_id and s.person_id = p.id
            """, ["value": .id("g.id"), "display": .key("g.name_key")]),
        "meta.created": .time("date_trunc('second', p.created_at)"), "meta.lastmodified": .time("date_trunc('second', p.updated_at)"),
    ])

    /// - Parameter groups: whether their groups are asked for.
    private static func columns(groups: Bool) -> SQL {
        let groups: SQL = groups ? """
            (select coalesce(jsonb_agg(jsonb_build_object('value', g.id, 'display', g.display_name) order by g.id), '[]')
               from directory_memberships s join directory_groups g on g.business_id = s.business_id and g.id = s.group_id
              where s.business_id = p.business_id and s.person_id = p.id)
            """ : "'[]'::jsonb"
        return """
            select p.id, p.version, p.created_at, p.updated_at, p.user_name, p.external_id, p.formatted_name, p.family_name, p.given_name,
                   p.display_name, p.active, p.emails, \(groups) from directory_people p
            """
    }

    func page(_ query: SCIMQuery, skipping: Int, most: Int) async throws -> (total: Int, resources: [SCIMResource]) {
        let condition: SQL = if let filter = query.filter { try Self.conditions.sql(filter) } else { "true" }
        let order = try Self.conditions.order(query.sortBy, isDescending: query.isDescending)
        let (total, found) = try await scope.db.fetch(
            Query<Int>.value("select count(*) from directory_people p where \(condition)"),
            Query<[SCIMResource]>.rows(
                Self.columns(groups: query.selection.shows("groups")) + " where \(condition) order by \(order) offset \(skipping) limit \(most)") { row in
                    try resource(&row)
                })
        return (total, found)
    }

    func one(_ id: UUID) async throws -> SCIMResource? {
        try await scope.db.first(Self.columns(groups: true) + " where p.id = \(id)") { row in try resource(&row) }
    }

    func held(_ id: UUID) async throws -> (content: JSONValue, version: Int32)? {
        try await scope.db.first(Self.columns(groups: false) + " where p.id = \(id) for update of p") { row in
            let read = try Self.read(&row)
            return (read.content, read.head.version)
        }
    }

    func add(_ content: JSONValue, as id: UUID) async throws {
        let person = try SCIMPerson(content)
        try await scope.db.write(
            Query.execute("""
                insert into directory_people (id, user_name, external_id, formatted_name, family_name, given_name, display_name, emails, address, active)
                values (\(id), \(person.userName), \(person.externalID), \(person.formattedName), \(person.familyName), \(person.givenName),
                    \(person.displayName), \(RawJSON(person.emails.bytes)), \(person.address), \(person.active ?? true))
                """),
            Query.execute(happened("created", to: id)), Query.execute(Self.follow([id])))
    }

    func write(_ content: JSONValue, over before: JSONValue, to id: UUID) async throws {
        let person = try SCIMPerson(content), was = try SCIMPerson(before)
        let changes = person.active == was.active ? nil : ["active": [was.active, person.active]]
        try await scope.db.write(
            Query.execute("""
                update directory_people set user_name = \(person.userName), external_id = \(person.externalID), formatted_name = \(person.formattedName),
                       family_name = \(person.familyName), given_name = \(person.givenName), display_name = \(person.displayName),
                       emails = \(RawJSON(person.emails.bytes)), address = \(person.address), active = \(person.active),
                       version = version + 1, updated_at = now()
                 where id = \(id)
                """),
            Query.execute(happened("changed", to: id, changes: changes)), Query.execute(Self.follow([id])))
    }

    /// Their seat ends, and what was known of them goes.
    func remove(_ id: UUID) async throws {
        try await scope.db.write(
            Query.execute("select kontor.leave_directory(member_id) from directory_people where id = \(id)"),
            Query.execute("""
                update directory_groups set version = version + 1, updated_at = now()
                 where id in (select group_id from directory_memberships where person_id = \(id))
                """),
            Query.execute("delete from directory_people where id = \(id)"), Query.execute(happened("deleted", to: id)))
    }

    static func follow(_ people: [UUID]) -> SQL { "select kontor.follow_directory(\(people))" }

    // MARK: Rows

    private typealias Head = (id: UUID, version: Int32, created: Date, changed: Date)

    private static func read(_ row: inout Row) throws -> (head: Head, content: JSONValue, groups: JSONValue) {
        let head = (id: try row.next(UUID.self), version: try row.next(Int32.self), created: try row.next(Date.self), changed: try row.next(Date.self))
        let content = SCIMPerson.content(
            userName: try row.next(), externalID: try row.next(), formatted: try row.next(), family: try row.next(), given: try row.next(),
            display: try row.next(), active: try row.next(), emails: try JSONValue(reading: try row.next(RawJSON.self).bytes))
        return (head, try schema.content(content), try JSONValue(reading: try row.next(RawJSON.self).bytes))
    }

    private func resource(_ row: inout Row) throws -> SCIMResource {
        let (head, content, groups) = try Self.read(&row)
        let shown: [JSONValue] = (groups.array ?? []).map { group in
            let id = group["value"]?.string ?? ""
            return ["value": .string(id), "$ref": .string("\(base)/Groups/\(id)"), "display": group["display"] ?? .null, "type": "direct"]
        }
        return SCIMResource(
            id: head.id, version: head.version, created: head.created, changed: head.changed,
            attributes: shown.isEmpty ? content : content.with("groups", .array(shown)))
    }
}
