import Crypto
import CryptoExtras
import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("A passkey", .enabled(if: TestPlatform.isPossible))
struct UsingPasskeys {
    @Test("of each algorithm is registered, and signs its owner in without a password", arguments: ["ES256", "EdDSA", "RS256"])
    func story(algorithm: String) async throws {
        try await Ring.with { ring in
            let key: SoftwareAuthenticator.Key = switch algorithm {
            case "ES256": .es256(.init())
            case "EdDSA": .edDSA(.init())
            default: .rs256(try .init(keySize: .bits2048))
            }
            let authenticator = SoftwareAuthenticator(key)
            try await ring.add(authenticator)
            let arrival = try await ring.enter(authenticator)
            #expect(!arrival.asksSecondProof)
            let session = try await ring.door.accounts.enter(arrival)
            #expect(try await ring.door.entry(session)?.member.user == ring.user)
            #expect(try await ring.door.accounts.sessions(of: session.digest).open.first?.way == .passkey)
            let known = try #require(try await ring.passkeys.all(of: ring.session).first)
            #expect(known.name == "Key" && known.lastUsedAt != nil)
            try await ring.passkeys.remove(known.id, of: ring.session)
            await #expect(throws: PasskeyError.refused) { try await ring.enter(authenticator) }
        }
    }

    @Test("that is added is told of in the transaction that adds it, and one that is refused is not")
    func told() async throws {
        try await Ring.with { ring in
            let email = try #require(EmailAddress("ada@example.com"))
            func mail() -> Mail {
                Mail(id: ID(), kind: "factor", recipient: email, language: "en", subject: "Added", plain: "x", html: "x", lifetime: nil)
            }
            let authenticator = SoftwareAuthenticator()
            for _ in 0..<2 { // the second is known already
                let challenge = try await ring.challenge(for: .register)
                try? await ring.passkeys.add(authenticator.registration(challenge), named: "Key", of: ring.session, telling: mail())
            }
            #expect(try await ring.door.count("passkeys") == 1)
            #expect(try await ring.door.count("mails where kind = 'factor'") == 1)
        }
    }

    @Test("signs each challenge once: replayed")
    func replayed() async throws {
        try await Ring.with { ring in
            let authenticator = SoftwareAuthenticator()
            let registering = try await ring.challenge(for: .register)
            try await ring.passkeys.add(authenticator.registration(registering), named: "Key", of: ring.session)
            await #expect(throws: PasskeyError.over) { try await ring.passkeys.add(SoftwareAuthenticator().registration(registering), named: "Key", of: ring.session) }
            let challenge = try await ring.challenge(for: .enter), signed = try authenticator.signature(challenge)
            _ = try await ring.passkeys.arrive(signed, with: ring.device)
            await #expect(throws: PasskeyError.over) { try await ring.passkeys.arrive(signed, with: ring.device) }
            let failed = try await ring.challenge(for: .enter)
            await #expect(throws: PasskeyError.refused) { try await ring.passkeys.arrive(authenticator.signature(failed, spoilt: true), with: ring.device) }
            await #expect(throws: PasskeyError.over) { try await ring.passkeys.arrive(authenticator.signature(failed), with: ring.device) }
        }
    }

