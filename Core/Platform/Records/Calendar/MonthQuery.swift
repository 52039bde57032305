import Postgres

/// The statement behind a calendar: the first entries of each day, and how many it has.
struct MonthQuery<R: Record>: Sendable {
    let kind: RecordKind<R>
    let request: ListRequest<R>
    let field: Field<R>
    /// Entries of a day.
    static var most: Int { 50 }

    struct Entry: Sendable {
        let day: Day, count: Int, id: ID<R>, title: String
    }

    func entries(from first: Day, to last: Day) -> Query<[Entry]> {
        let column: SQL = "r.\(identifier: field.columns[0].name)"
        let conditions = ["r.deleted_at is null", column + " between \(first) and \(last)"] + list.filters + list.contained
        return .rows("""
            select d.day, d.count, d.id, d.title from (
                select \(column) as day, r.id, r.\(identifier: kind.titleColumn)::text as title,
                       count(*) over (partition by \(column)) as count,
                       row_number() over (partition by \(column) order by r.id) as place
                  from \(identifier: kind.table) r where \(conditions.joined(separator: " and "))) as d
             where d.place <= \(literal: Self.most) order by d.day, d.place
            """) { row in
                Entry(day: try row.next(), count: try row.next(), id: try row.next(), title: try row.next())
            }
    }

    private var list: ListQuery<R> { ListQuery(kind: kind, request: request) }
}
