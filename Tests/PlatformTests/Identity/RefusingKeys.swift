import FoundationEssentials
import HTTPTypes
import Support
import Testing

@testable import Platform

@Suite("The door for programs", .enabled(if: TestPlatform.isPossible))
struct RefusingKeys {
    @Test("says of each header that lets nobody in what is wrong with it", arguments: [
        (nil, BearerError.missing), ("", .missing), ("Basic YWRhOmFkYQ==", .malformed), ("Bearer", .malformed), ("Bearer ", .malformed),
        ("Bearer kontor_", .malformed), ("Bearer kontor_\(String(repeating: "é", count: 21))a", .malformed),
        ("Bearer kontor_\(String(repeating: "a", count: 43))", .unknown), ("Bearer \(String(repeating: "a", count: 43))", .malformed),
        ("Bearer a.b.c", .malformed), ("Bearer ..", .malformed), ("Bearer \(String(repeating: "a.", count: 100_000))", .malformed),
        ("Bearer kontor_\(String(repeating: "a", count: 42))\0", .malformed), ("Bearer eyJhbGciOiJub25lIn0.e30.", .malformed),
    ])
    func headers(header: String?, error: BearerError) async throws {
        try await ProgramDoor.with { gate in
            await #expect(throws: error) { try await gate.api.entry(authorization: header, address: "192.0.2.1") }
        }
    }

    @Test("takes the scheme in any case")
    func scheme() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada)
            for scheme in ["Bearer", "bearer", "BEARER", "Bearer "] {
                #expect(try await gate.api.entry(authorization: "\(scheme) \(secret.text)", address: "").member == gate.ada.member)
            }
        }
    }

    @Test("shuts at once for a key that is revoked, has expired, or whose member or business may not work", arguments: [
        ("update api_keys set revoked_at = now()", BearerError.revoked), ("update api_keys set expires_at = now()", .expired),
        ("update users set deactivated_at = now()", .deactivated), ("delete from members", .unknown), ("delete from api_keys", .unknown),
    ])
    func shut(change: String, error: BearerError) async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada)
            _ = try await gate.enter(secret.text)
            try await gate.door.arrange(SQL(unchecked: change))
            #expect(try await gate.comes(error, to: secret.text))
        }
    }

    @Test("shuts when a key's time is over, though nobody says so")
    func expiring() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada, until: Date() + 1.5)
            #expect(try await gate.enter(secret.text).business == gate.ada.business)
            #expect(try await gate.comes(.expired, to: secret.text))
        }
    }

    @Test("says why to a key and a token of a suspended business, and opens once it is settled")
    func suspended() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada), pair = try await gate.issue()
            for bearer in [secret.text, pair.accessToken] { _ = try await gate.enter(bearer) }
            try await gate.door.arrange("update businesses set suspended_reason = 'Unpaid', suspended_at = now()")
            for bearer in [secret.text, pair.accessToken] {
                #expect(try await eventually { await gate.refusal(bearer) as? Refusal == .subscription(reason: "Unpaid") })
            }
            await #expect(throws: Refusal.subscription(reason: "Unpaid")) { try await gate.issue() }
            await #expect(throws: Refusal.subscription(reason: "Unpaid")) { try await gate.refresh(pair) }
            try await gate.door.arrange("update businesses set suspended_reason = null, suspended_at = null")
            for bearer in [secret.text, pair.accessToken] { #expect(try await eventually { await gate.refusal(bearer) == nil }) }
            _ = try await gate.refresh(pair)
        }
    }

    @Test("is the only one a key opens: it is no cookie, nor is a cookie a key")
    func kinds() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada), cookie = try await gate.door.signIn(ProgramDoor.email)
            _ = try await gate.enter(secret.text)
            for digest in [secret.digest, sha256(Array(secret.text.dropFirst(7).utf8))] { #expect(try await gate.entries.entry(digest) == nil) }
            #expect(try await gate.entries.entry(cookie.digest) != nil)
            #expect(await gate.refusal(cookie.text) as? BearerError == .malformed)
            #expect(await gate.refusal("kontor_\(cookie.text)") as? BearerError == .unknown)
        }
    }

    @Test("challenges as RFC 6750 has it, in plain ASCII", arguments: BearerError.allCases)
    func challenges(error: BearerError) throws {
        #expect(error.status == .unauthorized && error.challenge.hasPrefix("Bearer realm=\"Kontor\""))
        #expect(error.challenge.contains("error=\"invalid_token\", error_description=\"") == (error != .missing))
        #expect(error.challenge.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    }
}
