import Support
import Testing

@testable import Platform

@Suite("The page of a record's history", .enabled(if: TestPlatform.isPossible))
struct ReadingTheHistory {
    @Test("shows who did what, the newest first, in the reader's words")
    func words() async throws {
        try await withGarden { platform, owner in
            let scope = owner.coming(from: Origin(.portal, address: "10.0.0.1"))
            let north = Bed.named("North"), south = Bed.named("South")
            try await platform.beds(scope).create([north, south])
            var plant = Plant("Mint", in: north.id)
            plant.price = Money(minorUnits: 1_250, .eur)
            try await platform.plants(scope).create(plant)
            (plant.bed, plant.habit, plant.price, plant.isHardy) = (south.id, .shrub, Money(minorUnits: 990, .eur), true)
            _ = try await platform.plants(scope).update(plant, from: 1)
            let page: HistoryPage = try await Desk(scope, platform.registry).open("/garden/plants/\(plant.id)/history")
            #expect(page.title == "History of Mint" && page.pager == nil)
            #expect(page.entries.map(\.what) == ["Changed", "Added"])
            let entry = try #require(page.entries.first)
            #expect(entry.who == "Owner of Acme" && entry.origin == "Portal · 10.0.0.1" && entry.moment.hasSuffix("Z"))
            #expect(entry.changes.map { "\($0.label): \($0.before) > \($0.after)" } == [
                "Habit: Herb > Shrub", "Bed: North > South", "Hardy: No > Yes", "Price: €12.50 > €9.90",
            ])
        }
    }

    @Test("goes back page by page, and keeps the address from those who do not run the business")
    func paging() async throws {
        try await withGarden { platform, owner in
            let plant = Plant("Mint"), scope = owner.coming(from: Origin(.portal, address: "10.0.0.1"))
            try await platform.plants(scope).create(plant)
            for height in 1...60 { try await scope.db.execute("update plants set height = \(height)") }
            let desk = Desk(try await platform.join(scope.business.id, as: .viewer), platform.registry)
            let first: HistoryPage = try await desk.open("/garden/plants/\(plant.id)/history")
            #expect(first.entries.count == 50 && first.entries.first?.changes.first?.after == "60" && first.pager?.previousPath == nil)
            #expect(first.entries.allSatisfy { $0.origin == "Portal" })
            let second: HistoryPage = try await desk.open(try #require(first.pager?.nextPath))
            #expect(second.entries.map(\.what) == Array(repeating: "Changed", count: 10) + ["Added"])
            #expect(second.entries.first?.changes.first?.after == "10" && second.pager?.nextPath == nil && second.pager?.previousPath != nil)
        }
    }

    @Test("says of a secret only that it changed, and shows columns that no field has as they are")
    func secretsAndUnknown() async throws {
        try await withClinic { platform, scope in
            var patient = Patient("Ada")
            try await platform.patients(scope).create(patient)
            patient.pin = "1234"
            _ = try await platform.patients(scope).update(patient, from: 1)
            _ = try await platform.owner.write(Query.execute("alter table patients add column shelf text"))
            try await scope.db.execute("update patients set shelf = 'B7'")
            let page: HistoryPage = try await Desk(scope, platform.registry).open("/clinic/patients/\(patient.id)/history")
            let changes = page.entries.flatMap(\.changes).map { "\($0.label): \($0.before) > \($0.after) \($0.note ?? "")" }
            #expect(changes == ["shelf:  > B7 ", "PIN:  >  Changed; its value is never kept."])
        }
    }

    @Test("of a deleted record can still be read; its own page leads there")
    func deleted() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint"), desk = Desk(scope, platform.registry)
            try await platform.plants(scope).create(plant)
            let shown: RecordPage = try await desk.open("/garden/plants/\(plant.id)")
            #expect(shown.asides.flatMap(\.facts).contains { $0.link?.description == "/garden/plants/\(plant.id)/history" })
            _ = try await platform.plants(scope).delete([plant.id])
            let page: HistoryPage = try await desk.open("/garden/plants/\(plant.id)/history")
            #expect(page.entries.map(\.what) == ["Deleted", "Added"] && page.crumbs.count == 1)
        }
    }
}
