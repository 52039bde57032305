import FoundationEssentials
import Logging
import Support
import Testing

@testable import Platform

@Suite("A person's sessions", .enabled(if: TestPlatform.isPossible))
struct SeeingSessions {
    @Test("are listed with their device, address and way, this one first")
    func list() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.register("bob@example.com")
            let phone = try await door.signIn("ada@example.com", from: "192.0.2.1"), desk = try await door.signIn("ada@example.com", from: "192.0.2.2")
            _ = try await door.signIn("bob@example.com")
            let (open, past) = try await door.accounts.sessions(of: phone.digest)
            #expect(open.map(\.address) == ["192.0.2.1", "192.0.2.2"] && open.map(\.isThis) == [true, false])
            #expect(open.allSatisfy { $0.agent == "Tests" && $0.way == .password })
            #expect(past.map(\.outcome) == [.entered, .entered] && past.map(\.address) == ["192.0.2.2", "192.0.2.1"])
            try await door.accounts.end(open[1].id, of: phone.digest)
            #expect(try await door.entry(desk) == nil)
            #expect(try await door.entry(phone) != nil)
        }
    }

    @Test("can be ended by nobody else, and all others at once")
    func ending() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.register("bob@example.com")
            var ada: [Secret] = []
            for _ in 0..<3 { ada.append(try await door.signIn("ada@example.com")) }
            let bob = try await door.signIn("bob@example.com")
            let theirs = try #require(try await door.accounts.sessions(of: ada[0].digest).open.first).id
            await #expect(throws: PageError.notFound) { try await door.accounts.end(theirs, of: bob.digest) }
            await #expect(throws: PageError.notFound) { try await door.accounts.end(ID<Session>(), of: ada[0].digest) }
            #expect(try await door.accounts.endOthers(of: ada[0].digest) == 2)
            #expect(try await door.entry(ada[0]) != nil)
            #expect(try await door.entry(ada[1]) == nil)
            #expect(try await door.entry(bob) != nil)
        }
    }

    @Test("show who was refused; for an address that nobody has nothing is kept")
    func refused() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com")
            for email in ["ada@example.com", "nobody@example.com", "a\u{0}@example.com"] {
                await #expect(throws: AccountError.wrongPassword) { try await door.signIn(email, password: "wrong", from: "203.0.113.4") }
            }
            let past = try await door.accounts.sessions(of: session.digest).past
            #expect(past.map(\.outcome) == [.refused, .entered] && past.first?.address == "203.0.113.4")
            #expect(try await door.count("sign_ins") == 2)
            try await door.arrange("update sign_ins set created_at = now() - interval '91 days'")
            await Sweep(door.platform.app, logger: Logger(label: "test")).once()
            #expect(try await door.count("sign_ins") == 0)
        }
    }

    @Test("are noted as used once in five minutes, however many pages are asked for, and no node forgets anybody for it")
    func uses() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com").digest
            try await door.arrange("update sessions set last_seen = now() - interval '1 day'")
            let uses = SessionUses(door.platform.app, logger: Logger(label: "test")), now = Date()
            func seen() async throws -> Date { try await door.platform.superuser.read(Query<Date>.value("select last_seen from sessions")) }
            uses.note(session, from: "192.0.2.9", at: now)
            await uses.write(at: now)
            let first = try await seen()
            #expect(abs(first.timeIntervalSince(now)) < 1)
            #expect(try await door.count("sessions where address = '192.0.2.9'") == 1)
            for minute in 1...4 {
                uses.note(session, from: "192.0.2.9", at: now + Double(minute * 60))
                await uses.write(at: now + Double(minute * 60))
            }
            #expect(try await seen() == first)
            uses.note(session, from: "192.0.2.9", at: now + 301)
            await uses.write(at: now + 301)
            #expect(try await seen() > first)
        }
    }

    @Test("are fresh for fifteen minutes, and again after a proof")
    func fresh() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let session = try await door.signIn("ada@example.com").digest
            #expect(try await door.accounts.isFresh(session))
            try await door.arrange("update sessions set confirmed_at = now() - interval '16 minutes'")
            #expect(try await !door.accounts.isFresh(session))
            await #expect(throws: AccountError.wrongPassword) { try await door.accounts.confirm(session, password: "wrong") }
            #expect(try await !door.accounts.isFresh(session))
            try await door.accounts.confirm(session, password: Door.password)
            #expect(try await door.accounts.isFresh(session))
            #expect(try await !door.accounts.isFresh(Secret().digest))
        }
    }

    @Test("end with everything else when the account is shut, on every node at once")
    func deactivated() async throws {
        try await Door.with { door in
            let user = try await door.register("ada@example.com").user
            let session = try await door.signIn("ada@example.com")
            let tokens = Tokens(Database(visitors: door.platform.app), accounts: door.accounts)
            let pair = try await tokens.issue(email: "ada@example.com", password: Door.password, address: "192.0.2.1")
            let entries = (0..<2).map { _ in Entries(door.platform.app, registry: door.platform.registry) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in entries { group.addTask { try await node.run() } }
                for node in entries { #expect(try await eventually { try await node.entry(session.digest) != nil }) }
                try await door.arrange("update users set deactivated_at = now() where id = \(user)")
                for node in entries { #expect(try await eventually { try await node.entry(session.digest) == nil }) }
                group.cancelAll()
            }
            await #expect(throws: TokenError.ended) { try await tokens.refresh(pair.refreshToken, address: "192.0.2.1") }
        }
    }
}

@Suite("A browser", .enabled(if: TestPlatform.isPossible))
struct KnowingBrowsers {
    private func arrive(_ door: Door, _ mark: Secret = Secret(), password: String = Door.password) async throws -> Arrival {
        try await door.accounts.arrive(email: "ada@example.com", password: password, with: Device(address: "192.0.2.1", agent: "Tests", mark: mark))
    }

    @Test("is new until somebody has signed in with it; the very first one is no news")
    func new() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let first = try await arrive(door)
            #expect(!first.isNewDevice)
            _ = try await door.accounts.enter(first)
            let again = try await arrive(door, first.device.mark)
            #expect(!again.isNewDevice && again.device.mark.text == first.device.mark.text)
            #expect(try await arrive(door).isNewDevice)
        }
    }

    @Test("gets a mark that nobody chose for it: fixation")
    func fixation() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let planted = Secret()
            let arrival = try await arrive(door, planted)
            #expect(arrival.device.mark.text != planted.text)
            _ = try await door.accounts.enter(arrival)
            #expect(try await arrive(door, planted).isNewDevice)
        }
    }

    @Test("of the owner gets in while somebody else guesses, for ever if they like")
    func lockedOut() async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let own = try await arrive(door)
            _ = try await door.accounts.enter(own)
            for number in 0..<5 { _ = await failure { try await door.signIn("ada@example.com", password: "wrong", from: "203.0.113.\(number)") } }
            try await door.arrange("update sign_in_failures set failures = 12 where subject like 'account:%'") // some minutes, on however slow a machine
            let refused = await failure { try await door.signIn("ada@example.com", from: "203.0.113.99") } as? AccountError
            guard case .tooManyTries = refused else { Issue.record("\(String(describing: refused))"); return }
            _ = try await door.accounts.enter(arrive(door, own.device.mark))
            for _ in 0..<5 { _ = await failure { try await arrive(door, own.device.mark, password: "wrong") } }
            #expect(try await door.count("sign_in_failures where subject like 'account:device:%' and failures = 5") == 1, "they are slowed down by themselves")
        }
    }

    @Test("is called by its name and its system's, as far as either can be told", arguments: [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge", "Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox", "Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0 Mobile Safari/537.36", "Samsung Internet", "Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Safari", "macOS"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Chrome", "ChromeOS"),
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome", "iPad"),
        ("curl/8.5.0", "curl", nil), ("", nil, nil), ("something else", nil, nil),
    ] as [(String, String?, String?)])
    func names(agent: String, browser: String?, system: String?) {
        let name = DeviceName(agent)
        #expect(name.browser == browser && name.system == system)
    }
}
