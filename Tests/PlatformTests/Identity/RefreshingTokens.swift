import FoundationEssentials
import Support
import Synchronization
import Testing

@testable import Platform

@Suite("A refresh token", .enabled(if: TestPlatform.isPossible))
struct RefreshingTokens {
    @Test("is good for one new pair, and that for the next")
    func rotates() async throws {
        try await ProgramDoor.with { gate in
            let first = try await gate.issue()
            let second = try await gate.refresh(first), third = try await gate.refresh(second)
            #expect(Set([first, second, third].map(\.refreshToken)).count == 3)
            for pair in [first, second, third] { #expect(try await gate.enter(pair.accessToken).member == gate.ada.member) }
        }
    }

    @Test("that leaked and is used twice signs the family out, access tokens and all, and it is written down")
    func reused() async throws {
        try await ProgramDoor.with { gate in
            let stolen = try await gate.issue(), other = try await gate.issue()
            let owner = try await gate.refresh(stolen)
            try await gate.hears(owner.accessToken)
            await #expect(throws: TokenError.reused) { try await gate.refresh(stolen) }
            for pair in [stolen, owner] { #expect(try await gate.comes(.revoked, to: pair.accessToken)) }
            await #expect(throws: TokenError.ended) { try await gate.refresh(owner) }
            await #expect(throws: TokenError.ended) { try await gate.refresh(stolen) }
            #expect(try await gate.text("""
                select ended_because || ' ' || ended_address from token_families where ended_at is not null
                """) == "reused 192.0.2.2")
            // The person's other sign-ins were not stolen.
            #expect(try await gate.enter(other.accessToken).member == gate.ada.member)
            _ = try await gate.refresh(other)
        }
    }

    @Test("used by twenty at once gives one of them a pair at most, which ends with the others' tries")
    func race() async throws {
        try await ProgramDoor.with { gate in
            let pair = try await gate.issue()
            let outcomes = await withTaskGroup(of: Result<TokenPair, any Error>.self) { group in
                for _ in 0..<20 {
                    group.addTask { do { return .success(try await gate.refresh(pair)) } catch { return .failure(error) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let won = outcomes.compactMap { try? $0.get() }
            let lost = outcomes.compactMap { outcome in if case .failure(let error) = outcome { error as? TokenError } else { nil } }
            #expect(won.count == 1 && lost.filter { $0 == .reused }.count == 1 && lost.filter { $0 == .ended }.count == 18)
            for pair in won {
                await #expect(throws: TokenError.ended) { try await gate.refresh(pair) }
                #expect(try await gate.comes(.revoked, to: pair.accessToken))
            }
        }
    }

    @Test("ends with signing out, as do the access tokens of its family and of no other")
    func revoked() async throws {
        try await ProgramDoor.with { gate in
            let phone = try await gate.issue(), desk = try await gate.issue()
            try await gate.hears(phone.accessToken)
            try await gate.tokens.revoke(phone.refreshToken, address: "192.0.2.4")
            #expect(try await gate.comes(.revoked, to: phone.accessToken))
            await #expect(throws: TokenError.ended) { try await gate.refresh(phone) }
            #expect(try await gate.enter(desk.accessToken).member == gate.ada.member)
            for nothing in ["", "x", phone.refreshToken, Secret().text] { try await gate.tokens.revoke(nothing, address: "") }
        }
    }

    @Test("ends with a new password, and with the account, and stays ended", arguments: [
        "update users set password_hash = 'another'", "update users set deactivated_at = now()", "delete from members",
    ])
    func ended(change: String) async throws {
        try await ProgramDoor.with { gate in
            let pair = try await gate.issue()
            try await gate.hears(pair.accessToken)
            try await gate.door.arrange(SQL(unchecked: change))
            #expect(try await gate.comes(.revoked, to: pair.accessToken))
            try await gate.door.arrange("update users set deactivated_at = null")
            let error = try #require(await failure { try await gate.refresh(pair) } as? TokenError)
            #expect([.ended, .unknown].contains(error))
            #expect(await gate.refusal(pair.accessToken) as? BearerError == .revoked)
        }
    }

    @Test("outlives what else changes about the person")
    func others() async throws {
        try await ProgramDoor.with { gate in
            let pair = try await gate.issue()
            try await gate.door.arrange("update users set name = 'Ada L.', password_hash = password_hash, last_login = now()")
            #expect(try await gate.enter(gate.refresh(pair).accessToken).member.name == "Ada L.")
        }
    }

    @Test("is good for thirty days, and nothing else is one")
    func expired() async throws {
        try await ProgramDoor.with { gate in
            let pair = try await gate.issue()
            for wrong in ["", "x", pair.accessToken, Secret().text, String(repeating: "\0", count: 43), pair.refreshToken + "x"] {
                await #expect(throws: TokenError.unknown) { try await gate.tokens.refresh(wrong, address: "") }
            }
            #expect(try await gate.text("select (expires_at - created_at)::text from refresh_tokens") == "30 days")
            try await gate.door.arrange("update refresh_tokens set expires_at = now()")
            await #expect(throws: TokenError.expired) { try await gate.refresh(pair) }
        }
    }
}
