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
    func page(_ query: Form) async throws -> RecordListPage {
        let request = ListRequest<R>(query, kind)
        let statements = ListQuery(kind: kind, request: request)
        let rows = ListRows(kind: kind, registry: registry, scope: scope, isDeleted: request.isDeleted)
        let (found, count, titles) = try await fetch(
            .rows(statements.rows(kind.listed.sql), as: rows.row), .one(statements.count) { row in try row.next(Int?.self) }, request)
        try await Records(kind, in: scope).noteRead(count: min(found.count, ListQuery<R>.most))
        let filters = request.filters.isEmpty && !kind.hasTagFilter ? words.filters : Filters(kind: kind, voice: scope.voice).all(
            Dictionary(request.filters.map { ($0.field.name, $0.value) }) { first, _ in first }, chosen: titles)
        return page(query, request, ListWindow(found, request), count, filters)
    }

    private func fetch(
        _ rows: Query<[Table.Row]>, _ count: Query<Int?>, _ request: ListRequest<R>
    ) async throws -> ([Table.Row], Int?, [ReferenceOption]) {
        let chosen = request.filters.filter { $0.field.target != nil }.map { ($0.field.name, $0.value) }
        guard !chosen.isEmpty || kind.hasTagFilter else {
            let (rows, count) = try await scope.db.fetch(rows, count)
            return (rows, count, [])
        }
        let titles = ReferenceOptions(fields: kind.fields).query(chosen: Dictionary(uniqueKeysWithValues: chosen), tagsOf: kind.table)
        return try await scope.db.fetch(rows, count, titles)
    }

    private func page(
        _ query: Form, _ request: ListRequest<R>, _ window: ListWindow<R>, _ count: Int?, _ filters: [Filter]
    ) -> RecordListPage {
        let plain = query.with("after", nil).with("before", nil)
        return RecordListPage(
            title: words.title, counts: window.rows.isEmpty ? nil : counted(count, request, window), path: kind.path,
            tabs: ViewTabs(kind: kind, voice: scope.voice).all(query, current: nil),
            search: words.search.map { Search($0, value: request.search) },
            filters: filters,
            hidden: ["sort", "deleted"].compactMap { name in query[name].map { HiddenValue(name, $0) } },
            clearPath: request.isNarrowed || request.isDeleted ? kind.path : nil,
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
        return request.isNarrowed || request.isDeleted
            ? kind.counted(count, scope.voice) : scope.say(Phrase("\(kind.key).count", ["count": .number(count)]))
    }

    private func exports(_ query: Form) -> [ListAction] {
        ExportFormat.allCases.map { format in
            ListAction(format.name, path: "\(kind.path)/export?\(query.with("format", format.rawValue).urlEncoded)")
        }
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
