import Support
import Testing

@testable import Platform

@Suite("The number of records", .enabled(if: TestPlatform.isPossible))
struct Tallying {
    @Test("is exact after many members added, deleted and restored at the same time")
    func concurrent() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<160 {
                    let scope = number % 2 == 0 ? acme : globex
                    group.addTask { try await live(number, platform.plants(scope)) }
                }
                try await group.waitForAll()
            }
            for scope in [acme, globex] {
                let there = try await scope.db.value("select count(*) from plants where deleted_at is null", of: Int.self)
                #expect(try await scope.tally("plants") == there)
                #expect(there == 40)
            }
        }
    }

    /// Every fourth of a business's stays deleted, every fourth comes back, every fourth is erased.
    private func live(_ number: Int, _ plants: Records<Plant>) async throws {
        let plant = Plant("Plant \(number)")
        try await plants.create(plant)
        switch number / 2 % 4 {
        case 1: _ = try await plants.delete([plant.id])
        case 2:
            _ = try await plants.delete([plant.id])
            _ = try await plants.restore([plant.id])
        case 3: try await plants.scope.db.execute("delete from plants where id = \(plant.id)")
        default: break
        }
    }

    @Test("is folded together now and then, and says the same before and after")
    func compaction() async throws {
        try await withGarden { platform, scope in
            for number in 0..<600 { try await platform.plants(scope).create(Plant("\(number)")) }
            let rows = try await scope.db.value("select count(*) from record_tallies", of: Int.self)
            #expect(rows < 600)
            #expect(try await scope.tally("plants") == 600)
        }
    }

    @Test("counts a statement that writes many records once, and nothing that only changes them")
    func statements() async throws {
        try await withGarden { platform, scope in
            try await scope.db.execute("""
                insert into plants (id, name, habit, is_hardy, notes, deleted_at)
                select gen_random_uuid(), 'p' || n, 'herb', false, '', case when n > 70 then now() end
                  from generate_series(1, 100) n
                """)
            #expect(try await scope.tally("plants") == 70)
            try await scope.db.execute("update plants set notes = 'watered'")
            #expect(try await scope.tally("plants") == 70)
            try await scope.db.execute("update plants set deleted_at = case when deleted_at is null then now() end")
            #expect(try await scope.tally("plants") == 30)
            try await scope.db.execute("delete from plants")
            #expect(try await scope.tally("plants") == 0)
        }
    }
}
