import Support
import Testing

@testable import Platform

@Suite("A list", .enabled(if: TestPlatform.isPossible))
struct ListingRecords {
    @Test("finds what the search is part of, whatever its characters mean elsewhere")
    func search() async throws {
        try await withGarden { platform, scope in
            for name in Self.names {
                var plant = Plant(name)
                if name == "Mint" { plant.email = EmailAddress("grower@example.com") }
                try await platform.plants(scope).create(plant)
            }
            let desk = Desk(scope, platform.registry)
            for (term, names) in Self.searches {
                let page: RecordListPage = try await desk.open("/garden/plants?sort=name&\(query("q", term))")
                #expect(Set(page.names) == Set(names), "\(term)")
                #expect(page.isNoMatch && page.clearPath == "/garden/plants")
            }
        }
    }

    private static let searches = [
        ("mint", ["Mint", "Peppermint"]), ("MINT", ["Mint", "Peppermint"]), ("100%", ["100% Moss"]), ("%", ["100% Moss"]),
        ("_", ["Snake_plant"]), ("\\", ["Back\\slash"]), ("'", ["Lion's tail"]), ("\"", ["\"Quoted\""]), ("{", ["{curly}"]),
        ("زعتر", ["زعتر بري"]), ("茶", ["山茶花"]), ("éto", ["Étoile"]), ("étoile", ["Étoile"]), ("nonsense", []),
        ("grower@", ["Mint"]), ("  mint ", ["Mint", "Peppermint"]), ("mint\u{0}", ["Mint", "Peppermint"]), ("$1", []), ("🌵", ["Cactus 🌵"]),
    ]

    private static let names = [
        "Mint", "Peppermint", "100% Moss", "Snake_plant", "Back\\slash", "Lion's tail", "\"Quoted\"", "{curly}", "زعتر بري", "山茶花",
        "Étoile", "Cactus 🌵",
    ]

