import Foundation
import Support
import Testing

@testable import Platform

@Suite("Of those who come in through a company is refused", .enabled(if: TestPlatform.isPossible))
struct AttackingACompany {
    @Test("a forged issuer")
    func forgedIssuer() async throws {
        try await Company.with { company in
            await #expect(throws: CompanyError.forged(.issuer)) { try await company.signIn(saying: ["iss": "https://id.acme.example/"]) }
        }
    }

    @Test("an OIDC mix-up: an answer that names another provider, or comes back where another one's would")
    func mixUp() async throws {
        try await Company.with { company in
            await #expect(throws: CompanyError.mixedUp) { try await company.signIn { try company.provider.answer($0, naming: "https://id.evil.example") } }
            let departure = try await company.door.departure(to: company.scope.business.id, next: nil, with: company.device)
            await #expect(throws: CompanyError.mixedUp) {
                try await company.door.arrive(company.provider.answer(departure), from: ID(), holding: departure.browser, with: company.device)
            }
            company.provider.change { $0.metadata = ["authorization_response_iss_parameter_supported": true] }
            try await company.save()
            await #expect(throws: CompanyError.mixedUp) { try await company.signIn() }
            _ = try await company.signIn { try company.provider.answer($0, naming: company.provider.issuer) }
        }
    }

    @Test("a wrong nonce")
    func nonce() async throws {
        try await Company.with { company in
            await #expect(throws: CompanyError.forged(.nonce)) { try await company.signIn(saying: ["nonce": Secret().text]) }
            await #expect(throws: CompanyError.forged(.nonce)) { try await company.signIn(saying: ["nonce": NSNull()]) }
        }
    }

    @Test("a replayed state, one from another browser, and one that took too long")
    func replayed() async throws {
        try await Company.with { company in
            let departure = try await company.door.departure(to: company.scope.business.id, next: nil, with: company.device)
            let answer = try company.provider.answer(departure)
            await #expect(throws: CompanyError.over) { try await company.door.arrive(answer, from: company.id, holding: Secret(), with: company.device) }
            _ = try await company.door.arrive(answer, from: company.id, holding: departure.browser, with: company.device)
            await #expect(throws: CompanyError.over) { try await company.door.arrive(answer, from: company.id, holding: departure.browser, with: company.device) }
            let late = try await company.door.departure(to: company.scope.business.id, next: nil, with: company.device)
            try await company.house.arrange("update company_sign_ins set expires_at = now()")
            await #expect(throws: CompanyError.over) {
                try await company.door.arrive(company.provider.answer(late), from: company.id, holding: late.browser, with: company.device)
            }
        }
    }

    @Test("algorithm confusion in JWT: HS256 by the public key, none, and a key that is not the provider's", arguments: [
        (TestProvider.Signing.publicKeyAsSecret, IDTokenProblem.algorithm), (.none, .algorithm), (.stranger, .signature),
    ])
    func algorithm(signing: TestProvider.Signing, problem: IDTokenProblem) async throws {
        try await Company.with { company in
            company.provider.change { $0.signing = signing }
            await #expect(throws: CompanyError.forged(problem)) { try await company.signIn() }
        }
    }

    @Test("a token of another time or for another application: clock skew counts for a minute only")
    func times() async throws {
        try await Company.with { company in
            let now = Int(Date().timeIntervalSince1970)
            let wrong: [([String: any Sendable], IDTokenProblem)] = [
                (["exp": now - 90], .expired), (["iat": now - 900], .expired), (["iat": now + 120], .early), (["nbf": now + 120], .early),
                (["aud": "other"], .audience), (["aud": ["kontor", "other"]], .audience), (["azp": "other"], .audience), (["sub": ""], .subject),
                (["exp": NSNull()], .malformed),
            ]
            for (claims, problem) in wrong {
                await #expect(throws: CompanyError.forged(problem), "\(claims)") { try await company.signIn(saying: claims) }
            }
            _ = try await company.signIn(saying: ["exp": now - 20, "iat": now + 30, "aud": ["kontor", "other"], "azp": "kontor"])
        }
    }

    @Test("an unconfirmed domain, another tenant's domain, a homograph domain, and an address the provider calls unverified")
    func addresses() async throws {
        try await Company.with { company in
            let globex = try await company.house.platform.register("Globex")
            try await company.house.platform.confirm("globex.example", of: globex.business.id)
            for address in ["ada@unconfirmed.example", "ada@globex.example", "ada@\u{430}cme.example"] {
                await #expect(throws: CompanyError.foreignAddress(address)) { try await company.signIn(saying: ["email": address]) }
            }
            await #expect(throws: CompanyError.noAddress) { try await company.signIn(saying: ["email": "no address"]) }
            await #expect(throws: CompanyError.unverifiedAddress) { try await company.signIn(saying: ["email_verified": false]) }
            await #expect(throws: CompanyError.unverifiedAddress) { try await company.signIn(saying: ["email_verified": "false"]) }
            let count = try await company.house.count("members")
            #expect(count == 2)
        }
    }

    @Test("whoever declined, or brings a code that is not good")
    func declined() async throws {
        try await Company.with { company in
            func answer(_ departure: CompanyDeparture, _ more: (String, String)) -> CompanyAnswer {
                CompanyAnswer(Form([(name: "state", value: CompanyDoor.state(departure.browser)), (name: more.0, value: more.1)]))
            }
            await #expect(throws: CompanyError.declined("access_denied")) { try await company.signIn { answer($0, ("error", "access_denied")) } }
            await #expect(throws: CompanyError.badAnswer) { try await company.signIn { answer($0, ("code", "made up")) } }
        }
    }
}
