import FoundationEssentials
import Postgres

/// Reads what happened to one record, as its own fields read it.
struct RecordHistory<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    /// Entries of a page.
    static var most: Int { 50 }

    /// The newest first, one more than a page has where there are more.
    func entries(of id: ID<R>, before: ID<Event>?) -> Query<[HistoryEntry<R>]> {
        .rows("""
            select e.id, e.name, e.created_at, e.member_id, u.name, o.operator_name, e.source, e.address, e.payload ->> 'count',
                   (select f.name from files f where f.id = (e.payload ->> 'file')::uuid),
                   e.personal is not null and v.personal is null, c.columns, c.olds, c.news, \(columns("b")), \(columns("a"))
              from events e
              left join personal_keys k on k.business_id = e.business_id and k.record = e.record and k.record_id = e.record_id
              left join lateral (select c.name from colleagues c where c.id = e.member_id) u on true
              left join assists o on o.business_id = e.business_id and o.id = e.assist_id
             cross join lateral (select kontor.decrypted(e.personal, k.key) as personal) v
             cross join lateral (
                   select coalesce(array_agg(d.key order by d.key), '{}'), coalesce(array_agg(coalesce(d.value ->> 0, '') order by d.key), '{}'),
                          coalesce(array_agg(coalesce(d.value ->> 1, '') order by d.key), '{}'),
                          coalesce(jsonb_object_agg(d.key, d.value -> 0), '{}'), coalesce(jsonb_object_agg(d.key, d.value -> 1), '{}')
                     from jsonb_each(coalesce(e.changes, '{}') || coalesce(v.personal, '{}')) d) c (columns, olds, news, before, after)
             cross join lateral jsonb_populate_record(null::\(identifier: kind.table), c.before) b
             cross join lateral jsonb_populate_record(null::\(identifier: kind.table), c.after) a
             where e.record = \(kind.table) and e.record_id = \(id) and (\(before)::uuid is null or e.id < \(before))
             order by e.id desc limit \(literal: Self.most + 1)
            """) { row in try HistoryEntry(&row, kind.fields) }
    }

    /// All fields as `load` reads them, each reference followed by the title of what it refers to.
    private func columns(_ side: String) -> SQL {
        kind.fields.flatMap { field -> [SQL] in
            if field.custom != nil { return ["(\(identifier: side).custom ->> \(field.name))"] }
            if field.kind.isFile { return [field.fileFacts(in: "\(identifier: side)")] }
            let own: [SQL] = field.columns.map { "\(identifier: side).\(identifier: $0.name)" }
            guard let target = field.target, let column = own.first else { return own }
            return own + ["(select t.\(identifier: target.title()) from \(identifier: target.table()) t where t.id = \(column))"]
        }.joined(separator: ", ")
    }
}

/// Something that happened to a record. Of the two records only the fields that changed say something.
struct HistoryEntry<R: Record>: Sendable {
    let id: ID<Event>
    let name: String
    let at: Date
    let member: ID<Member>?
    /// nil when they have no seat any more.
    let memberName: String?
    /// The operator who did it in the member's place, if one did.
    let assistedBy: String?
    let source: String?
    let address: String?
    /// Of records that were read together.
    let count: String?
    /// What the file is called that was attached or removed; nil where it is none, or was erased since.
    let file: String?
    /// Whether personal values changed that were erased since.
    let isErased: Bool
    /// What changed, with its values as PostgreSQL writes them.
    let columns: [String: (old: String, new: String)]
    let before: Side, after: Side

    struct Side: Sendable {
        var values = Values<R>()
        var titles: [String: String] = [:]

        init(_ row: inout Row, _ fields: [Field<R>]) throws {
            for field in fields {
                try field.load(&row, &values)
                if field.target != nil { titles[field.name] = try row.next(String?.self) }
            }
        }
    }

    init(_ row: inout Row, _ fields: [Field<R>]) throws {
        id = try row.next()
        name = try row.next()
        at = try row.next()
        member = try row.next()
        memberName = try row.next()
        assistedBy = try row.next()
        source = try row.next()
        address = try row.next()
        count = try row.next()
        file = try row.next()
        isErased = try row.next()
        let names: [String] = try row.next(), olds: [String] = try row.next(), news: [String] = try row.next()
        columns = Dictionary(uniqueKeysWithValues: zip(names, zip(olds, news).map { (old: $0, new: $1) }))
        before = try Side(&row, fields)
        after = try Side(&row, fields)
    }
}