    @Test("is narrowed by a choice, a yes or no, and a reference, and by all of them and a search together")
    func filters() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            for (index, habit) in [Habit.herb, .shrub, .tree, .tree].enumerated() {
                var plant = Plant("\(habit.rawValue) \(index)", habit, in: index < 3 ? bed.id : nil)
                plant.isHardy = index > 1
                try await platform.plants(scope).create(plant)
            }
            let desk = Desk(scope, platform.registry)
            func names(_ query: String) async throws -> [String] {
                try await desk.open("/garden/plants?\(query)", as: RecordListPage.self).names
            }
            #expect(try await names("habit=tree&sort=name") == ["tree 2", "tree 3"])
            #expect(try await names("is_hardy=true&sort=name") == ["tree 2", "tree 3"])
            #expect(try await names("bed=\(bed.id)&sort=-name") == ["tree 2", "shrub 1", "herb 0"])
            #expect(try await names("bed=\(bed.id)&habit=tree&is_hardy=true&q=tree") == ["tree 2"])
            #expect(try await names("bed=\(bed.id)&habit=tree&is_hardy=false&q=tree").isEmpty)
            let page: RecordListPage = try await desk.open("/garden/plants?bed=\(bed.id)&habit=tree")
            #expect(page.filters.first { $0.name == "bed" }?.options.last?.label == "South")
            #expect(page.filters.first { $0.name == "habit" }?.options.first { $0.isSelected }?.value == "tree")
        }
    }

    @Test("leaves out what its address asks for that does not exist, so that old links still show it")
    func unknown() async throws {
        try await withGarden { platform, scope in
            for name in ["Mint", "Sage"] { try await platform.plants(scope).create(Plant(name)) }
            let desk = Desk(scope, platform.registry)
            for query in Self.oddQueries {
                #expect(try await desk.open("/garden/plants?\(query)", as: RecordListPage.self).names.sorted() == ["Mint", "Sage"], "\(query)")
            }
        }
    }

    private static let oddQueries = [
        "nonsense=1", "sort=nonsense", "sort=height", "sort=", "habit=cactus", "bed=nobody", "is_hardy=perhaps", "height=3",
        "after=nobody", "before=", "deleted=maybe", "habit=%00", "sort=-", "sort=name%20desc;", "=&&=x", "%zz=%",
    ]

    @Test("counts all it has exactly, what a filter lets through up to a thousand, and what is found up to a page")
    func counts() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(1_234)
            let desk = Desk(scope, platform.registry)
            #expect(try await desk.open("/garden/plants", as: RecordListPage.self).counts == "1,234 plants")
            #expect(try await desk.open("/garden/plants?habit=herb", as: RecordListPage.self).counts == "1,000+")
            #expect(try await desk.open("/garden/plants?q=plant", as: RecordListPage.self).counts == "50+")
            #expect(try await desk.open("/garden/plants?q=plant+123", as: RecordListPage.self).counts == "6 plants")
        }
    }

    @Test("takes as many statements for a thousand records as for three")
    func statements() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            let desk = Desk(scope, platform.registry)
            func cost(_ query: String) async throws -> Int {
                let before = try await scope.statements()
                _ = try await desk.open("/garden/plants?\(query)", as: RecordListPage.self)
                return try await scope.statements() - before - 2 // of the counting itself
            }
            for query in ["", "q=plant", "sort=name", "bed=\(bed.id)", "deleted=1"] {
                try await scope.db.execute("delete from plants")
                try await scope.plant(3, in: bed.id)
                _ = try await cost(query)
                let few = try await cost(query)
                try await scope.plant(1_000, in: bed.id)
                #expect(try await cost(query) == few, "\(query)")
                #expect((4...5).contains(few), "\(query)")
            }
            #expect(platform.app.statistics.open == 1) // or the statements of another connection were not counted
        }
    }

    @Test("shows what was deleted when asked, with the way back, and only then")
    func deleted() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let desk = Desk(scope, platform.registry)
            _ = try await platform.plants(scope).delete([plant.id])
            #expect(try await desk.open("/garden/plants", as: RecordListPage.self).names.isEmpty)
            #expect(try await desk.open("/garden/plants?q=mint", as: RecordListPage.self).names.isEmpty)
            let page: RecordListPage = try await desk.open("/garden/plants?deleted=1")
            let back = try #require(page.table?.rows.first?.action?.path)
            #expect(try await desk.send(back).status == 303)
            #expect(try await desk.open("/garden/plants", as: RecordListPage.self).names == ["Mint"])
        }
    }

    @Test("searches what was deleted, letters of either case alike, and stays there when the search changes")
    func searchingDeleted() async throws {
        try await withGarden { platform, scope in
            let plants = ["Ünal's mint", "Sage", "100% thyme"].map { Plant($0) }
            for plant in plants { try await platform.plants(scope).create(plant) }
            _ = try await platform.plants(scope).delete(plants.map(\.id))
            let desk = Desk(scope, platform.registry)
            for (query, found) in [("%C3%BCNAL", ["Ünal's mint"]), ("%25", ["100% thyme"]), ("rosemary", [])] {
                let page: RecordListPage = try await desk.open("/garden/plants?deleted=1&sort=name&q=\(query)")
                #expect(page.names == found && page.isNoMatch)
                #expect(page.counts == (found.isEmpty ? nil : "1 plants"))
                #expect(page.hidden.map { "\($0.name)=\($0.value)" } == ["sort=name", "deleted=1"] && page.clearPath == "/garden/plants")
            }
        }
    }

    @Test("offers the way back to those who may take it, and says that nothing was deleted as a search that found nothing")
    func restoring() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let desk = Desk(try await platform.join(scope.business.id, as: .staff), platform.registry)
            #expect(try await desk.open("/garden/plants?deleted=1", as: RecordListPage.self).isNoMatch)
            _ = try await platform.plants(scope).delete([plant.id])
            let page: RecordListPage = try await desk.open("/garden/plants?deleted=1")
            #expect(page.names == ["Mint"] && page.table?.hasActions == false)
            await #expect(throws: Refusal.self) { try await desk.send("/garden/plants/restore?id=\(plant.id)") }
        }
    }
}

extension RecordListPage {
    var names: [String] { table?.rows.map(\.title) ?? [] }
}

extension Scope {
    /// Adds plants called `plant 1`, `plant 2`, … in one statement, each with a later id.
    func plant(_ count: Int, in bed: ID<Bed>? = nil) async throws {
        let ids = (0..<count).map { _ in ID<Plant>() }.sorted()
        try await db.execute("""
            insert into plants (id, name, habit, is_hardy, notes, bed_id)
            select id, 'plant ' || n, 'herb', false, '', \(bed) from unnest(\(ids)) with ordinality as p (id, n)
            """)
    }

    /// How many statements the connection has planned, with this one and the one that names its business.
    func statements() async throws -> Int {
        try await db.value("select sum(generic_plans + custom_plans)::bigint from pg_prepared_statements")
    }
}

/// One pair of a query.
func query(_ name: String, _ value: String) -> String { Form([(name, value)]).urlEncoded }
