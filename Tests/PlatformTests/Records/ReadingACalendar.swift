import Support
import Testing

@testable import Platform

@Suite("A calendar", .enabled(if: TestPlatform.isPossible))
struct ReadingACalendar {
    private func plant(_ name: String, _ day: String?, _ platform: TestPlatform, _ scope: Scope, _ habit: Habit = .herb) async throws {
        var plant = Plant(name, habit)
        plant.planted = day.flatMap(Day.init(_:))
        try await platform.plants(scope).create(plant)
    }

    @Test("shows the records of a month on their days, and those of the weeks at its edges")
    func month() async throws {
        try await withGarden { platform, scope in
            for (name, day) in [("Mint", "2026-11-01"), ("Sage", "2026-11-30"), ("Oak", "2026-12-05"), ("Elm", "2026-12-06"), ("Fir", nil)] {
                try await plant(name, day, platform, scope)
            }
            let page: RecordCalendarPage = try await Desk(scope, platform.registry).open("/garden/plants/calendar?month=2026-11")
            #expect(page.month == "November 2026" && page.weekdays.map(\.name).first == "Sunday")
            #expect(page.weeks.count == 5 && page.weeks.allSatisfy { $0.days.count == 7 })
            #expect(page.entries == ["2026-11-01": ["Mint"], "2026-11-30": ["Sage"], "2026-12-05": ["Oak"]])
            #expect(page.previousPath == "/garden/plants/calendar?month=2026-10" && page.nextPath == "/garden/plants/calendar?month=2026-12")
            #expect(page.tabs.map(\.isCurrent) == [false, false, true] && !page.isEmpty)
            #expect(page.weeks.flatMap(\.days).filter(\.isOutside).count == 5)
        }
    }

    @Test("begins its weeks and names its days as the reader's language does", arguments: [
        (Language.en, "Sunday"), (.es, "lunes"), (.ar, "الاثنين"),
    ])
    func weeks(language: Language, first: String) async throws {
        try await TestPlatform.with([garden], texts: gardenTexts) { platform in
            let owner = try await platform.register("Acme")
            let scope = try await platform.join(owner.business.id, as: .staff, language: language)
            try await plant("Mint", "2026-11-10", platform, owner)
            let page: RecordCalendarPage = try await Desk(scope, platform.registry).open("/garden/plants/calendar?month=2026-11")
            #expect(page.weekdays.map(\.name).first == first)
            let week = try #require(page.weeks.first { $0.days.contains { $0.date == "2026-11-10" } })
            // 10 November 2026 is a Tuesday.
            #expect(week.days.firstIndex { $0.date == "2026-11-10" } == ["Sunday": 2, "lunes": 1, "الاثنين": 1][first])
        }
    }

    @Test("shows the present month, with today in it, where the address names none there is", arguments: ["", "?month=", "?month=2026-13", "?month=x", "?month=0001-01", "?month=99999-1"])
    func today(query: String) async throws {
        try await withGarden { platform, scope in
            let page: RecordCalendarPage = try await Desk(scope, platform.registry).open("/garden/plants/calendar\(query)")
            let (year, month, day) = scope.formats.day(of: scope.now)
            let today = try #require(Day(year: year, month: month, day: day))
            #expect(page.weeks.flatMap(\.days).filter(\.isToday).map(\.date) == [today.description])
            #expect(page.todayPath == nil && page.isEmpty)
            let other: RecordCalendarPage = try await Desk(scope, platform.registry).open(page.nextPath)
            #expect(other.todayPath == "/garden/plants/calendar" && other.previousPath.hasSuffix("month=\(today.description.prefix(7))"))
        }
    }

