import Postgres

/// Makes the page that shows records as cards in columns.
struct Board<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope
    /// Whose values are the columns.
    let field: Field<R>
    /// Facts of a card, where nobody chose them.
    private static var facts: Int { 3 }

    private var mayMove: Bool { scope.may(kind.permissions.edit) && kind.isEditable(field) }

    private var values: [String] {
        if case .choice(let values) = field.kind { values } else { [] }
    }

    /// One round trip: all cards, and what the references among the filters are called.
    func page(_ asked: Form) async throws -> RecordBoardPage {
        let query = kind.plain(Form(asked.fields.filter { ![field.name, "sort", "after", "before", "deleted"].contains($0.name) }))
        let request = ListRequest<R>(query, kind)
        let read = ListRows(kind: kind, registry: registry, scope: scope).row
        let found: @Sendable (inout Row) throws -> Found = { row in
            Found(value: try row.next(), count: try row.next(), row: try read(&row))
        }
        let chosen = Dictionary(request.filters.map { ($0.field.name, $0.value) }) { first, _ in first }
        let (cards, titles, views) = try await scope.db.fetch(
            .rows(BoardQuery(kind: kind, request: request, field: field).cards(in: values), as: found),
            ReferenceOptions(fields: kind.fields.filter { $0.has(.filterable) }).query(chosen: chosen, tagsOf: kind.table),
            SavedViews(of: kind.table, in: scope).all)
        try await Records(kind, in: scope).noteRead(count: cards.count)
        let columns = values.map { value in
            let mine = cards.filter { $0.value == value }
            return column(value, mine.first.map(\.count) ?? 0, mine.map(\.row), query)
        }
        let all = Filters(kind: kind, voice: scope.voice)
        let filters = all.all(chosen, chosen: titles).filter { $0.name != field.name } + all.owner(chosen, chosen: titles, for: scope.member)
        return page(request, filters, cards.isEmpty ? [] : columns, ListFrame(kind: kind, scope: scope, page: .board, query: query, views: views))
    }

    private func page(
        _ request: ListRequest<R>, _ filters: [Filter], _ columns: [RecordBoardPage.Column], _ frame: ListFrame<R>
    ) -> RecordBoardPage {
        let words = ListWords.of(kind, scope.voice), mayCreate = scope.may(kind.permissions.create), path = "\(kind.path)/board"
        return RecordBoardPage(
            title: words.title, tabs: frame.tabs, path: path, tools: frame.tools,
            search: words.search.map { Search($0, value: request.search) }, filters: filters, hidden: frame.hidden(["columns", "view"]),
            clearPath: request.isNarrowed ? frame.clearPath : nil, columns: columns, mayMove: mayMove,
            isNoMatch: request.isNarrowed, icon: "users", emptyTitle: words.empty, emptyText: words.emptyText,
            create: mayCreate ? ListAction(words.create, path: "\(kind.path)/new") : nil,
            importPath: mayCreate ? "\(kind.path)/import" : nil)
    }

    /// - Parameter counted: nil for a search, which is counted as far as it was read.
    private func column(_ value: String, _ counted: Int?, _ rows: [Table.Row], _ query: Form) -> RecordBoardPage.Column {
        let most = min(rows.count, BoardQuery<R>.most)
        let count = counted ?? rows.count, limit = counted == nil ? BoardQuery<R>.most : ListQuery<R>.countMost
        let shown = field.shown(value, kind.reading(field, scope.voice))
        return RecordBoardPage.Column(
            value: value, label: shown?.text ?? value,
            count: count > limit ? scope.formats.number(limit) + "+" : scope.formats.number(count),
            tone: (shown?.badge ?? .neutral).rawValue, cards: rows.prefix(most).map { card($0, value, query) },
            allPath: rows.count > most ? "\(kind.path)?\(query.with(field.name, value).urlEncoded)" : nil)
    }

    private func card(_ row: Table.Row, _ value: String, _ query: Form) -> RecordBoardPage.Card {
        let facts = zip(kind.listed.others, row.cells).filter { $0.0.name != field.name && !$0.1.text.isEmpty }.map(\.1)
        let shown = kind.listed.chosen == nil ? Array(facts.prefix(Self.facts)) : facts + row.cells.dropFirst(kind.listed.others.count)
        let move = RecordBoardPage.Move(
            path: "\(kind.path)/\(row.id)/move", from: value,
            options: values.filter { $0 != value }.map { Choice($0, scope.say(kind.choice($0, of: field))) }, back: query.urlEncoded)
        return RecordBoardPage.Card(
            id: row.id, title: row.title, link: Link("\(kind.path)/", row.id), facts: shown,
            move: mayMove ? move : nil)
    }
}

/// A row of `BoardQuery`.
private struct Found: Sendable {
    let value: String, count: Int?, row: Table.Row
}

extension Field {
    /// A stored choice in words; nil where it is none of them.
    fileprivate func shown(_ choice: String, _ reading: Reading) -> Shown? {
        var values = Values<R>()
        guard (try? takeJSON(.string(choice), reading, &values)) != nil else { return nil }
        return shown(values, reading)
    }
}
