import Support
import Testing

@testable import Platform

@Suite("What happens to a record", .enabled(if: TestPlatform.isPossible))
struct Announcing {
    @Test("is announced in order, with the version it made and the member who did it")
    func events() async throws {
        try await withGarden { platform, scope in
            let plants = platform.plants(scope)
            let plant = Plant("Mint")
            try await plants.create(plant)
            _ = try await plants.update(plant, from: 1)
            _ = try await plants.delete([plant.id])
            _ = try await plants.restore([plant.id])
            let told = try await scope.db.rows("""
                select name || ' ' || (payload ->> 'version'), record_id, member_id from events order by created_at
                """) { row in (try row.next(String.self), try row.next(ID<Plant>.self), try row.next(ID<Member>.self)) }
            #expect(told.map(\.0) == [
                "garden.plants.created 1", "garden.plants.changed 2", "garden.plants.deleted 3", "garden.plants.restored 4",
            ])
            #expect(told.allSatisfy { $0.1 == plant.id && $0.2 == scope.member.id })
        }
    }

    @Test("is announced once for each record of many")
    func many() async throws {
        try await withGarden { platform, scope in
            let all = (0..<30).map { Plant("Plant \($0)") }
            for plant in all { try await platform.plants(scope).create(plant) }
            let asked = all.map(\.id) + [all[0].id, ID<Plant>()]
            #expect(try await platform.plants(scope).delete(asked) == 30)
            #expect(try await scope.events("garden.plants.deleted") == 30)
        }
    }

    @Test("is not announced when it did not happen")
    func nothing() async throws {
        try await withGarden { platform, scope in
            let plants = platform.plants(scope)
            let plant = Plant("Mint")
            try await plants.create(plant)
            _ = try await plants.update(plant, from: 7)
            _ = try await plants.restore([plant.id])
            _ = try await plants.delete([ID<Plant>()])
            await #expect(throws: DatabaseError.self) { try await plants.create(plant) }
            #expect(try await scope.events() == 1)
        }
    }

    @Test("leaves neither record nor event nor tally when its transaction is undone")
    func rolledBack() async throws {
        try await withGarden { platform, scope in
            let regret = await failure {
                try await scope.transaction { inside in
                    try await platform.plants(inside).create(Plant("Mint"))
                    #expect(try await inside.events() == 1)
                    throw Regret()
                }
            }
            #expect(regret is Regret)
            let left = try await scope.events()
            #expect(left == 0)
            #expect(try await scope.tally("plants") == 0)
            #expect(try await scope.db.value("select count(*) from plants", of: Int.self) == 0)
        }
    }

    @Test("cannot be unsaid: the application may neither change nor delete an event")
    func appendOnly() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(Plant("Mint"))
            for sql: SQL in ["update events set name = ''", "delete from events"] {
                let error = await failure { try await scope.db.execute(sql) } as? DatabaseError
                #expect(error?.refusal?.state == .insufficientPrivilege)
            }
        }
    }
}

private struct Regret: Error {}

/// What `body` throws; nil when it does not.
func failure(_ body: () async throws -> some Any) async -> (any Error)? {
    do {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

extension Scope {
    /// How many events of that name there are, or of any.
    func events(_ name: String? = nil) async throws -> Int {
        try await db.value("select count(*) from events where name = coalesce(\(name), name)")
    }

    /// How many records of a table the platform believes there are.
    func tally(_ table: String) async throws -> Int {
        try await db.value("select coalesce(sum(difference), 0)::bigint from record_tallies where record = \(table)")
    }
}
