import Logging
import Platform
import Support
import Testing

@Suite("Sweeping up", .enabled(if: TestPlatform.isPossible))
struct SweepingUp {
    private func sweep(_ door: Door) async { await Sweep(door.platform.app, logger: Logger(label: "test")).once() }

    @Test("ends the sessions that have expired, also of people who never come back, and no others")
    func sessions() async throws {
        try await Door.with { door in
            for name in ["ada", "bo"] { try await door.register("\(name)@example.com", business: name) }
            let old = try await door.signIn("ada@example.com")
            let new = try await door.signIn("bo@example.com")
            try await door.arrange("update sessions set expires_at = now() where token_digest = \(old.digest)")
            await sweep(door)
            #expect(try await door.count("sessions") == 1)
            #expect(try await door.entry(new) != nil)
        }
    }

    @Test("ends the sessions of operators that have expired")
    func operators() async throws {
        try await Door.with { door in
            try await door.arrange("""
                with olive as (insert into operators (id, email, name, password_hash, role)
                    values (gen_random_uuid(), 'olive@example.com', 'Olive', 'no password', 'admin') returning id)
                insert into operator_sessions (token_digest, operator_id, expires_at)
                select digest, id, expires from olive, (values ('\\x01'::bytea, now()), ('\\x02', now() + '1 hour')) as s (digest, expires)
                """)
            await sweep(door)
            #expect(try await door.count("operator_sessions") == 1)
        }
    }

    @Test("forgets failures after an hour, and those that still slow somebody down not")
    func failures() async throws {
        try await Door.with { door in
            try await door.arrange("""
                insert into sign_in_failures values
                    ('account:old', 9, now() - interval '61 minutes'), ('account:new', 9, now() - interval '59 minutes')
                """)
            await sweep(door)
            #expect(try await door.count("sign_in_failures") == 1)
            #expect(try await door.count("sign_in_failures where subject = 'account:new'") == 1)
        }
    }

    @Test("removes an upload that broke off, and leaves what is still waiting")
    func imports() async throws {
        try await Door.with { door in
            let scope = try await door.platform.register("Acme")
            for (state, age) in [("uploading", "2 hours"), ("uploading", "1 minute"), ("uploaded", "31 days"), ("checked", "1 day"), ("running", "31 days")] {
                try await door.arrange("""
                    insert into imports (business_id, id, record, file_name, format, member_id, state, updated_at)
                    values (\(scope.business.id), gen_random_uuid(), 'firms', 'x.csv', '{}', \(scope.member.id), \(state), now() - \(age)::text::interval)
                    """)
            }
            await sweep(door)
            #expect(try await door.count("imports") == 3)
        }
    }

    @Test("goes on when one thing cannot be removed")
    func goingOn() async throws {
        try await Door.with { door in
            try await door.arrange("insert into sign_in_failures values ('account:old', 9, now() - interval '2 hours')")
            try await door.arrange("drop function kontor.sweep_imports()")
            await sweep(door)
            #expect(try await door.count("sign_in_failures") == 0)
        }
    }
}

extension Door {
    func count(_ from: SQL) async throws -> Int {
        try await platform.superuser.read(Query<Int>.value("select count(*) from \(from)"))
    }
}