    @Test("signs no challenge of another purpose, of somebody else, made up, or older than five minutes")
    func challenges() async throws {
        try await Ring.with { ring in
            let authenticator = SoftwareAuthenticator()
            try await ring.add(authenticator)
            func refused(_ challenge: Secret) async { await #expect(throws: PasskeyError.over) { try await ring.passkeys.arrive(authenticator.signature(challenge), with: ring.device) } }
            await refused(try await ring.challenge(for: .register))
            await refused(try await ring.challenge(for: .confirm))
            await refused(Secret())
            let old = try await ring.challenge(for: .enter)
            try await ring.door.arrange("update passkey_challenges set expires_at = now()")
            await refused(old)
            try await ring.door.register("bob@example.com")
            let bob = try await ring.door.signIn("bob@example.com").digest, mine = try await ring.challenge(for: .register)
            await #expect(throws: PasskeyError.over) { try await ring.passkeys.add(SoftwareAuthenticator().registration(mine), named: "Key", of: bob) }
            #expect(try await ring.door.count("passkey_challenges where expires_at > now() + interval '5 minutes'") == 0)
        }
    }

    @Test("is refused from another place, by another host, without its owner, and in any other form", arguments: 0..<8)
    func refused(flaw: Int) async throws {
        try await Ring.with { ring in
            let good = SoftwareAuthenticator()
            var bad = good
            switch flaw {
            case 0: bad.origin = "https://kontor.example.evil.example"
            case 1: bad.host = "evil.example"
            case 2: bad.flags = 0b001 // nobody was verified
            case 3: bad.flags = 0b100 // nobody was there
            case 4: bad.type = "payment.get"
            case 5: bad.crossOrigin = true
            case 6: bad.origin = "http://kontor.example"
            default: bad.flags = 0b1_0101 // backed up, though it cannot be
            }
            await #expect(throws: PasskeyError.refused) { try await ring.add(bad) }
            try await ring.add(good)
            await #expect(throws: PasskeyError.refused) { try await ring.enter(bad) }
            _ = try await ring.enter(good)
        }
    }

    @Test("that says it is attested, or of another's account, is not believed")
    func attested() async throws {
        try await Ring.with { ring in
            var authenticator = SoftwareAuthenticator()
            authenticator.format = "packed"
            await #expect(throws: PasskeyError.refused) { try await ring.add(authenticator) }
            authenticator.format = "none"
            try await ring.add(authenticator)
            authenticator.userHandle = Array(ID<User>().description.utf8)
            await #expect(throws: PasskeyError.refused) { try await ring.enter(authenticator) }
            authenticator.userHandle = Array(ring.user.description.utf8)
            _ = try await ring.enter(authenticator)
            await #expect(throws: PasskeyError.notAdded) { try await ring.add(authenticator) }
        }
    }

    @Test("whose counter goes back, or stands still, is refused and noted; one that never counts is not")
    func counting() async throws {
        try await Ring.with { ring in
            var authenticator = SoftwareAuthenticator()
            authenticator.count = 5
            try await ring.add(authenticator)
            for count in [5, 4, 0] as [UInt32] {
                authenticator.count = count
                await #expect(throws: PasskeyError.refused) { try await ring.enter(authenticator) }
            }
            #expect(try await ring.door.count("sign_ins where way = 'passkey' and outcome = 'refused'") == 3)
            authenticator.count = 6
            _ = try await ring.enter(authenticator)
        }
    }

    @Test("confirms its owner's session and nobody else's")
    func confirming() async throws {
        try await Ring.with { ring in
            let authenticator = SoftwareAuthenticator()
            try await ring.add(authenticator)
            try await ring.door.arrange("update sessions set confirmed_at = now() - interval '1 hour'")
            try await ring.passkeys.confirm(ring.session, authenticator.signature(ring.challenge(for: .confirm)), of: ring.user, with: ring.device)
            #expect(try await ring.door.accounts.isFresh(ring.session))
            let bob = try await ring.door.register("bob@example.com").user, session = try await ring.door.signIn("bob@example.com").digest
            let challenge = try await ring.passkeys.begin(.confirm, of: session)
            await #expect(throws: PasskeyError.refused) { try await ring.passkeys.confirm(session, authenticator.signature(challenge), of: bob, with: ring.device) }
        }
    }

    @Test("of somebody whose account is shut opens nothing; nobody else can remove or rename it")
    func others() async throws {
        try await Ring.with { ring in
            let authenticator = SoftwareAuthenticator()
            try await ring.add(authenticator)
            let id = try #require(try await ring.passkeys.all(of: ring.session).first).id
            try await ring.door.register("bob@example.com")
            let bob = try await ring.door.signIn("bob@example.com").digest
            await #expect(throws: PageError.notFound) { try await ring.passkeys.remove(id, of: bob) }
            await #expect(throws: PageError.notFound) { try await ring.passkeys.rename(id, to: "Mine", of: bob) }
            try await ring.door.arrange("update users set deactivated_at = now() where id = \(ring.user)")
            await #expect(throws: AccountError.deactivated) { try await ring.enter(authenticator) }
        }
    }

    @Test("is asked for by an installation's name, with or without a port", arguments: [
        ("https://kontor.example", "kontor.example", "https://kontor.example"), ("https://Kontor.example/", "kontor.example", "https://kontor.example"),
        ("http://localhost:8080", "localhost", "http://localhost:8080"), ("https://kontor.example:443", "kontor.example", "https://kontor.example"),
    ])
    func party(url: String, id: String, origin: String) {
        let party = RelyingParty(origin: url)
        #expect(party.id == id && party.origin == origin)
    }
}

@Suite("Reading CBOR")
struct ReadingCBOR {
    @Test("takes what authenticators send")
    func values() throws {
        #expect(try CBOR.read([0x18, 0x64]).value == .integer(100))
        #expect(try CBOR.read([0x39, 0x01, 0x00]).value == .integer(-257))
        #expect(try CBOR.read([0x82, 0x01, 0xF5]).value == .array([.integer(1), .bool(true)]))
        #expect(try CBOR.read([0xA1, 0x61, 0x61, 0x41, 0xFF]).value["a"]?.bytes == [0xFF])
        #expect(try CBOR.read([0x00, 0xFF]).length == 1)
    }

