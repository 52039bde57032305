/// Which columns of a list an address asks for: `columns=name,email`, or each as a `columns` of its own, as forms send them.
extension RecordKind {
    /// Stands for the column that says since when a record is there.
    static var created: String { "created_at" }

    /// The names that can be chosen, as declared; the first, what a record is called, is always there.
    var columnNames: [String] { fields.map(\.name) + [Self.created] }

    /// With the columns in its list that the query names. They stand as declared; names there are none of are left out, and
    /// without any that is left the list is as declared.
    /// - Parameter isExplicit: whether the columns that are declared count as chosen, too.
    func choosing(_ query: Form, isExplicit: Bool = false) -> RecordKind {
        guard let chosen = chosen(query, isExplicit: isExplicit) else { return self }
        return showing(ListColumns(fields.first, chosen.others, hasCreated: chosen.hasCreated, chosen: chosen.names))
    }

    /// What the query chooses, with the names as an address says them; nil where that is as declared. It makes no columns,
    /// because a page asks it for each of the saved views.
    private func chosen(_ query: Form, isExplicit: Bool = false) -> (others: [Field<R>], hasCreated: Bool, names: String)? {
        let asked = Set(query.all("columns").flatMap { $0.split(separator: ",") }.map { trimmed(String($0)) })
        guard !asked.isEmpty, !asked.isDisjoint(with: columnNames) else { return nil }
        let others = fields.dropFirst().filter { asked.contains($0.name) }, hasCreated = asked.contains(Self.created)
        let declared = ListColumns.declared(fields)
        guard isExplicit || !hasCreated || others.map(\.name) != declared.map(\.name) else { return nil }
        let names = (fields.prefix(1) + others).map(\.name) + (hasCreated ? [Self.created] : [])
        return (others, hasCreated, names.joined(separator: ","))
    }

    /// The query with the columns as one name, and without them where they are as declared; for a kind that shows them.
    func plain(_ query: Form) -> Form { query.with("columns", listed.chosen) }

    /// What of a list's address lasts: what is searched, narrowed, in which order, and the columns; without what there is
    /// not, always in the same order, so that two of them can be compared.
    func lasting(_ query: Form) -> Form {
        guard !query.fields.isEmpty else { return query }
        let request = ListRequest<R>(query, self)
        var fields = request.filters.map { (name: $0.field.name, value: $0.value) }
        if !request.search.isEmpty { fields.insert(("q", request.search), at: 0) }
        if let sort = request.sort { fields.append(("sort", (sort.isDescending ? "-" : "") + sort.field.name)) }
        if let chosen = chosen(query) { fields.append(("columns", chosen.names)) }
        return Form(fields)
    }
}

extension ListColumns {
    /// As an address says them.
    var names: [String] { ((title.map { [$0] } ?? []) + others).map(\.name) + (hasCreated ? [RecordKind<R>.created] : []) }
}
