import Platform
import Support
import Testing

@Suite("Who a cookie stands for", .enabled(if: TestPlatform.isPossible))
struct RememberingEntries {
    @Test("is kept for a while, so that a page need not ask")
    func kept() async throws {
        try await listening { door, entries, secret in
            #expect(try await entries.entry(secret.digest) != nil)
            // Behind the triggers' back: whoever asks the database now finds nothing.
            try await door.arrange("alter table sessions disable trigger all")
            try await door.arrange("delete from sessions")
            #expect(try await entries.entry(secret.digest) != nil)
            #expect(try await door.entry(secret) == nil)
        }
    }

    @Test("is forgotten within a moment when it changes", arguments: [
        "update businesses set suspended_reason = 'unpaid', suspended_at = now()", "update businesses set name = 'Renamed'", "update businesses set features_off = '{crm}'",
        "update members set role = 'viewer'", "update members set left_at = now()", "delete from members", "update users set deactivated_at = now()", "update users set name = 'Renamed'", "delete from sessions",
        "update plans set features = '{}'", "update subscriptions set plan_id = (select id from plans where code = 'free')",
        "insert into overrides (business_id, id, kind, name, value, reason) select id, id, 'feature', 'x', 'false', 'x' from businesses",
    ])
    func forgotten(change: String) async throws {
        try await listening { door, entries, secret in
            let before = try #require(try await entries.entry(secret.digest))
            try await door.arrange(SQL(unchecked: change))
            #expect(try await eventually {
                guard let now = try await entries.entry(secret.digest) else { return true }
                return now.business != before.business || now.member != before.member
            })
        }
    }

    @Test("is forgotten at once where it was just changed, before PostgreSQL has told anybody", arguments: [false, true])
    func atOnce(everybody: Bool) async throws {
        try await listening { door, entries, secret in
            let entry = try #require(try await entries.entry(secret.digest))
            try await door.arrange("alter table sessions disable trigger all")
            try await door.arrange("delete from sessions")
            #expect(try await entries.entry(secret.digest) != nil)
            let scope = Scope(
                business: entry.business, member: entry.member, permissions: [], voice: door.platform.voices.voice(.en),
                db: Database(door.platform.app, of: entry.business.id))
            if everybody { entries.forgetEverybody() } else { entries.forget(scope) }
            #expect(try await entries.entry(secret.digest) == nil)
        }
    }

    @Test("is forgotten when they leave or change their password elsewhere")
    func leaving() async throws {
        try await listening { door, entries, secret in
            let other = try await door.signIn("ada@example.com")
            #expect(try await entries.entry(secret.digest) != nil)
            #expect(try await entries.entry(other.digest) != nil)
            try await door.accounts.changePassword(of: other.digest, current: Door.password, new: "new password")
            #expect(try await eventually { try await entries.entry(secret.digest) == nil })
            try await door.accounts.signOut(other.digest)
            #expect(try await eventually { try await entries.entry(other.digest) == nil })
        }
    }

    @Test("is not forgotten because somebody else's changed")
    func others() async throws {
        try await listening { door, entries, secret in
            let bob = try await door.register("bob@example.com")
            let his = try await door.signIn("bob@example.com")
            #expect(try await entries.entry(secret.digest) != nil)
            #expect(try await entries.entry(his.digest) != nil)
            try await door.arrange("alter table sessions disable trigger all")
            try await door.arrange("delete from sessions")
            try await door.arrange("update businesses set name = 'Bob and sons' where id = \(bob.business)")
            #expect(try await eventually { try await entries.entry(his.digest) == nil })
            #expect(try await entries.entry(secret.digest) != nil)
        }
    }

    @Test("is asked anew each time while changes cannot be heard")
    func deaf() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let secret = try await door.signIn("ada@example.com")
            let entries = Entries(door.platform.app, registry: door.platform.registry)
            #expect(try await entries.entry(secret.digest) != nil)
            try await door.arrange("alter table sessions disable trigger all")
            try await door.arrange("delete from sessions")
            #expect(try await entries.entry(secret.digest) == nil)
        }
    }

    @Test("is asked anew once changes cannot be heard any more, and kept again when they can")
    func broken() async throws {
        try await listening { door, entries, secret in
            #expect(try await entries.entry(secret.digest) != nil)
            try await door.arrange("alter table sessions disable trigger all")
            try await door.arrange("delete from sessions")
            #expect(try await entries.entry(secret.digest) != nil)
            try await door.arrange("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()")
            #expect(try await eventually { try await entries.entry(secret.digest) == nil })
        }
    }

    /// With somebody signed in, and a node that hears what changes.
    private func listening(_ body: (Door, Entries, Secret) async throws -> Void) async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let secret = try await door.signIn("ada@example.com")
            let entries = Entries(door.platform.app, registry: door.platform.registry)
            let listener = Task { try await entries.run() } // ends with the test, whatever its outcome
            defer { listener.cancel() }
            // It hears once asking costs no statement any more.
            #expect(try await eventually {
                let before = try await statements(door)
                _ = try await entries.entry(secret.digest)
                return try await statements(door) == before + 1
            })
            try await body(door, entries, secret)
        }
    }

    /// How many statements the application's connection has planned: this one among them.
    private func statements(_ door: Door) async throws -> Int {
        try await door.platform.app.read(Query<Int>.value("select sum(generic_plans + custom_plans)::bigint from pg_prepared_statements"))
    }
}
