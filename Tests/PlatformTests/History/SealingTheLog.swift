import Foundation
import Support
import Testing

@testable import Platform

@Suite("The sealed log", .enabled(if: TestPlatform.isPossible))
struct SealingTheLog {
    @Test("is intact as long as nobody touches it, and goes on from seal to seal")
    func intact() async throws {
        try await withSealedLog { platform, scope, _ in
            let first = try #require(try await platform.intact().first)
            #expect(first.isIntact && first.entries == 4 && first.seals == 1)
            try await platform.plants(scope).create(Plant("Rosemary"))
            let second = try #require(try await platform.intact().first)
            #expect(second.isIntact && second.entries == 5 && second.seals == 2 && second.head != first.head)
            #expect(try await platform.intact().first?.head == second.head)
        }
    }

    @Test("names the entry of which anything was changed", arguments: [
        "name = 'garden.plants.purged'", "record = 'beds'", "record_id = gen_random_uuid()", "version = 2", "payload = '{}'", "member_id = null",
        "created_at = created_at - interval '1 day'", "source = 'api'", "address = '::1'", "record_version = 9", "changes = '{}'", "personal = 'x'",
        "id = gen_random_uuid()",
    ])
    func tampered(change: String) async throws {
        try await withSealedLog { platform, _, victim in
            _ = try await platform.superuser.write(Query.execute("update events set \(SQL(unchecked: change)) where id = \(victim)"))
            let report = try #require(try await platform.intact().first)
            let entries = report.findings.compactMap { if case .tampered(let entry) = $0 { entry.id } else { nil } }
            #expect(change.hasPrefix("id") ? entries.count == 1 : entries == [victim])
            #expect(report.findings.contains(.missing(1, seal: 1)) && report.findings.count == 2)
        }
    }

    @Test("finds an entry that is gone, slipped in, or moved to another time or business")
    func moved() async throws {
        for (change, findings): (SQL, Int) in [
            ("delete from events where id = (select id from events order by id desc limit 1)", 1),
            ("insert into events (business_id, name, record, tx) select business_id, 'x.y.z', 'y', tx from events limit 1", 1),
            ("update events set tx = tx + 1000000000 where id = (select id from events order by id desc limit 1)", 2),
            ("insert into events (business_id, name, record, tx) select (select id from businesses where name = 'Globex'), 'x.y.z', 'y', min(tx) from events", 1),
            ("update audit_seals set entries = 3", 1), ("update audit_seals set made_at = now()", 1), ("update audit_progress set next_tx = next_tx + 1000", 0),
            ("update audit_seals set digests = substr(digests, 33) || substr(digests, 1, 32)", 2),
        ] {
            try await withSealedLog { platform, scope, _ in
                _ = try await platform.register("Globex")
                _ = try await platform.superuser.write(Query.execute(change))
                let reports = try await platform.intact()
                #expect(reports.flatMap(\.findings).count == findings, "\(change): \(reports)")
            }
        }
    }

    @Test("finds a seal that is gone")
    func goneSeal() async throws {
        try await withSealedLog { platform, scope, _ in
            try await platform.plants(scope).create(Plant("Rosemary"))
            _ = try await platform.intact()
            _ = try await platform.superuser.write(Query.execute("delete from audit_seals where number = 1"))
            #expect(try await platform.intact().first?.findings.contains(.brokenSeal(2)) == true)
        }
    }

    @Test("is sealed once where two nodes seal at the same time, of which the slower one has seen less")
    func atOnce() async throws {
        try await withGarden { platform, scope in
            let locked = Barrier()
            async let slower: Int = {
                await locked.wait()
                return try await platform.app.write(Query<Int>.value("select kontor.seal_events()"))
            }()
            try await platform.plants(scope).create(Plant("Mint"))
            try await platform.settle()
            try await platform.superuser.transaction { faster in
                try await faster.run(Query.execute("select pg_advisory_xact_lock(7566047373982435)"))
                await locked.open()
                try await platform.waiting()
                try await platform.plants(scope).create(Plant("Sage"))
                try await platform.settle()
                #expect(try await faster.run(Query<Int>.value("select kontor.seal_events()")) == 2)
            }
            #expect(try await slower == 0)
            let report = try #require(try await platform.intact().first)
            #expect(report.isIntact && report.entries == 2 && report.seals == 1, "\(report)")
        }
    }

    @Test("seals whole transactions, a part at a time, and none that is not over")
    func parts() async throws {
        try await withGarden { platform, scope in
            for number in 0..<5 { try await platform.plants(scope).create((0..<3).map { Plant("Plant \(number) \($0)") }) }
            let (inside, release) = (Barrier(), Barrier())
            async let late: Void = scope.transaction { scope in
                try await platform.plants(scope).create(Plant("Late"))
                await inside.open()
                await release.wait()
            }
            await inside.wait()
            try await platform.settle()
            var sealed: [Int] = []
            repeat { sealed.append(try await platform.app.write(Query<Int>.value("select kontor.seal_events(4)"))) } while sealed.last != 0
            #expect(sealed == [3, 3, 3, 3, 3, 0])
            await release.open()
            try await late
            #expect(try await platform.intact().first?.entries == 16)
        }
    }
}

/// Four sealed entries; the victim is one in their midst.
private func withSealedLog(_ body: (TestPlatform, Scope, ID<Event>) async throws -> Void) async throws {
    try await withGarden { platform, scope in
        for name in ["Mint", "Sage", "Thyme"] { try await platform.plants(scope.coming(from: Origin(.portal, address: "10.0.0.1"))).create(Plant(name)) }
        try await scope.db.execute("update plants set notes = 'x' where name = 'Sage'")
        _ = try await platform.intact()
        try await body(platform, scope, try await scope.db.value("select id from events order by id offset 3 limit 1"))
    }
}