    @Test("is searched and narrowed as the list is")
    func narrowed() async throws {
        try await withGarden { platform, scope in
            for (name, habit) in [("Mint", Habit.herb), ("Catmint", .shrub), ("Oak", .shrub)] { try await plant(name, "2026-11-10", platform, scope, habit) }
            let desk = Desk(scope, platform.registry)
            let page: RecordCalendarPage = try await desk.open("/garden/plants/calendar?month=2026-11&q=MINT&habit=shrub")
            #expect(page.entries == ["2026-11-10": ["Catmint"]])
            #expect(page.nextPath == "/garden/plants/calendar?q=MINT&habit=shrub&month=2026-12")
            #expect(page.clearPath == "/garden/plants/calendar?month=2026-11" && page.tabs[0].path == "/garden/plants?q=MINT&habit=shrub")
        }
    }

    @Test("shows four of a day at once and the others folded, and counts them all")
    func crowdedDay() async throws {
        try await withGarden { platform, scope in
            for index in 0..<55 { try await plant("Mint \(index)", "2026-11-10", platform, scope) }
            let page: RecordCalendarPage = try await Desk(scope, platform.registry).open("/garden/plants/calendar?month=2026-11")
            let day = try #require(page.weeks.flatMap(\.days).first { !$0.entries.isEmpty })
            #expect(day.entries.count == 4 && day.more.count == 46 && day.moreLabel == "51 more")
        }
    }

    @Test("shows nothing deleted and nothing of another business, and links to what it shows")
    func walls() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await plant("Theirs", "2026-11-10", platform, globex)
            try await plant("Mine", "2026-11-10", platform, acme)
            try await plant("Gone", "2026-11-10", platform, acme)
            let desk = Desk(acme, platform.registry)
            let list: RecordListPage = try await desk.open("/garden/plants?sort=name")
            try await desk.send("/garden/plants/delete", ["id": try #require(list.table?.rows.first { $0.title == "Gone" }?.id)])
            let page: RecordCalendarPage = try await desk.open("/garden/plants/calendar?month=2026-11")
            #expect(page.entries == ["2026-11-10": ["Mine"]])
            let path = try #require(page.weeks.flatMap(\.days).flatMap(\.entries).first?.path)
            #expect(try await desk.open(path, as: RecordPage.self).title == "Mine")
        }
    }

    @Test("by a field that is no date stops the start, and so does one without its index")
    func wrongFields() async throws {
        expect(.wrongView(.calendar(by: "name"), record: "stamps", module: "garden"), says: "calendar of stamps is by \"name\"", "a date") {
            _ = try Registry([Module("garden", records: [.record(Stamp.self)])])
        }
        try await withGarden { platform, _ in
            try await platform.superuser.write(Query.execute("drop index plants_business_id_planted_id_idx"))
            await #expect(throws: ModuleError.noIndex(column: "planted", table: "plants", module: "garden")) {
                try await TableAudit(platform.registry).check(platform.app)
            }
        }
    }

    @Test("has whole weeks for every month, each day once and in order")
    func grids() throws {
        for first in 0..<7 {
            for year in [2, 1999, 2000, 2024, 2026, 2100, 9998] {
                for month in 1...12 {
                    let grid = try #require(MonthGrid(year: year, month: month, firstWeekday: first))
                    let days = grid.days.map(\.sinceEpoch)
                    #expect(days.count % 7 == 0 && days == Array(days[0]..<(days[0] + days.count)))
                    #expect(((days[0] + 4) % 7 + 7) % 7 == first)
                    #expect(grid.weeks.allSatisfy { $0.contains { $0.month == month } })
                }
            }
        }
        #expect(MonthGrid("2026-01", firstWeekday: 0)?.name(-1) == "2025-12" && MonthGrid("0999-12", firstWeekday: 0)?.name(1) == "1000-01")
    }
}

extension RecordCalendarPage {
    /// What stands on each day that has something.
    fileprivate var entries: [String: [String]] {
        Dictionary(uniqueKeysWithValues: weeks.flatMap(\.days).filter { !$0.entries.isEmpty }.map { ($0.date, $0.entries.map(\.title)) })
    }
}

private struct Stamp: Record {
    var id = ID<Stamp>()
    var name = ""
    static let schema = Schema<Stamp>("stamps", views: .calendar(by: "name")) { Field("name", \.name) }
}
