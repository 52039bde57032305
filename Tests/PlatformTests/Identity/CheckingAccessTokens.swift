import Foundation
import JWTKit
import Support
import Synchronization
import Testing

@testable import Platform

@Suite("An access token", .enabled(if: TestPlatform.isPossible))
struct CheckingAccessTokens {
    @Test("says whom it is for, and lasts a quarter of an hour to the second")
    func lifetime() async throws {
        let clock = Mutex(Date())
        try await ProgramDoor.with(now: { clock.withLock { $0 } }) { gate in
            let pair = try await gate.issue()
            let token = try await gate.tokens.access.read(pair.accessToken).token
            #expect(token.iss == "kontor" && token.sub == gate.ada.member.user.description && token.exp - token.iat == 900)
            #expect(token.business == gate.ada.business.id.description && token.member == gate.ada.member.id.description)
            clock.withLock { $0 = Date(timeIntervalSince1970: Double(token.exp) - 1) }
            _ = try await gate.enter(pair.accessToken)
            clock.withLock { $0 = Date(timeIntervalSince1970: Double(token.exp)) }
            #expect(await gate.refusal(pair.accessToken) as? BearerError == .expired)
            #expect(try await gate.enter(gate.refresh(pair).accessToken).member == gate.ada.member)
        }
    }

    @Test("of a node whose clock is a minute ahead is taken, of one further ahead it is not: clock skew of tokens", arguments: [(60, true), (61, false)])
    func skew(ahead: Double, isTaken: Bool) async throws {
        let start = Date(), clock = Mutex(start.addingTimeInterval(ahead))
        try await ProgramDoor.with(now: { clock.withLock { $0 } }) { gate in
            let pair = try await gate.issue()
            clock.withLock { $0 = start }
            let refusal = await gate.refusal(pair.accessToken) as? BearerError
            #expect(refusal == (isTaken ? nil : .malformed))
        }
    }