    @Test("refuses what is cut short, longer than it need be, indefinite, tagged, twice there, too deep or too long", arguments: [
        [], [0x18], [0x42, 0x01], [0x18, 0x10], [0x19, 0x00, 0xFF], [0x5F, 0x41, 0x00, 0xFF], [0xC0, 0x00], [0xFB, 0, 0, 0, 0, 0, 0, 0, 0],
        [0xA2, 0x01, 0x01, 0x01, 0x02], [0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [0x9B, 0, 0, 0, 1, 0, 0, 0, 0], [0x62, 0xC3, 0x28], [UInt8](repeating: 0x81, count: 1_000), [0xBA, 0xFF, 0xFF, 0xFF, 0xFF],
    ] as [[UInt8]])
    func refused(bytes: [UInt8]) {
        #expect(throws: CBORError.self) { try CBOR.read(bytes) }
    }

    @Test("answers anything at all, and never takes more than there is: fuzzed")
    func fuzz() {
        var generator = SystemRandomNumberGenerator()
        let seed = SoftwareAuthenticator().cose
        for _ in 0..<20_000 {
            var bytes = Bool.random() ? seed : (0..<Int.random(in: 0...40)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            for _ in 0..<Int.random(in: 0...4) where !bytes.isEmpty { bytes[Int.random(in: 0..<bytes.count)] = UInt8.random(in: 0...255) }
            if let read = try? CBOR.read(bytes) { #expect(read.length <= bytes.count) }
            _ = try? AuthenticatorData([UInt8](repeating: 0, count: 32) + [0xC5, 0, 0, 0, 0] + bytes)
            _ = try? PasskeyKey(cose: bytes)
        }
    }
}

/// Somebody about to have passkeys.
private struct Ring: Sendable {
    let door: Door
    let passkeys: Passkeys
    let user: ID<User>
    let session: [UInt8]
    let device = Door.browser

    static func with(_ body: (Ring) async throws -> Void) async throws {
        try await Door.with { door in
            let user = try await door.register("ada@example.com").user
            let session = try await door.signIn("ada@example.com").digest
            try await body(Ring(
                door: door, passkeys: Passkeys(door.accounts, party: RelyingParty(origin: "https://kontor.example")), user: user, session: session))
        }
    }

    func challenge(for purpose: Passkeys.Purpose) async throws -> Secret {
        try await passkeys.begin(purpose, of: purpose == .enter ? nil : session)
    }

    func add(_ authenticator: SoftwareAuthenticator) async throws {
        try await passkeys.add(authenticator.registration(challenge(for: .register)), named: "Key", of: session)
    }

    func enter(_ authenticator: SoftwareAuthenticator) async throws -> Arrival {
        try await passkeys.arrive(authenticator.signature(challenge(for: .enter)), with: device)
    }
}
