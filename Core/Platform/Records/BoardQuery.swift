import Postgres

/// The statement behind a board: the first cards of each column, the newest first, and how many each has.
struct BoardQuery<R: Record>: Sendable {
    let kind: RecordKind<R>
    /// What it is narrowed to, the field of the board not among it.
    let request: ListRequest<R>
    let field: Field<R>
    /// Cards of a column.
    static var most: Int { 50 }

    private var list: ListQuery<R> { ListQuery(kind: kind, request: request) }
    private var table: SQL { "\(identifier: kind.table)" }
    private var column: SQL { "r.\(identifier: field.columns[0].name)" }
    private var isSearched: Bool { !request.search.isEmpty }

    /// Each row: the column's value, how many it has (null for a search, at most one more than `ListQuery.countMost`), and
    /// a row of the list. One card too many tells that there are more. A column without cards has no rows.
    func cards(in values: [String]) -> SQL {
        """
        select c.value, n.count, \(kind.listed.sql)
          from unnest(\(values)::text[]) with ordinality as c (value, place)
          cross join lateral (\(count)) as n
          cross join lateral (\(isSearched ? found : newest)) as r \(kind.listed.joins)
         order by c.place, r.id desc
        """
    }

    private var narrowing: SQL {
        (["r.deleted_at is null", column + " = c.value"] + list.filters).joined(separator: " and ")
    }

    private var newest: SQL {
        "select r.* from \(table) r where \(narrowing) order by r.id desc limit \(literal: Self.most + 1)"
    }

    /// See `ListQuery`: a search has a door of its own.
    private var found: SQL {
        """
        select r.* from kontor.search(
            \(kind.table)::text::name, \(request.search), \(list.narrowed)::text::jsonb
                || jsonb_build_object(\(field.columns[0].name)::text, c.value),
            'id', true, null, \(literal: Self.most + 1)) as found (id)
          join \(table) r on r.id = found.id
        """
    }

    private var count: SQL {
        isSearched ? "select null::bigint as count" : """
            select count(*) from (select 1 from \(table) r where \(narrowing) limit \(literal: ListQuery<R>.countMost + 1)) as counted
            """
    }
}
