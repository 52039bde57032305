import Foundation
import JWTKit
import Support
import Synchronization
import Testing

@testable import Platform

@Suite("Signing in for tokens", .enabled(if: TestPlatform.isPossible))
struct IssuingTokens {
    @Test("answers a pair in the words of RFC 6749, whose access token opens the person's business")
    func works() async throws {
        try await ProgramDoor.with { gate in
            let pair = try await gate.issue()
            let json = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(pair)) as? [String: Any])
            #expect(json["access_token"] as? String == pair.accessToken && json["refresh_token"] as? String == pair.refreshToken)
            #expect(json["token_type"] as? String == "Bearer" && json["expires_in"] as? Int == 900 && json["refresh_expires_in"] as? Int == 2_592_000)
            let entry = try await gate.enter(pair.accessToken)
            #expect(entry.member == gate.ada.member && entry.permissions == gate.ada.permissions && entry.key == nil)
            #expect(try await gate.text("select address from token_families") == "192.0.2.1")
        }
    }

    @Test("takes the business that is asked for, the oldest seat without, and none the person has no seat in")
    func businesses() async throws {
        try await ProgramDoor.with { gate in
            let globex = try await gate.door.platform.register("Globex"), initech = try await gate.door.platform.register("Initech")
            try await gate.door.arrange("""
                insert into members (business_id, id, user_id, role, created_at)
                values (\(globex.business.id), \(ID<Member>()), \(gate.ada.member.user), 'viewer', now() + interval '1 hour')
                """)
            #expect(try await gate.enter(gate.issue().accessToken).business.id == gate.ada.business.id)
            let entry = try await gate.enter(gate.issue(business: globex.business.id).accessToken)
            #expect(entry.business.id == globex.business.id && entry.member.role == .viewer)
            for foreign in [initech.business.id, ID<Business>()] {
                await #expect(throws: TokenError.unknownBusiness) { try await gate.issue(business: foreign) }
            }
            #expect(TokenError.unknownBusiness.field == "business_id" && TokenError.unknownBusiness.status == .unprocessableContent)
            try await gate.door.arrange("delete from members where user_id = \(gate.ada.member.user)")
            await #expect(throws: TokenError.noSeat) { try await gate.issue() }
        }
    }

    @Test("is refused and slowed down as in the portal, together with it")
    func throttled() async throws {
        try await ProgramDoor.with { gate in
            for number in 0..<5 {
                await #expect(throws: AccountError.wrongPassword) {
                    if number % 2 == 0 { _ = try await gate.issue(password: "wrong") } else { _ = try await gate.door.signIn(ProgramDoor.email, password: "wrong") }
                }
            }
            try await gate.door.arrange("update sign_in_failures set last_failure = now() + interval '10 minutes'")
            let error = await failure { try await gate.issue() } as? AccountError
            guard case .tooManyTries? = error else { Issue.record("not slowed down: \(String(describing: error))"); return }
            try await gate.door.arrange("delete from sign_in_failures")
            _ = try await gate.issue()
            #expect(try await gate.text("select count(*)::text from sign_in_failures where failures > 0") == "0")
        }
    }

    @Test("is refused to one who was deactivated, also at the very moment the password was checked")
    func deactivated() async throws {
        try await ProgramDoor.with { gate in
            try await gate.door.arrange("update users set deactivated_at = now()")
            await #expect(throws: AccountError.deactivated) { try await gate.issue() }
            for hash in ["password_hash", "'changed meanwhile'"] {
                #expect(try await gate.text("""
                    select state from users u, kontor.start_family(gen_random_uuid(), u.id, \(SQL(unchecked: hash)), null, '\\x01', '1 day', '')
                    """) == "shut")
                try await gate.door.arrange("update users set deactivated_at = null")
            }
            #expect(try await gate.text("select count(*)::text from token_families") == "0")
        }
    }

    @Test("leaves no token in the database, nor in what is said about a pair")
    func hidden() async throws {
        try await ProgramDoor.with { gate in
            let pair = try await gate.refresh(gate.issue())
            let signature = try #require(pair.accessToken.split(separator: ".").last)
            for secret in [pair.refreshToken, pair.accessToken, String(signature)] { #expect(try await gate.tables(holding: secret) == []) }
            #expect("\(pair)" == "a pair of tokens" && String(reflecting: pair) == "a pair of tokens")
        }
    }

    @Test("leaves nothing behind once its time is over, but for what was stolen")
    func swept() async throws {
        try await ProgramDoor.with { gate in
            let (old, stolen, new) = (try await gate.issue(), try await gate.issue(), try await gate.issue())
            _ = try await gate.refresh(stolen)
            await #expect(throws: TokenError.reused) { try await gate.refresh(stolen) }
            let keep: SQL = "(select family_id from refresh_tokens where digest = \(try #require(Secret(new.refreshToken)).digest))"
            try await gate.door.arrange("update token_families set expires_at = now() where id <> \(keep)")
            try await gate.door.arrange("update refresh_tokens set expires_at = now() where family_id <> \(keep)")
            _ = try await gate.door.platform.app.write(Query<Int>.value("select kontor.sweep_tokens()"))
            #expect(try await gate.text("select string_agg(coalesce(ended_because, 'open'), ' ' order by ended_because) from token_families") == "reused open")
            #expect(try await gate.text("select count(*)::text from refresh_tokens") == "1")
            await #expect(throws: TokenError.unknown) { try await gate.refresh(old) }
            _ = try await gate.refresh(new)
        }
    }
}
