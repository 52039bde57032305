import FoundationEssentials
import Postgres

/// Makes the page that lists records.
struct Listing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope
    private let words: ListWords

    init(kind: RecordKind<R>, registry: Registry, scope: Scope) {
        self.kind = kind
        self.registry = registry
        self.scope = scope
        words = .of(kind, scope.voice)
    }

    /// One round trip: the rows, how many there are, and what the references among the filters are called.
    /// Without a query, leads to the view that the member wants to see first, if there is one.
    func page(_ asked: Form) async throws -> Answer<RecordListPage> {
        let query = kind.plain(asked)
        let request = ListRequest<R>(query, kind)
        let statements = ListQuery(kind: kind, request: request)
        let rows = ListRows(kind: kind, registry: registry, scope: scope, isDeleted: request.isDeleted)
        let (found, count, titles, views) = try await fetch(
            .rows(statements.rows(kind.listed.sql, joins: kind.listed.joins), as: rows.row), .one(statements.count) { row in try row.next(Int?.self) }, request)
        let frame = ListFrame(kind: kind, scope: scope, page: .list, query: query, views: views)
        if asked.fields.isEmpty, let first = frame.first { return .seeOther(first) }
        try await Records(kind, in: scope).noteRead(count: min(found.count, ListQuery<R>.most))
        let chosen = Dictionary(request.filters.map { ($0.field.name, $0.value) }) { first, _ in first }
        let all = Filters(kind: kind, voice: scope.voice)
        let filters = chosen.isEmpty ? all.adding(titles, to: words.filters) : all.all(chosen, chosen: titles)
        return .page(page(
            frame, request, ListWindow(found, request), count, filters + all.owner(chosen, chosen: titles, for: scope.member)))
    }

    private func fetch(
        _ rows: Query<[Table.Row]>, _ count: Query<Int?>, _ request: ListRequest<R>
    ) async throws -> ([Table.Row], Int?, [ReferenceOption], [SavedView]) {
        let views = SavedViews(of: kind.table, in: scope).all
        let chosen = request.filters.filter { $0.field.target != nil }.map { ($0.field.name, $0.value) }
        guard !chosen.isEmpty || kind.hasTagFilter else {
            let (rows, count, views) = try await scope.db.fetch(rows, count, views)
            return (rows, count, [], views)
        }
        let titles = chosen.isEmpty
            ? kind.keeping("tags in use", scope.voice) { ReferenceOptions(fields: kind.fields).query(chosen: [:], tagsOf: kind.table) }
            : ReferenceOptions(fields: kind.fields).query(chosen: Dictionary(uniqueKeysWithValues: chosen), tagsOf: kind.table)
        return try await scope.db.fetch(rows, count, titles, views)
    }

    private func page(
        _ frame: ListFrame<R>, _ request: ListRequest<R>, _ window: ListWindow<R>, _ count: Int?, _ filters: [Filter]
    ) -> RecordListPage {
        let plain = frame.query.with("after", nil).with("before", nil)
        return RecordListPage(
            title: words.title, counts: window.rows.isEmpty ? nil : counted(count, request, window), path: kind.path,
            tabs: frame.tabs, tools: frame.tools,
            search: words.search.map { Search($0, value: request.search) },
            filters: filters,
            hidden: frame.hidden(["sort", "deleted", "columns", "view"]),
            clearPath: request.isNarrowed || request.isDeleted ? frame.clearPath : nil,
            table: window.rows.isEmpty ? nil : Table(
                words.title, columns: ListHeaders(kind: kind, voice: scope.voice).sorting(plain, request), rows: window.rows, selection: selection(plain, request)),
            pager: window.pager(kind.path, plain),
            isNoMatch: request.isNarrowed || request.isDeleted,
            icon: "users",
            emptyTitle: words.empty,
            emptyText: words.emptyText,
            create: scope.may(kind.permissions.create) ? ListAction(words.create, path: "\(kind.path)/new") : nil,
            importPath: scope.may(kind.permissions.create) ? "\(kind.path)/import" : nil,
            exports: scope.may(kind.permissions.export) ? exports(plain) : [])
    }

    private func selection(_ query: Form, _ request: ListRequest<R>) -> Table.Selection? {
        let mayDelete = scope.may(kind.permissions.delete), mayEdit = scope.may(kind.permissions.edit)
        guard mayDelete || mayEdit, !request.isDeleted else { return nil }
        return Table.Selection(
            deletePath: mayDelete ? "\(kind.path)/delete" : nil, question: words.deleteChosen,
            editPath: mayEdit ? "\(kind.path)/edit" : nil,
            hidden: mayEdit && !query.fields.isEmpty ? [HiddenValue("where", query.urlEncoded)] : [])
    }

    private func counted(_ count: Int?, _ request: ListRequest<R>, _ window: ListWindow<R>) -> String {
        guard let count else {
            return window.isAll ? kind.counted(window.rows.count, scope.voice) : scope.formats.number(ListQuery<R>.most) + "+"
        }
        // The whole list is counted to the last one, because the tally costs nothing.
        return request.isNarrowed || request.isDeleted || kind.restriction != nil
            ? kind.counted(count, scope.voice, most: ListQuery(kind: kind, request: request).countedMost) : scope.say(Phrase("\(kind.key).count", ["count": .number(count)]))
    }

    /// All fields, and the columns that are shown.
    private func exports(_ query: Form) -> [ExportChoice] {
        guard query.fields.isEmpty else { return exported(query) }
        return kind.keeping("exports", scope.voice) { exported(query) }
    }

    private func exported(_ query: Form) -> [ExportChoice] {
        func files(_ columns: String?) -> [ListAction] {
            ExportFormat.allCases.map { format in
                let file = query.with("view", nil).with("columns", columns).with("format", format.rawValue)
                return ListAction(format.name, path: "\(kind.path)/export?\(file.urlEncoded)")
            }
        }
        return [
            ExportChoice(scope.say("platform.columns.all_fields"), files(nil)),
            ExportChoice(scope.say("platform.columns.shown"), files(kind.listed.names.joined(separator: ","))),
        ]
    }
}

/// The rows of one page, in the order they are shown, and whether there are more on either side.
struct ListWindow<R: Record> {
    let rows: [Table.Row]
    private let first: String?, last: String?
    private let hasEarlier: Bool, hasLater: Bool

    /// - Parameter found: in the order read, with one row too many where there are more.
    init(_ found: [Table.Row], _ request: ListRequest<R>) {
        let hasMore = found.count > ListQuery<R>.most
        let page = found.prefix(ListQuery<R>.most)
        switch request.start {
        case .first: (hasEarlier, hasLater) = (false, hasMore)
        case .after: (hasEarlier, hasLater) = (true, hasMore)
        case .before: (hasEarlier, hasLater) = (hasMore, true)
        }
        if case .before = request.start { rows = page.reversed() } else { rows = Array(page) }
        first = rows.first?.id
        last = rows.last?.id
    }

    /// Whether there is no other page.
    var isAll: Bool { !hasEarlier && !hasLater }

    func pager(_ path: String, _ query: Form) -> Pager? {
        guard hasEarlier || hasLater else { return nil }
        return Pager(
            previousPath: hasEarlier ? first.map { "\(path)?\(query.with("before", $0).urlEncoded)" } : nil,
            nextPath: hasLater ? last.map { "\(path)?\(query.with("after", $0).urlEncoded)" } : nil)
    }
}
