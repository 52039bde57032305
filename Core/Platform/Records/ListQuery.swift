import Postgres

/// The statements behind a list: one page of rows, and how many there are.
struct ListQuery<R: Record>: Sendable {
    let kind: RecordKind<R>
    let request: ListRequest<R>
    /// Rows of a page.
    static var most: Int { 50 }
    /// Rows of a filtered list are counted this far: `1,000+`.
    static var countMost: Int { 1_000 }

    /// Rows of a list that is limited by a rule alone are counted this far: no tally knows them, and everybody in that role
    /// opens it all the time.
    static var ruledMost: Int { 200 }

    /// How far this one is counted.
    var countedMost: Int { kind.restriction != nil && !request.isNarrowed && !request.isDeleted ? Self.ruledMost : Self.countMost }

    /// Whether it is read in the order of age instead, the oldest first, as exports do.
    var isOldestFirst = false

    private var table: SQL { "\(identifier: kind.table)" }
    private var isDescending: Bool { !isOldestFirst && request.isDescending }
    private var order: SQL {
        let way: SQL = isDescending ? "desc" : "asc"
        return request.sort == nil ? "r.id \(way)" : "r.\(identifier: request.sortColumn) \(way), r.id \(way)"
    }

    /// A page's rows and one more, which tells whether there is a page behind it.
    /// - Parameter joins: what they refer to, as far as the columns need it; nil for all of it.
    func rows(_ columns: SQL, joins: SQL? = nil) -> SQL { rows(columns, joins: joins, most: Self.most + 1) }

    /// At most so many rows.
    func rows(_ columns: SQL, joins: SQL? = nil, most: Int) -> SQL {
        let joins = joins ?? kind.joins
        if !request.search.isEmpty && !request.isDeleted { return found(columns, joins, most: most) }
        return """
            select \(columns) from \(table) r \(joins) where \(narrowing) order by \(order) limit \(literal: most)
            """
    }

    /// Under a row policy a trigram index cannot be used, so searching has a door of its own;
    /// the rows themselves still come through the policy.
    private func found(_ columns: SQL, _ joins: SQL, most: Int) -> SQL {
        """
        select \(columns) from \(search(most: most)) with ordinality as found (id, place)
          join \(table) r on r.id = found.id \(joins) order by found.place
        """
    }

    private func search(most: Int) -> SQL {
        """
        kontor.search(\(kind.table)::text::name, \(request.search), \(narrowed)::text::jsonb, \
        \(request.sortColumn)::text::name, \(isDescending), \(request.pivot), \(Int32(most)))
        """
    }

    /// The filters as `kontor.search` takes them.
    var narrowed: String {
        let pairs = request.filters.map { field, value in
            "\(jsonString((field.kind.holdsSeveral ? "has." : "") + (field.columns.first?.name ?? "custom.\(field.name)"))):\(jsonString(value))"
        }
        return "{\(pairs.joined(separator: ","))}"
    }

    private var narrowing: SQL {
        let beyond: SQL = isDescending ? "<" : ">"
        var conditions: [SQL] = [request.isDeleted ? "r.deleted_at is not null" : "r.deleted_at is null"]
        conditions += filters + sought
        if let pivot = request.pivot {
            conditions.append(request.sort == nil ? "r.id \(beyond) \(pivot)" : """
                (r.\(identifier: request.sortColumn), r.id) \(beyond) (
                    select p.\(identifier: request.sortColumn), p.id from \(table) p where p.id = \(pivot))
                """)
        }
        return conditions.joined(separator: " and ")
    }

    /// What a deleted record must contain, which `kontor.search` leaves out; letters are folded as it folds them.
    private var sought: [SQL] { request.isDeleted ? contained : [] }

    /// What is searched, looked for in each of the few rows that other conditions leave.
    var contained: [SQL] {
        guard !request.search.isEmpty, !kind.searchable.isEmpty else { return [] }
        guard !kind.hidesSearched else {
            let columns = kind.searchable.map { "r." + SQL(column: $0.columns[0].name) }.joined(separator: ", ")
            return ["strpos(lower(concat_ws(' ', \(columns)) collate \"und-x-icu\"), lower(\(request.search)::text collate \"und-x-icu\")) > 0"]
        }
        return ["strpos(r.search, lower(\(request.search)::text collate \"und-x-icu\")) > 0"]
    }

    /// As conditions on the record read as `r`. What the reader does not see is left out by the policies; said here again,
    /// it finds an index.
    var filters: [SQL] { kind.restricted + chosen }

    private var chosen: [SQL] {
        request.filters.map { field, value in
            guard let column = field.columns.first else { return field.storedText + " = \(value)::text" }
            if field.kind.holdsSeveral { return "r.\(identifier: column.name) @> jsonb_build_array(\(value)::text)" }
            return "r.\(identifier: column.name) = \(value)::text::\(field.castType)"
        }
    }

    /// How many there are in all; for a filtered list, at most one more than `countedMost`. Null for a search: to
    /// count what it finds would take many times as long as to find a page of it.
    var count: SQL {
        if !request.search.isEmpty && !request.isDeleted { return "select null::bigint" }
        if request.isNarrowed || request.isDeleted || kind.restriction != nil {
            let deleted: SQL = request.isDeleted ? "r.deleted_at is not null" : "r.deleted_at is null"
            let conditions = ([deleted] + filters + sought).joined(separator: " and ")
            return """
                select count(*) from (
                    select 1 from \(table) r where \(conditions) limit \(literal: countedMost + 1)) as counted
                """
        }
        return "select coalesce(sum(difference), 0)::bigint from record_tallies where record = \(kind.table)"
    }
}

extension RecordKind {
    /// The same for an owner, of whom there is one at most: then an index holds the list in its order.
    fileprivate var restricted: [SQL] {
        guard let restriction, restriction.column == Member.ownerColumn, R.schema.owner != nil, restriction.values.count == 1,
            let owner = ID<Member>(restriction.values[0])
        else { return [] }
        return ["r.\(identifier: Member.ownerColumn) = \(owner)"]
    }
}

extension Field {
    /// The type a filter's text is turned into by PostgreSQL.
    fileprivate var castType: SQL {
        switch kind {
        case .reference: "uuid"
        case .yesNo: "boolean"
        default: "text"
        }
    }
}
