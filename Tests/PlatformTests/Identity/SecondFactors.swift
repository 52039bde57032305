import FoundationEssentials
import Support
import Synchronization
import Testing

@testable import Platform

@Suite("A one-time code")
struct OneTimeCodes {
    /// RFC 6238, appendix B, of which these are the last six digits.
    @Test("is the one of the standard", arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"), (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ])
    func vectors(second: Int, code: String) {
        let step = OneTimeCode.step(at: Date(timeIntervalSince1970: Double(second)))
        #expect(OneTimeCode(secret: Array("12345678901234567890".utf8)).code(at: step) == code)
    }

    @Test("is good for clocks that are half a minute apart, and not for those that differ more: clock skew", arguments: -3...3)
    func skew(steps: Int64) {
        let code = OneTimeCode.new(), now = Date(timeIntervalSince1970: 1_800_000_000), step = OneTimeCode.step(at: now)
        #expect((code.step(of: code.code(at: step + steps), at: now, after: 0) != nil) == (abs(steps) <= 1))
    }

    @Test("is told to apps under the account's name")
    func address() {
        let code = OneTimeCode(secret: Array("12345678901234567890".utf8))
        #expect(code.address(account: "ada@example.com").hasPrefix("otpauth://totp/Kontor:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kontor"))
        #expect(code.text == "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ")
    }

    @Test("is read with spaces and in other digits; a recovery code in any case and with any marks")
    func typed() {
        #expect(digits(" 123 456 ") == "123456" && digits("١٢٣٤٥٦") == "123456")
        let code = RecoveryCode()
        #expect(RecoveryCode(code.text.uppercased().replacing("-", with: " "))?.text == code.text)
        #expect(RecoveryCode("123456") == nil && RecoveryCode("") == nil && RecoveryCode(code.text + "a") == nil)
    }
}

@Suite("Signing in with a second factor", .enabled(if: TestPlatform.isPossible))
struct SecondFactors {
    @Test("opens nothing by the password alone, then a session by the code, and a code is good once: replayed")
    func replayed() async throws {
        try await Guarded.with { guarded in
            let first = try await guarded.challenge()
            #expect(try await guarded.door.count("sessions") == 1)
            let code = guarded.code()
            let secret = try await guarded.prove(code, to: first)
            #expect(try await guarded.door.entry(secret) != nil)
            let second = try await guarded.challenge()
            await #expect(throws: AccountError.wrongCode) { try await guarded.prove(code, to: second) }
            guarded.clock.withLock { $0 += 30 }
            _ = try await guarded.prove(guarded.code(), to: second)
            let third = try await guarded.challenge()
            guarded.clock.withLock { $0 -= 30 }
            await #expect(throws: AccountError.wrongCode) { try await guarded.prove(guarded.code(), to: third) }
        }
    }

