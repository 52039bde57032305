import FoundationEssentials
import Postgres

/// Makes the page that shows records on their days, a month at a time.
struct MonthCalendar<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    /// The day a record stands on.
    let field: Field<R>
    /// Entries of a day that are shown at once; the others unfold.
    private static var shown: Int { 4 }

    private var path: String { "\(kind.path)/calendar" }
    private var today: Day? { scope.formats.day(of: scope.now) }

    /// One round trip: the month's records, and what the references among the filters are called.
    func page(_ asked: Form) async throws -> RecordCalendarPage {
        let query = kind.plain(Form(asked.fields.filter { field in
            ["q", "columns", "view"].contains(field.name) || kind.field(field.name)?.has(.filterable) == true
        }))
        let request = ListRequest<R>(query, kind), grid = try grid(asked.text("month"))
        let chosen = Dictionary(request.filters.map { ($0.field.name, $0.value) }) { first, _ in first }
        guard let first = grid.days.first, let last = grid.days.last else { throw PageError.notFound }
        let (entries, titles, views) = try await scope.db.fetch(
            MonthQuery(kind: kind, request: request, field: field).entries(from: first, to: last),
            ReferenceOptions(fields: kind.fields.filter { $0.has(.filterable) }).query(chosen: chosen, tagsOf: kind.table),
            SavedViews(of: kind.table, in: scope).all)
        try await Records(kind, in: scope).noteRead(count: entries.count)
        let all = Filters(kind: kind, voice: scope.voice)
        let filters = all.all(chosen, chosen: titles) + all.owner(chosen, chosen: titles, for: scope.member)
        return page(ListFrame(kind: kind, scope: scope, page: .calendar, query: query, views: views), request, filters, grid, Dictionary(grouping: entries, by: \.day))
    }

    /// The month asked for; the present one where none is.
    private func grid(_ month: String) throws -> MonthGrid {
        let first = scope.formats.firstWeekday
        if let asked = MonthGrid(month, firstWeekday: first) { return asked }
        guard let today, let now = MonthGrid(year: today.year, month: today.month, firstWeekday: first) else { throw PageError.notFound }
        return now
    }

    private func page(
        _ frame: ListFrame<R>, _ request: ListRequest<R>, _ filters: [Filter], _ grid: MonthGrid, _ entries: [Day: [MonthQuery<R>.Entry]]
    ) -> RecordCalendarPage {
        let query = frame.query
        func other(_ months: Int) -> String { "\(path)?\(query.with("month", grid.name(months)).urlEncoded)" }
        let words = ListWords.of(kind, scope.voice)
        let isNow = today.map { $0.year == grid.year && $0.month == grid.month } ?? false
        return RecordCalendarPage(
            title: words.title, tabs: frame.tabs, path: path, tools: frame.tools,
            search: words.search.map { Search($0, value: request.search) }, filters: filters,
            hidden: frame.hidden(["columns", "view"]) + [HiddenValue("month", grid.name(0))],
            clearPath: request.isNarrowed ? "\(path)?\(frame.cleared.with("month", grid.name(0)).urlEncoded)" : nil,
            month: scope.formats.month(grid.month, of: grid.year), previousPath: other(-1), nextPath: other(1),
            todayPath: isNow ? nil : query.fields.isEmpty ? path : "\(path)?\(query.urlEncoded)",
            weekdays: scope.formats.weekdays.map { .init(name: $0.name, short: $0.short) },
            weeks: grid.weeks.map { days in .init(days: days.map { day($0, of: grid, entries[$0] ?? []) }) },
            isEmpty: !entries.keys.contains { $0.month == grid.month },
            create: scope.may(kind.permissions.create) ? ListAction(words.create, path: "\(kind.path)/new") : nil)
    }

    private func day(_ day: Day, of grid: MonthGrid, _ entries: [MonthQuery<R>.Entry]) -> RecordCalendarPage.Day {
        let links = entries.map { RecordCalendarPage.Entry(title: $0.title, path: kind.path($0.id)) }
        let rest = (entries.first?.count ?? 0) - Self.shown
        return RecordCalendarPage.Day(
            number: scope.formats.number(day.day), date: day.description,
            name: scope.formats.date(year: day.year, month: day.month, day: day.day),
            isToday: day == today, isOutside: day.month != grid.month,
            entries: Array(links.prefix(Self.shown)), more: Array(links.dropFirst(Self.shown)),
            moreLabel: rest > 0 ? scope.say(Phrase("platform.views.more", ["count": .number(rest)])) : nil)
    }
}

extension Formats {
    /// The day a moment falls on here.
    fileprivate func day(of moment: Date) -> Day? {
        let (year, month, day) = day(of: moment)
        return Day(year: year, month: month, day: day)
    }
}
