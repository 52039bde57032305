import FoundationEssentials
import Logging
import Support
import Testing

@testable import Platform

@Suite("What a business no longer needs", .enabled(if: TestPlatform.isPossible))
struct KeepingForAWhile {
    /// Two practices, of which the first keeps things for thirty days; all they have is forty days old.
    private func withOldPractices(_ body: (TestPlatform, Scope, Scope) async throws -> Void) async throws {
        try await withPractices { platform, acme, globex in
            try await platform.arrange("update plans set retention_days = null")
            try await platform.keeps(30, acme)
            for scope in [acme, globex] {
                try await platform.clients(scope).create([Client(name: "Gone"), Client(name: "Needed"), Client(name: "Here"), Client(name: "Fresh")])
                let needed = try await scope.db.value("select id from clients where name = 'Needed'", of: ID<Client>.self)
                try await platform.errands(scope).create(Errand(name: "Flowers", client: needed))
                try await scope.db.execute("update clients set deleted_at = now() - interval '40 days' where name in ('Gone', 'Needed')")
                try await scope.db.execute("update clients set deleted_at = now() - interval '20 days' where name = 'Fresh'")
            }
            try await platform.arrange("update businesses set created_at = now() - interval '50 days'")
            try await platform.arrange("insert into retentions (business_id, days) values (\(acme.business.id), 30)")
            try await body(platform, acme, globex)
        }
    }

    @Test("goes once it was deleted, is old enough and nothing needs it; what is in use, younger or another's stays")
    func records() async throws {
        try await withOldPractices { platform, acme, globex in
            await platform.sweepAll()
            #expect(try await platform.names(acme) == ["Fresh", "Here", "Needed"])
            #expect(try await platform.names(globex).count == 4)
            let run = try #require(try await Purge.all(in: acme).first)
            #expect(run.counts == ["records.clients": 1] && run.days == 30)
            #expect(try await Purge.all(in: globex).isEmpty)
            await platform.sweepAll()
            #expect(try await Purge.all(in: acme).count == 1, "once a day")
        }
    }

    @Test("goes in parts, and is reported as one run; a run without any leaves one row, whichever was the last")
    func parts() async throws {
        try await withOldPractices { platform, acme, _ in
            try await platform.clients(acme).create((0..<7).map { Client(name: "Old \($0)") })
            try await acme.db.execute("update clients set deleted_at = now() - interval '31 days' where name like 'Old%'")
            let run = ID<Purge>()
            var parts: [Int] = []
            repeat { parts.append(try await platform.app.write(Query<Int>.value("select kontor.purge(\(acme.business.id), \(run), 3)"))) } while parts.last != 0
            #expect(parts == [3, 3, 2, 0])
            #expect(try await Purge.all(in: acme).map(\.counts) == [["records.clients": 8]])
            for _ in 0..<3 { _ = try await platform.app.write(Query<Int>.value("select kontor.purge(\(acme.business.id), \(ID<Purge>()), 3)")) }
            #expect(try await Purge.all(in: acme).map(\.counts.isEmpty).sorted { !$0 && $1 } == [false, true])
        }
    }

    @Test("is history, too: older seals are emptied, the chain stays whole, and taking out more is still found")
    func history() async throws {
        try await withOldPractices { platform, acme, _ in
            let before = try #require(try await platform.intact().first { $0.business == acme.business.id })
            try await platform.age("40 days", acme)
            try await platform.clients(acme).create(Client(name: "New"))
            await platform.sweepAll()
            let after = try #require(try await platform.intact().first { $0.business == acme.business.id })
            #expect(after.isIntact && after.purged == before.entries && after.entries >= 1, "\(after)")
            #expect(after.description.contains("removed as the plan says"))
            #expect(try await platform.count("events where business_id = \(acme.business.id) and name = 'practice.clients.created'") == 1)
            #expect(try await Purge.all(in: acme).first?.counts["history"] == before.entries)
            try await platform.arrange("delete from events where business_id = \(acme.business.id) and name = 'practice.clients.created'")
            #expect(try await platform.intact().first { $0.business == acme.business.id }?.isIntact == false)
        }
    }

