import Platform
import Support
import Testing

@Suite("Guessing a password", .enabled(if: TestPlatform.isPossible))
struct SlowingDown {
    @Test("is free five times, then has to wait, longer after each failure, a quarter of an hour at most")
    func growing() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            for _ in 0..<5 { await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", password: "wrong") } }
            var waits: [Int] = []
            for _ in 0..<12 {
                waits.append(try await door.wait())
                // Also the right password has to wait.
                try await door.expectSlow("ada@example.com")
                try await door.pass(seconds: waits.last ?? 0)
                await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", password: "wrong") }
            }
            #expect(waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
        }
    }

    @Test("slows down who guesses at many accounts from one address, and only them")
    func address() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            for number in 0..<100 { await #expect(throws: AccountError.wrongPassword) { try await door.signIn("user\(number)@example.com") } }
            try await door.expectSlow("ada@example.com")
            _ = try await door.signIn("ada@example.com", from: "192.0.2.2")
        }
    }

    @Test("slows down an account whatever address it comes from, and in whatever case it is written")
    func account() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            for number in 0..<5 {
                let email = number % 2 == 0 ? "ada@example.com" : "ADA@example.com"
                await #expect(throws: AccountError.wrongPassword) { try await door.signIn(email, password: "wrong", from: "192.0.2.\(number)") }
            }
            try await door.expectSlow("Ada@Example.com", from: "192.0.2.99")
        }
    }

    @Test("slows down an account in any letters that PostgreSQL takes for the same")
    func letters() async throws {
        try await Door.with { door in
            try await door.register("istanbul@example.com")
            for email in ["istanbul@example.com", "\u{130}stanbul@example.com", "ISTANBUL@example.com", "istanbul@EXAMPLE.com", "Istanbul@example.com"] {
                await #expect(throws: AccountError.wrongPassword) { try await door.signIn(email, password: "wrong") }
            }
            let spellings = try await door.spellings("istanbul@example.com", "\u{130}stanbul@example.com")
            #expect(try await door.failures("account:") == spellings)
        }
    }

    @Test("counts the addresses of an IPv6 network as one, and those of IPv4 each", arguments: [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:DB8:1:2::3"], 1), (["2001:db8:1:2::1", "2001:db8:1:3::1"], 2),
        (["::ffff:192.0.2.1", "::ffff:192.0.2.2"], 2), (["192.0.2.1", "192.0.2.2"], 2),
    ])
    func networks(addresses: [String], places: Int) async throws {
        try await Door.with { door in
            for address in addresses { await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", from: address) } }
            let found = try await door.failures("address:")
            #expect(found == places)
        }
    }

    @Test("is forgiven after an hour, and at once when the right one was found in time")
    func forgiven() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            func fail(_ times: Int, from address: String) async throws {
                for number in 0..<times {
                    await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com", password: "wrong", from: "\(address) \(number)") }
                }
            }
            try await fail(5, from: "a")
            try await door.pass(seconds: 3_601)
            try await fail(4, from: "b")
            _ = try await door.signIn("ada@example.com")
            try await fail(5, from: "c")
        }
    }
}

extension Door {
    /// The seconds one has to wait, were the last failure just now: both in one moment of the database.
    fileprivate func wait() async throws -> Int {
        try await platform.superuser.transaction { transaction in
            try await transaction.run(.execute("update sign_in_failures set last_failure = now()"))
            return try await transaction.run(Query<Int>.value("select max(kontor.sign_in_wait(subject))::bigint from sign_in_failures"))
        }
    }

    /// How many subjects of a kind have failures.
    fileprivate func failures(_ kind: String) async throws -> Int {
        try await platform.superuser.write(Query<Int>.value("select count(*) from sign_in_failures where subject like \(kind + "%")"))
    }

    /// How many of these PostgreSQL tells apart when it looks for an account.
    fileprivate func spellings(_ emails: String...) async throws -> Int {
        try await platform.superuser.write(Query<Int>.value("select count(distinct lower(email)) from unnest(\(emails)) as email"))
    }

    /// Expects that the right password has to wait, however slowly this test runs.
    fileprivate func expectSlow(_ email: String, from address: String = "192.0.2.1") async throws {
        try await arrange("update sign_in_failures set last_failure = now() + interval '10 minutes'")
        let error = await failure { try await signIn(email, from: address) } as? AccountError
        guard case .tooManyTries? = error else { Issue.record("not slowed down: \(String(describing: error))"); return }
    }

    /// Makes the last failure that long ago.
    fileprivate func pass(seconds: Int) async throws {
        try await arrange("update sign_in_failures set last_failure = now() - make_interval(secs => \(seconds)::bigint)")
    }
}