    @Test("is not one when anything of it was changed, or somebody else made it: algorithm confusion and forgery")
    func forged() async throws {
        try await ProgramDoor.with { gate in
            let real = try await gate.issue().accessToken
            let token = try await gate.tokens.access.read(real).token
            let known = try await gate.tokens.access.keys.known()
            let parts = real.split(separator: ".").map(String.init)
            func part(_ json: String) -> String { base64URL(Array(json.utf8)) }
            var forged = [
                "\(part(#"{"alg":"none","kid":"\#(known.newest.string)"}"#)).\(parts[1]).", "\(part(#"{"alg":"none"}"#)).\(parts[1]).\(parts[2])",
                "\(parts[0]).\(part(#"{"iss":"kontor","exp":99999999999}"#)).\(parts[2])", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])",
                "\(parts[0]).\(parts[1]).\(parts[2]).", String(real.dropLast(4)) + (real.hasSuffix("AAAA") ? "BBBB" : "AAAA"), real + ".x",
            ]
            let ours = JWTKeyCollection()
            await ours.add(hmac: HMACKey(from: sha256([1])), digestAlgorithm: .sha256, kid: known.newest)
            forged.append(try await ours.sign(token, kid: known.newest)) // another secret under the same name
            await ours.add(hmac: HMACKey(from: sha256([1])), digestAlgorithm: .sha256, kid: "made-up")
            forged.append(try await ours.sign(token, kid: "made-up"))
            forged.append(try await ours.sign(token)) // names no key
            for token in forged { #expect(await gate.refusal(token) as? BearerError == .malformed, "\(token)") }
        }
    }

    @Test("that names a key nobody has makes nobody look for it again and again")
    func unknownKeys() async throws {
        try await ProgramDoor.with { gate in
            func remade(by keys: SigningKeys) async throws -> Bool {
                _ = try await keys.known()
                #expect(try await keys.known(having: "made-up") == nil)
                let read = try await keys.known().keys
                for number in 0..<50 { #expect(try await keys.known(having: "made-up \(number)") == nil) }
                return try await keys.known().keys !== read
            }
            let patient = try await remade(by: SigningKeys(Database(visitors: gate.door.platform.app), patience: .seconds(900)))
            let hasty = try await remade(by: SigningKeys(Database(visitors: gate.door.platform.app), patience: .zero))
            #expect(!patient && hasty, "another node may have made it since")
        }
    }

    @Test("signed by us is refused in another algorithm, with extensions, of another issuer, from the future or too long: algorithm confusion in JWT", arguments: [
        (#"{"alg":"HS512","kid":"K"}"#, #"{}"#), (#"{"alg":"HS256","kid":"K","crit":["x"],"x":1}"#, #"{}"#), (#"{"alg":"HS256","kid":"K"}"#, #"{"iss":"other"}"#),
        (#"{"alg":"HS256","kid":"K"}"#, #"{"iat":99999999999,"exp":99999999999}"#), (#"{"alg":"HS256","kid":"K"}"#, #"{"exp":99999999999}"#),
        (#"{"alg":"HS256","kid":"K"}"#, #"{"family":"x"}"#), (#"{"alg":"HS256","kid":"K"}"#, #"{"exp":"soon"}"#), (#"{"alg":"HS256","kid":"K"}"#, #"{"exp":1}"#),
    ])
    func strict(header: String, claims: String) async throws {
        try await ProgramDoor.with { gate in
            let real = try await gate.issue().accessToken
            let known = try await gate.tokens.access.keys.known()
            let key = try await known.keys.getKey(for: known.newest)
            func signed(_ header: String, _ claims: String) throws -> String {
                var all = try #require(try JSONSerialization.jsonObject(
                    with: JSONEncoder().encode(AccessToken(ID(), user: ID(), member: ID(), business: ID(), at: Date()))) as? [String: Any])
                all.merge(try #require(try JSONSerialization.jsonObject(with: Data(claims.utf8)) as? [String: Any])) { $1 }
                let body = "\(base64URL(Array(header.replacing("K", with: known.newest.string).utf8))).\(base64URL(Array(try JSONSerialization.data(withJSONObject: all))))"
                return "\(body).\(base64URL(try key.sign(Array(body.utf8))))"
            }
            // Signed like this it would be taken: then its family is unknown.
            #expect(await gate.refusal(try signed(#"{"alg":"HS256","kid":"K"}"#, "{}")) as? BearerError == .revoked)
            let refusal = await gate.refusal(try signed(header, claims)) as? BearerError
            #expect(refusal == .malformed || refusal == .expired, "\(header) \(claims)")
            #expect(await gate.refusal(real) == nil)
        }
    }

    @Test("is signed by one key on all nodes, made once, and by a new one after ninety days, while the old is still known")
    func keys() async throws {
        try await ProgramDoor.with { gate in
            func node() -> SigningKeys { SigningKeys(Database(visitors: gate.door.platform.app)) }
            let newest = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { try await node().known().newest.string } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(newest.count == 1)
            let old = try await gate.issue()
            try await gate.door.arrange("update token_keys set created_at = now() - interval '90 days 1 hour'")
            let elsewhere = Tokens(Database(visitors: gate.door.platform.app), accounts: gate.door.accounts)
            let new = try await elsewhere.refresh(old.refreshToken, address: "")
            #expect(try await gate.text("select count(*)::text from token_keys") == "2")
            for pair in [old, new] { #expect(try await gate.enter(pair.accessToken).member == gate.ada.member) }
            try await gate.door.arrange("select kontor.sweep_tokens()")
            #expect(try await gate.text("select count(*)::text from token_keys") == "2")
            try await gate.door.arrange("update token_keys set created_at = created_at - interval '1 day' where created_at < now() - interval '1 day'")
            try await gate.door.arrange("select kontor.sweep_tokens()")
            #expect(try await gate.text("select count(*)::text from token_keys") == "1")
        }
    }
}