    @Test("lets one in of several who send the same code at the same time: replayed")
    func race() async throws {
        try await Guarded.with { guarded in
            var challenges: [[UInt8]] = []
            for _ in 0..<4 { challenges.append(try await guarded.challenge()) }
            let code = guarded.code()
            let failures = await withTaskGroup(of: (any Error)?.self) { group in
                for challenge in challenges { group.addTask { await failure { try await guarded.prove(code, to: challenge) } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(failures.count { $0 == nil } == 1)
            #expect(try await guarded.door.count("sessions") == 2)
        }
    }

    @Test("takes each recovery code once: replayed")
    func recovery() async throws {
        try await Guarded.with { guarded in
            let code = guarded.codes[0].text
            _ = try await guarded.prove(code, to: guarded.challenge())
            let challenge = try await guarded.challenge()
            await #expect(throws: AccountError.wrongCode) { try await guarded.prove(code, to: challenge) }
            _ = try await guarded.prove(guarded.codes[1].text.uppercased(), to: challenge)
            #expect(try await guarded.door.accounts.secondFactor(of: guarded.session).codesLeft == 8)
            let renewed = try await guarded.door.accounts.renewRecoveryCodes(of: guarded.session)
            let last = try await guarded.challenge()
            await #expect(throws: AccountError.wrongCode) { try await guarded.prove(guarded.codes[2].text, to: last) }
            _ = try await guarded.prove(renewed[0].text, to: last)
        }
    }

    @Test("begins anew when ten minutes are over, the challenge was used, or the password was changed", arguments: [
        "update sign_in_challenges set expires_at = now()", "delete from sign_in_challenges",
        "update users set password_hash = password_hash || ' changed'", "update users set deactivated_at = now()",
    ] as [SQL])
    func over(change: SQL) async throws {
        try await Guarded.with { guarded in
            let challenge = try await guarded.challenge()
            try await guarded.door.arrange(change)
            await #expect(throws: AccountError.challengeOver) { try await guarded.prove(guarded.code(), to: challenge) }
            await #expect(throws: AccountError.challengeOver) { try await guarded.prove(guarded.code(), to: Secret().digest) }
        }
    }

    @Test("slows guessing down, and cannot keep the owner out who comes from a browser of theirs")
    func guessing() async throws {
        try await Guarded.with { guarded in
            let challenge = try await guarded.challenge()
            for number in 0..<5 {
                await #expect(throws: AccountError.wrongCode) { try await guarded.prove("00000\(number)", to: challenge, Device(address: "203.0.113.9", agent: "")) }
            }
            try await guarded.door.arrange("update sign_in_failures set failures = 12 where subject like 'code:%'")
            let refused = await failure { try await guarded.prove("000000", to: challenge, Device(address: "203.0.113.9", agent: "")) } as? AccountError
            guard case .tooManyTries = refused else { Issue.record("\(String(describing: refused))"); return }
            #expect(try await guarded.door.entry(guarded.prove(guarded.code(), to: challenge, guarded.device)) != nil)
        }
    }

    @Test("keeps the secret sealed, so that it opens for nobody else and for nobody who reads the table")
    func sealed() async throws {
        try await Guarded.with { guarded in
            let stored = try await guarded.door.platform.superuser.read(Query<[UInt8]>.value("select secret from totps"))
            #expect(!stored.indices.contains { stored[$0...].starts(with: guarded.totp.secret) })
            let box = guarded.door.accounts.box, owner = guarded.user
            #expect(try await box.open(stored, of: owner) == guarded.totp.secret)
            await #expect(throws: BrokenSeal.self) { try await box.open(stored, of: ID<User>()) }
            var changed = stored
            changed[changed.count - 1] ^= 1
            await #expect(throws: BrokenSeal.self) { try await box.open(changed, of: owner) }
            #expect(try await guarded.door.platform.superuser.read(Query<Bool>.value("select bool_and(length(digest) = 32) from recovery_codes")))
        }
    }

    @Test("is asked for tokens too, and no more once it is switched off")
    func tokens() async throws {
        try await Guarded.with { guarded in
            let tokens = Tokens(Database(visitors: guarded.door.platform.app), accounts: guarded.door.accounts)
            func issue(_ code: String?) async throws { _ = try await tokens.issue(email: Guarded.email, password: Door.password, code: code, address: "192.0.2.8") }
            await #expect(throws: TokenError.codeNeeded) { try await issue(nil) }
            await #expect(throws: AccountError.wrongCode) { try await issue("000000") }
            try await issue(guarded.code())
            try await guarded.door.accounts.dropCode(of: guarded.session)
            try await issue(nil)
            #expect(try await guarded.door.count("recovery_codes") == 0)
        }
    }

    @Test("cannot be set up twice, by a wrong code, or in somebody else's name")
    func settingUp() async throws {
        try await Guarded.with { guarded in
            let accounts = guarded.door.accounts
            await #expect(throws: PageError.notFound) { try await accounts.beginCode(of: guarded.session) }
            await #expect(throws: PageError.notFound) { try await accounts.confirmCode(guarded.code(), of: guarded.session) }
            try await guarded.door.register("bob@example.com")
            let bob = try await guarded.door.signIn("bob@example.com").digest
            await #expect(throws: PageError.notFound) { try await accounts.renewRecoveryCodes(of: bob) }
            let code = try await accounts.beginCode(of: bob)
            #expect(try await accounts.beginCode(of: bob).secret == code.secret, "to look again changes nothing")
            await #expect(throws: AccountError.wrongCode) { try await accounts.confirmCode("000000", of: bob) }
            _ = try await guarded.door.signIn("bob@example.com")
            await #expect(throws: Refusal.user) { try await accounts.beginCode(of: Secret().digest) }
        }
    }
}

/// Somebody with a second factor, and a clock.
struct Guarded: Sendable {
    let door: Door
    let user: ID<User>
    let session: [UInt8]
    let device: Device
    let totp: OneTimeCode
    let codes: [RecoveryCode]
    let clock: Clock

    static let email = "ada@example.com"

    final class Clock: Sendable {
        private let seconds = Mutex(1_800_000_000.0)
        var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
        func withLock(_ change: (inout Double) -> Void) { seconds.withLock { change(&$0) } }
    }

    static func with(_ body: (Guarded) async throws -> Void) async throws {
        let passwords = Passwords(), clock = Clock()
        try await TestPlatform.with { platform in
            let accounts = Accounts(Database(visitors: platform.app), passwords: passwords, now: { clock.now })
            let door = Door(platform: platform, accounts: accounts)
            let user = try await door.register(email).user
            let arrival = try await accounts.arrive(email: email, password: Door.password, with: Door.browser)
            let session = try await accounts.enter(arrival).digest
            let totp = try await accounts.beginCode(of: session)
            let codes = try await accounts.confirmCode(totp.code(at: OneTimeCode.step(at: clock.now) - 1), of: session)
            try await body(Guarded(
                door: door, user: user, session: session, device: arrival.device, totp: totp, codes: codes, clock: clock))
        }
        try await passwords.stop()
    }

    func code() -> String { totp.code(at: OneTimeCode.step(at: clock.now)) }

    /// Signs in with the password, up to the second proof.
    func challenge() async throws -> [UInt8] {
        let arrival = try await door.accounts.arrive(email: Self.email, password: Door.password, with: Door.browser)
        #expect(arrival.asksSecondProof)
        await #expect(throws: AccountError.secondProof) { try await door.accounts.enter(arrival) }
        return try await door.accounts.challenge(arrival).digest
    }

    func prove(_ code: String, to challenge: [UInt8], _ device: Device = Door.browser) async throws -> Secret {
        try await door.accounts.enter(door.accounts.prove(code, to: challenge, with: device))
    }
}
