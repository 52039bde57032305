import Support
import Testing

@testable import Platform

@Suite("Searching all records", .enabled(if: TestPlatform.isPossible))
struct SearchingEverything {
    @Test("finds what holds the term in each kind, the newest five, and says whether there are more")
    func found() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(7)
            try await platform.beds(scope).create(Bed.named("Plant nursery"))
            let found = try await platform.registry.search("PLANT", for: scope)
            #expect(found.map(\.record) == ["plants", "beds"] && found.map(\.module) == ["garden", "garden"])
            #expect(found.map { $0.hits.map(\.title) } == [["plant 7", "plant 6", "plant 5", "plant 4", "plant 3"], ["Plant nursery"]])
            #expect(found.map(\.hasMore) == [true, false] && found[0].listPath == "/garden/plants?q=PLANT&view=all")
            #expect(try await Desk(scope, platform.registry).open(found[0].listPath, as: RecordListPage.self).table?.rows.count == 7)
            #expect(found[1].hits[0].path == "/garden/beds/\(found[1].hits[0].id)")
            #expect(try await platform.registry.search("cactus", for: scope).isEmpty)
            #expect(try await platform.registry.search("", for: scope).isEmpty)
        }
    }

    @Test("tells hits apart by where the term stands, or by what the list shows first")
    func details() async throws {
        try await withGarden { platform, scope in
            var mint = Plant("Mint")
            mint.email = EmailAddress("grower@example.com")
            try await platform.plants(scope).create(mint)
            #expect(try await platform.registry.search("grower", for: scope)[0].hits[0].detail == "grower@example.com")
            #expect(try await platform.registry.search("min", for: scope)[0].hits[0].detail == "Herb")
        }
    }

    @Test("tells hits apart by nothing that one may not read")
    func unreadDetails() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("Mint bed")
            try await platform.beds(scope).create(bed)
            try await platform.plants(scope).create(Plant("Mint", .herb, in: bed.id))
            func detail(_ scope: Scope) async throws -> String? {
                try await platform.registry.search("mint", for: scope).first { $0.record == "plants" }?.hits.first?.detail
            }
            #expect(try await detail(scope) == "Mint bed")
            let beds = RecordPermissions(module: "garden", records: "beds").read
            let narrow = Scope(
                business: scope.business, member: scope.member, permissions: scope.permissions.subtracting([beds]), voice: scope.voice, db: scope.db)
            #expect(try await detail(narrow) == "Herb")
        }
    }

    @Test("shows nothing of what was deleted, of other businesses, of kinds one may not read, and of modules that are off")
    func hidden() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await platform.plants(globex).create(Plant("Mint of Globex"))
            let gone = Plant("Mint that is gone")
            try await platform.plants(acme).create(gone)
            _ = try await platform.plants(acme).delete([gone.id])
            #expect(try await platform.registry.search("mint", for: acme).isEmpty)
            try await platform.plants(acme).create(Plant("Mint"))
            try await platform.beds(acme).create(Bed.named("Mint bed"))
            func kinds(_ scope: Scope) async throws -> [String] { try await platform.registry.search("mint", for: scope).map(\.record) }
            #expect(try await kinds(acme) == ["plants", "beds"])
            let plants = RecordPermissions(module: "garden", records: "plants").read
            let narrow = Scope(
                business: acme.business, member: acme.member, permissions: acme.permissions.subtracting([plants]), voice: acme.voice, db: acme.db)
            #expect(try await kinds(narrow) == ["beds"])
            _ = try await platform.superuser.write(Query.execute("update businesses set features_off = '{garden}' where id = \(acme.business.id)"))
            #expect(try await kinds(try #require(try await platform.seats.scope(of: acme.member.id, in: acme.business.id))) == [])
        }
    }

    @Test("takes one round trip, and works within a transaction")
    func flush() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(Plant("Mint%_\\"))
            for term in ["mint%_\\", "%"] {
                let found = try await scope.transaction { scope in try await platform.registry.search(term, for: scope).map(\.record) }
                #expect(found == ["plants"])
            }
            let values = try await scope.db.fetch([1, 2, 3].map { Query<Int>.value("select \($0)") })
            #expect(values == [1, 2, 3])
            #expect(try await scope.db.fetch([Query<Int>]()).isEmpty)
        }
    }
}
