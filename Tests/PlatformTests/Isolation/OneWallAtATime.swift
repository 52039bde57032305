import Support
import Testing

@testable import Platform

@Suite("With one wall taken away", .enabled(if: TestPlatform.isPossible))
struct OneWallAtATime {
    @Test("the policies, the keys still refuse a record of one business that points to another's")
    func withoutPolicies() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            try await platform.tearDownPolicies()
            let theirs = try await platform.superuser.read(Query<ID<Bed>>.value("select id from beds where business_id = \(globex.business.id)"))
            // The wall is gone: the bed can be seen from the other side.
            #expect(try await platform.asApplication(acme.business.id, "select from beds where id = \(theirs)") == 1)
            await #expect(throws: RecordError.noSuchReference(field: "bed")) { try await platform.plants(acme).create(Plant("Mint", in: theirs)) }
            let point: SQL = "update plants set bed_id = \(theirs) where business_id = \(acme.business.id)"
            let error = await failure { try await platform.asApplication(acme.business.id, point) } as? DatabaseError
            #expect(error?.isForeignKeyViolation == true)
        }
    }

    @Test("the policies, new records still go to the business that is named, and only with one named")
    func defaults() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            try await platform.tearDownPolicies()
            let plant = Plant("Mint")
            try await platform.plants(acme).create(plant)
            #expect(try await platform.superuser.read(Query<ID<Business>>.value("select business_id from plants where id = \(plant.id)")) == acme.business.id)
            await #expect(throws: DatabaseError.self) {
                try await platform.asApplication(nil, "insert into beds (id, name) values (\(ID<Bed>()), 'nowhere')")
            }
        }
    }

    @Test("the policies, the search still looks into the business that is named alone")
    func search() async throws {
        try await withTwoFullGardens { platform, acme, _ in
            try await platform.tearDownPolicies()
            let found = try await acme.db.rows("select s from kontor.search('plants', 'plant', '{}', 'id', false, null, 50) as s") { row in try row.next(ID<Plant>.self) }
            #expect(found.count == 1)
        }
    }

    @Test("the keys, the policies still hide and keep apart what each business has")
    func withoutKeys() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            try await platform.owner.transaction { owner in
                try await owner.run(.execute("alter table plants drop constraint plants_business_id_bed_id_fkey"))
            }
            let theirs = try await globex.db.value("select id from beds", of: ID<Bed>.self)
            let plant = Plant("Mint")
            try await platform.plants(acme).create(plant)
            #expect(try await acme.db.execute("update plants set bed_id = \(theirs) where id = \(plant.id)") == 1) // the wall is gone
            let stored = try #require(try await platform.plants(acme).one(plant.id))
            #expect(stored.titles["bed"] == nil)
            let page: RecordListPage = try await Desk(acme, platform.registry).open("/garden/plants?view=all")
            #expect(page.table?.rows.flatMap(\.cells).contains { $0.text.contains("Globex") } == false)
            #expect(try await platform.beds(acme).one(theirs) == nil)
            #expect(try await platform.plants(globex).one(plant.id) == nil)
        }
    }

    @Test("the policies, the server does not start")
    func audit() async throws {
        try await withGarden { platform, _ in
            let audit = ModuleAudit(platform.registry, catalogue: platform.voices.catalogue)
            try await audit.check(platform.app)
            try await platform.tearDownPolicies()
            await #expect(throws: ModuleError.self) { try await audit.check(platform.app) }
        }
    }
}

extension TestPlatform {
    /// In a database of the test's own, which is thrown away.
    fileprivate func tearDownPolicies() async throws {
        for table in try await TenantTable.all(self) {
            _ = try await owner.write(Query.execute("alter table \(table.identifier) disable row level security, no force row level security"))
        }
    }
}