    @Test("of the log cannot be feigned by a mark that lies beside what it hides")
    func feigned() async throws {
        try await withOldPractices { platform, acme, _ in
            _ = try await platform.intact()
            try await platform.arrange("delete from events where business_id = \(acme.business.id)")
            try await acme.db.execute("""
                insert into events (id, name, record, record_id, payload) values (\(ID<Event>()), 'platform.history.purged', 'events', \(ID<Event>()), '{"seal": 1}')
                """)
            #expect(try await platform.intact().first { $0.business == acme.business.id }?.isIntact == false)
        }
    }

    @Test("is kept for thirty days as before when the plan keeps less, and at once for longer when it keeps more")
    func grace() async throws {
        try await withPractices { platform, acme, _ in
            try await platform.arrange("update businesses set created_at = now() - interval '500 days'")
            try await platform.keeps(365, acme)
            try await platform.arrange("insert into retentions (business_id, days) values (\(acme.business.id), 365)")
            try await platform.keeps(30, acme)
            let shorter = try await Retention.now(in: acme)
            #expect(shorter.days == 365 && shorter.next?.days == 30)
            let from = try #require(shorter.next?.from)
            #expect(abs(from.timeIntervalSinceNow - 30 * 86_400) < 60)
            await platform.sweepAll()
            try await platform.arrange("update retentions set next_at = now() + interval '3 days' where business_id = \(acme.business.id)")
            #expect(try await Retention.now(in: acme).next?.from.timeIntervalSinceNow ?? 0 < 4 * 86_400, "the days run from the first")
            try await platform.keeps(nil, acme)
            #expect(try await Retention.now(in: acme) == Retention(days: nil, next: nil))
            try await platform.keeps(30, acme)
            try await platform.arrange("update retentions set next_at = now() - interval '1 second' where business_id = \(acme.business.id)")
            #expect(try await Retention.now(in: acme) == Retention(days: 30, next: nil))
        }
    }

    @Test("begins with thirty days' grace for who had it for ever, and with none for who is new")
    func beginning() async throws {
        try await withPractices { platform, acme, globex in
            for scope in [acme, globex] { try await platform.keeps(90, scope) }
            try await platform.arrange("update businesses set created_at = now() - interval '500 days' where id = \(acme.business.id)")
            let (old, new) = (try await Retention.now(in: acme), try await Retention.now(in: globex))
            #expect(old.days == nil && old.next?.days == 90)
            #expect(new == Retention(days: 90, next: nil))
        }
    }

    @Test("is looked for by an index")
    func index() async throws {
        try await withOldPractices { platform, acme, _ in
            let question: Query<[String]> = .rows("""
                explain select id from clients where business_id = \(acme.business.id) and deleted_at < now() order by deleted_at limit 10
                """) { row in try row.next(String.self) }
            let plan = try await platform.superuser.transaction { transaction in
                try await transaction.run(.execute("set local enable_seqscan = off"))
                return try await transaction.run(question)
            }
            #expect(plan.joined().contains("clients_business_id_deleted_at_idx"), "\(plan)")
        }
    }
}

extension TestPlatform {
    fileprivate func sweepAll() async { await Sweep(app, logger: Logger(label: "test")).once() }

    fileprivate func names(_ scope: Scope) async throws -> [String] {
        try await scope.db.rows("select name from clients order by name") { row in try row.next(String.self) }
    }

    /// Gives a business a plan of its own that keeps things for so many days.
    fileprivate func keeps(_ days: Int32?, _ scope: Scope) async throws {
        let plan = ID<Plan>()
        try await arrange("insert into plans (id, code, plan_name, retention_days) values (\(plan), 'p' || substr(md5(random()::text), 1, 8), 'P', \(days))")
        try await arrange("update subscriptions set plan_id = \(plan), ends_at = null, status = 'active' where business_id = \(scope.business.id)")
    }

    /// As if all seals of a business had been made so long ago.
    fileprivate func age(_ interval: String, _ scope: Scope) async throws {
        try await arrange("""
            update audit_seals set made_at = made_at - \(interval)::text::interval where business_id = \(scope.business.id)
            """)
        try await arrange(SQL(unchecked: """
            do $$ declare s audit_seals; previous bytea; begin
                for s in select * from audit_seals where business_id = '\(scope.business.id)' order by number loop
                    update audit_seals set hash = kontor.seal_hash(s, previous) where business_id = s.business_id and number = s.number returning hash into previous;
                end loop;
            end $$
            """))
    }
}
