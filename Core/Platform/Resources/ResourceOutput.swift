import FoundationEssentials
import Postgres

/// Writes records as programs read them.
struct ResourceOutput<R: Record>: Sendable {
    let kind: RecordKind<R>
    let business: ID<Business>

    /// The columns `read` reads. What a reference is called is no business of a program's.
    var columns: SQL { kind.untitled(inTheirPlace: true) + ", r.version, r.created_at, r.updated_at, r.deleted_at" }

    func found(_ stored: Stored<R>) -> Resource.Found {
        Resource.Found(id: stored.record.id.uuid, version: stored.version, json: json(stored))
    }

    /// Only which record it is, and of which version.
    func named(_ stored: Stored<R>) -> Resource.Found {
        let id = stored.record.id
        return Resource.Found(id: id.uuid, version: stored.version, json: ["id": .string(id.description), "version": .integer(stored.version)])
    }

    func json(_ stored: Stored<R>) -> JSONValue {
        var members: [JSONValue.Member] = []
        members.reserveCapacity(kind.fields.count + 6)
        members.append(.init("id", .string(stored.record.id.description)))
        members.append(.init("business_id", .string(business.description)))
        for field in kind.fields { members.append(.init(field.jsonName, field.json(stored.values))) }
        members.append(.init("version", .integer(stored.version)))
        members.append(.init("created_at", .string(iso8601(stored.createdAt))))
        members.append(.init("updated_at", .string(iso8601(stored.updatedAt))))
        return .object(members)
    }
}
