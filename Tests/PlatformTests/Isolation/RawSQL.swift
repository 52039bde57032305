import Support
import Testing

@testable import Platform

@Suite("Raw SQL of the application's login", .enabled(if: TestPlatform.isPossible))
struct RawSQL {
    @Test("finds every table that holds businesses' rows, each with rows of both")
    func tables() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            let tables = try await TenantTable.all(platform)
            let known = ["beds", "events", "import_pieces", "import_problems", "imports", "members", "plants", "record_tallies", "settings"]
            #expect(Set(known).isSubset(of: tables.map(\.name)))
            for table in tables {
                #expect(try await platform.count(table, of: acme) > 0, "\(table.name): fill(_:) must add a row")
                #expect(try await platform.count(table, of: globex) > 0)
            }
        }
    }

    @Test("is an error where no business is named, on every table and in every statement")
    func noBusiness() async throws {
        try await withTwoFullGardens { platform, acme, _ in
            let used: SQL = "select set_config('kontor.business_id', \(acme.business.id.description), true)"
            for table in try await TenantTable.all(platform) {
                for sql in table.statements(naming: acme.business.id) {
                    await #expect(throws: DatabaseError.self, "\(sql)") { try await platform.asApplication(nil, sql) }
                    // Also on a connection that has named one before.
                    _ = try await platform.app.read(Query.execute(used))
                    await #expect(throws: DatabaseError.self, "\(sql)") { try await platform.asApplication(nil, sql) }
                }
            }
            await #expect(throws: DatabaseError.self) { try await platform.asApplication(nil, "select * from businesses") }
            await #expect(throws: DatabaseError.self) { try await platform.asApplication(nil, search) }
        }
    }

    @Test("sees and changes the rows of the business it names and of no other, on every table")
    func ownRowsOnly() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            let (mine, theirs) = (acme.business.id, globex.business.id)
            for table in try await TenantTable.all(platform) {
                let count = try await platform.count(table, of: globex)
                let seen = try await acme.db.rows("select distinct business_id from \(table.identifier)") { row in try row.next(ID<Business>.self) }
                #expect(seen == [mine], "\(table.name)")
                #expect(try await platform.asApplication(mine, "select from \(table.identifier) where business_id = \(theirs)") == 0)
                for sql in table.statements(naming: theirs) {
                    // Refused, or without effect: which of them depends on what may be written at all.
                    let changed = (try? await platform.asApplication(mine, sql)) ?? 0
                    #expect(changed == 0, "\(sql)")
                }
                #expect(try await platform.count(table, of: globex) == count)
            }
        }
    }

    @Test("cannot move a row to another business, nor put one there")
    func smuggling() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            for table in try await TenantTable.all(platform) {
                let before = try await platform.count(table, of: globex)
                let move: SQL = "update \(table.identifier) set business_id = \(globex.business.id)"
                let error = await failure { try await platform.asApplication(acme.business.id, move) } as? DatabaseError
                #expect(error?.refusal?.state == .insufficientPrivilege, "\(table.name): \(error.map(String.init(describing:)) ?? "moved")")
                #expect(try await platform.count(table, of: globex) == before)
            }
            let put: SQL = "insert into beds (business_id, id, name) values (\(globex.business.id), \(ID<Bed>()), 'x')"
            let error = await failure { try await platform.asApplication(acme.business.id, put) } as? DatabaseError
            #expect(error?.refusal?.state == .insufficientPrivilege)
        }
    }

    @Test("gives nobody a seat, by which it would see another business's person")
    func seats() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            for sql: SQL in [
                "insert into members (id, user_id, role) values (\(ID<Member>()), \(globex.member.user), 'viewer')",
                "update members set user_id = \(globex.member.user)", "update members set role = 'owner'", "delete from members",
            ] {
                let error = await failure { try await platform.asApplication(acme.business.id, sql) } as? DatabaseError
                #expect(error?.refusal?.state == .insufficientPrivilege, "\(sql)")
            }
            let people = try await acme.db.rows("select id from users") { row in try row.next(ID<User>.self) }
            #expect(people == [acme.member.user])
        }
    }

    @Test("searches the business it names, whatever it asks the search for")
    func searching() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            let (mine, theirs) = (acme.business.id, globex.business.id)
            func found(_ sql: SQL, in business: ID<Business>) async throws -> Int { try await platform.asApplication(business, sql) }
            #expect(try await found(search, in: mine) == 1)
            let there = try await globex.db.value("select id from plants", of: ID<Plant>.self)
            for hostile: SQL in [
                "select * from kontor.search('plants', 'globex', '{}', 'id', false, null, 50)",
                "select * from kontor.search('plants', '''; select 1; --', '{}', 'id', false, null, 50)",
                "select * from kontor.search('plants', '', \("{\"habit\": \"' or business_id = '\(theirs)\"}")::text::jsonb, 'id', false, null, 50)",
                "select * from kontor.search('plants', '', '{}', 'name', false, \(there), 50)",
                "select * from kontor.search('plants', '%', '{}', 'id', false, null, 50)",
                "select * from kontor.match('plants', 'name', array['Plant of Globex'])",
            ] {
                #expect(try await found(hostile, in: mine) == 0, "\(hostile)")
            }
            for refused: SQL in [
                "select * from kontor.search('users', '', '{}', 'id', false, null, 50)",
                "select * from kontor.search('members', '', '{}', 'id', false, null, 50)",
                "select * from kontor.search('plants p, users', '', '{}', 'id', false, null, 50)",
                "select * from kontor.search('plants', '', '{\"business_id\": \"x\"}', 'id', false, null, 50)",
                "select * from kontor.search('plants', '', '{}', 'notes', false, null, 50)",
                "select * from kontor.search('plants', '', '{}', 'name; drop table plants', false, null, 50)",
            ] {
                await #expect(throws: DatabaseError.self, "\(refused)") { try await found(refused, in: mine) }
            }
        }
    }

    private let search: SQL = "select * from kontor.search('plants', 'plant', '{}', 'id', false, null, 50)"

    @Test("that is refused tells nothing of what it touched")
    func silence() async throws {
        try await withTwoFullGardens { platform, acme, globex in
            let secret = "Plant of Globex"
            let there = try await globex.db.value("select id from plants", of: ID<Plant>.self)
            for sql: SQL in [
                "select 1 / (select count(*) from plants where name = \(secret))::integer",
                "select name::integer from plants",
                "insert into plants (business_id, id, name, habit, is_hardy, notes) values (\(globex.business.id), \(there), \(secret), '', false, '')",
                "insert into plants (id, name, habit, is_hardy, notes, bed_id) values (\(ID<Plant>()), \(secret), '', false, '', \(there))",
                "insert into plants (id, name, habit, is_hardy, notes) select id, null, habit, is_hardy, notes from plants",
            ] {
                let error = try #require(await failure { try await platform.asApplication(acme.business.id, sql) })
                let told = "\(error)"
                for word in ["Globex", "Acme", there.description] { #expect(!told.contains(word), "\(told)") }
            }
        }
    }
}

extension TenantTable {
    /// One of each kind of statement, on the rows of a business.
    fileprivate func statements(naming business: ID<Business>) -> [SQL] {
        let mine: SQL = "business_id = \(business)"
        return [
            "select from \(identifier) where \(mine)", "select from \(identifier) where \(mine) for update",
            "update \(identifier) set business_id = business_id where \(mine)", "delete from \(identifier) where \(mine)",
            "insert into \(identifier) select * from \(identifier) where \(mine)",
        ]
    }
}
