import Support
import Testing

@testable import Platform

@Suite("The feed of changes", .enabled(if: TestPlatform.isPossible))
struct FollowingTheFeed {
    @Test("never skips what was committed late")
    func late() async throws {
        try await withGarden { platform, scope in
            let (inside, release) = (Barrier(), Barrier()), feed = Changes(in: scope)
            async let late: Void = scope.transaction { scope in
                try await platform.plants(scope).create(Plant("Late"))
                await inside.open()
                await release.wait()
            }
            await inside.wait()
            try await platform.plants(scope).create(Plant("Soon"))
            let (early, cursor) = try await feed.since(nil)
            #expect(early.isEmpty)
            await release.open()
            try await late
            try await platform.settle()
            let (events, next) = try await feed.since(cursor)
            #expect(events.count == 2)
            #expect(try await feed.since(next).events.isEmpty)
        }
    }

    @Test("goes on where a kept cursor stands, page by page, of one kind of records or of all")
    func pages() async throws {
        try await withGarden { platform, scope in
            let feed = Changes(in: scope)
            try await platform.plants(scope).create((0..<5).map { Plant("Plant \($0)") })
            try await platform.beds(scope).create(Bed.named("North"))
            try await platform.settle()
            var seen: [String] = [], cursor: Changes.Cursor?
            repeat {
                let (events, next) = try await feed.since(cursor, limit: 2)
                seen += events.map(\.name)
                cursor = next.flatMap { Changes.Cursor($0.description) }
                if events.isEmpty { break }
            } while true
            #expect(seen == Array(repeating: "garden.plants.created", count: 5) + ["garden.beds.created"])
            #expect(try await feed.since(nil, of: "beds").events.map(\.member) == [scope.member.id])
            #expect(Changes.Cursor("nonsense") == nil && Changes.Cursor("1.x") == nil)
        }
    }

    @Test("of a few records is read without those of many others in between")
    func quiet() async throws {
        try await withGarden { platform, scope in
            try await platform.beds(scope).create(Bed.named("North"))
            try await platform.plants(scope).create((0..<3_000).map { Plant("Plant \($0)") })
            _ = try await platform.owner.write(Query.execute("analyze events"))
            let plan = try await scope.db.rows("""
                explain (analyze, costs off, timing off, summary off) select id from events
                 where (tx, id) > (0, '00000000-0000-0000-0000-000000000000') and tx < 9000000000000000 and record = 'beds' order by tx, id limit 100
                """) { row in try row.next(String.self) }.joined(separator: "\n")
            #expect(plan.contains("events_business_id_record_tx_id_idx") && !plan.contains("Rows Removed"), "\(plan)")
        }
    }

    @Test("goes on after a backup was restored on a server that counts from a lower number")
    func restored() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(Plant("Mint"))
            let ahead = 5_000_000_000 as Int64
            _ = try await platform.superuser.write(Query.execute("update events set tx = tx + \(ahead)"))
            _ = try await platform.owner.write(Query.execute("select kontor.keep_counting()"))
            _ = try await platform.owner.write(Query.execute("select kontor.keep_counting()"))
            try await platform.settle()
            let (old, cursor) = try await Changes(in: scope).since(nil)
            #expect(old.count == 1)
            try await platform.plants(scope).create(Plant("Sage"))
            try await platform.settle()
            #expect(try await Changes(in: scope).since(cursor).events.count == 1)
        }
    }
}
