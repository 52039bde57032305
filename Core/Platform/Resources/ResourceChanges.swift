import FoundationEssentials
import Postgres

/// What happened to records, for programs that keep copies of them.
struct ResourceChanges<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    /// One round trip, and a second one where the records are asked for too.
    /// - Throws: `InvalidInput` naming the parameters that cannot be taken.
    func page(_ query: Form) async throws -> JSONValue {
        let asked = try ChangesAsked(query)
        let (events, next) = try await Changes(in: scope).since(asked.cursor, of: kind.table, limit: asked.limit)
        // That somebody has read something changes no copy.
        let changes = events.filter { $0.recordID != nil && !$0.name.hasSuffix(".read") }
        let records = asked.includesRecords ? try await present(changes) : nil
        return [
            "data": .array(changes.map { json($0, records) }), "next": next.map { .string($0.description) } ?? .null,
            "more": .bool(events.count == asked.limit),
        ]
    }

    private func json(_ event: Event, _ records: [UUID: JSONValue]?) -> JSONValue {
        let id = event.recordID ?? event.id.uuid
        var members: [JSONValue.Member] = [
            .init("id", .string(event.id.description)), .init("event", .string(String(event.name.dropFirst(kind.key.utf8.count + 1)))),
            .init("record_id", .string(id.text)), .init("version", event.version.map { .integer($0) } ?? .null),
            .init("at", .string(iso8601(event.at))),
        ]
        if let records { members.append(.init("record", records[id] ?? .null)) }
        return .object(members)
    }

    /// The records as they are now, without those that were deleted.
    private func present(_ events: [Event]) async throws -> [UUID: JSONValue] {
        let ids = Array(Set(events.compactMap(\.recordID)))
        guard !ids.isEmpty else { return [:] }
        let output = ResourceOutput(kind: kind, business: scope.business.id), fields = kind.fields
        let found = try await scope.db.rows("""
            select \(output.columns) from \(identifier: kind.table) r where r.id = any(\(ids)) and r.deleted_at is null
            """) { row in
            let stored = try Stored<R>(&row, fields)
            return (stored.record.id.uuid, output.json(stored))
        }
        try await Records(kind, in: scope).noteRead(count: found.count)
        return Dictionary(found) { first, _ in first }
    }
}

/// What a feed is asked for.
private struct ChangesAsked {
    var cursor: Changes.Cursor?
    var limit = Resource.Feed.standard
    var includesRecords = false

    init(_ query: Form) throws {
        try query.parameters { name, value in take(name, value) }
    }

    /// - Returns: what is wrong with it.
    private mutating func take(_ name: String, _ value: String) -> Phrase? {
        switch name {
        case "since":
            cursor = Changes.Cursor(value)
            return cursor?.description == value.lowercased() && !value.hasPrefix("-") ? nil : "api.problems.cursor"
        case "limit": return limit.take(limit: value, most: Resource.Feed.most)
        case "include":
            includesRecords = value == "record"
            return includesRecords ? nil : "api.problems.include"
        default: return "api.problems.parameter"
        }
    }
}
