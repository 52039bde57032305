import Foundation
import Support
import Testing

@testable import Platform

@Suite("A company's provider", .enabled(if: TestPlatform.isPossible))
struct SettingUpAProvider {
    @Test("is taken only as it names itself, with PKCE by S256 and signatures that prove something")
    func discovered() async throws {
        try await Company.with { company in
            let wrong: [([String: any Sendable], CompanyError)] = [
                (["issuer": "https://id.evil.example"], .otherIssuer("https://id.evil.example")), (["code_challenge_methods_supported": ["plain"]], .noS256),
                (["id_token_signing_alg_values_supported": ["HS256", "none"]], .noAlgorithm), (["authorization_endpoint": "javascript:alert(1)"], .noMetadata),
                (["authorization_endpoint": "http://id.acme.example/authorize"], .noMetadata), (["jwks_uri": NSNull()], .noMetadata),
            ]
            for (metadata, error) in wrong {
                company.provider.change { $0.metadata = metadata }
                await #expect(throws: error) { try await company.save() }
            }
        }
    }

    @Test("cannot be in a private network, or without TLS, and must answer")
    func unreachable() async throws {
        try await Company.with { company in
            func save(_ issuer: String, _ outbound: Outbound) async throws {
                let door = CompanyDoor(company.house.accounts, calling: outbound, origin: "")
                try await SignInProviders(in: company.scope, through: door).save(SignInProvider(id: company.id, issuer: issuer, client: "x"), secret: nil)
            }
            await #expect(throws: CompanyError.notAllowed) { try await save("https://127.0.0.1:9", .calls()) }
            await #expect(throws: CompanyError.notAllowed) { try await save("http://id.acme.example", .calls()) }
            await #expect(throws: CompanyError.unreachable) { try await save("https://id.nobody.example", TestProvider.outbound()) }
        }
    }

    @Test("keeps its secret sealed, and a secret is never told to another issuer")
    func secret() async throws {
        let evil = TestProvider("https://id.evil.example")
        try await Company.with(evil) { company in
            let sealed = try await company.house.platform.superuser.read(Query<[UInt8]>.value("select secret from sign_in_providers"))
            #expect(!String(decoding: sealed, as: UTF8.self).contains("s3cret"))
            try await company.settings.save(SignInProvider(id: company.id, issuer: company.provider.issuer, client: "kontor", groupsClaim: "roles"), secret: "")
            #expect(try await company.settings.current()?.hasSecret == true)
            try await company.settings.save(SignInProvider(id: company.id, issuer: evil.issuer, client: "kontor"), secret: "")
            #expect(try await company.settings.current()?.hasSecret == false)
        }
    }
}
