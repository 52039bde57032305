import Crypto
import Foundation
import Support
import Synchronization
import Testing

@testable import Platform

/// A sign-in provider of the test's own, which says what the test has it say.
final class TestProvider: Sendable {
    let issuer: String
    private let state: Mutex<State>

    /// How a token is signed.
    enum Signing { case own, stranger, none, publicKeyAsSecret }

    struct State {
        var key = P256.Signing.PrivateKey()
        var keyID = "one"
        /// By the code: what was asked for.
        var asked: [String: (nonce: String, challenge: String)] = [:]
        var metadata: [String: any Sendable] = [:]
        var keysRead = 0
        /// Put over what a token says by itself; NSNull takes a claim away.
        var claims: [String: any Sendable] = [:]
        var signing = Signing.own
        var header: [String: any Sendable] = [:]
    }

    init(_ issuer: String = "https://id.acme.example") {
        self.issuer = issuer
        state = Mutex(State())
    }

    func change(_ body: @Sendable (inout State) -> Void) { state.withLock { body(&$0) } }
    var keysRead: Int { state.withLock { $0.keysRead } }

    /// What the provider sends the browser back with, having signed somebody in.
    func answer(_ departure: CompanyDeparture, naming issuer: String? = nil) throws -> CompanyAnswer {
        let query = Form(urlEncoded: Array(departure.url.split(separator: "?", maxSplits: 1)[1].utf8))
        #expect(query["response_type"] == "code" && query["code_challenge_method"] == "S256" && query["client_id"] == "kontor")
        let code = Secret().text, nonce = query["nonce"] ?? "", challenge = query["code_challenge"] ?? ""
        state.withLock { $0.asked[code] = (nonce, challenge) }
        return CompanyAnswer(Form([("state", query["state"] ?? ""), ("code", code)] + (issuer.map { [("iss", $0)] } ?? [])))
    }

    /// Answers for all of these providers.
    static func outbound(_ providers: TestProvider...) -> Outbound {
        Outbound { request in
            guard let provider = providers.first(where: { request.url.hasPrefix($0.issuer + "/") }) else { throw OutboundError.unreachable("no such host") }
            return try provider.answer(to: request, at: String(request.url.dropFirst(provider.issuer.count)))
        }
    }

    private func answer(to request: OutboundRequest, at path: String) throws -> OutboundResponse {
        let body: [UInt8]? = try state.withLock { state in
            try Self.body(request, path, issuer, &state).map { Array(try JSONSerialization.data(withJSONObject: $0)) }
        }
        return OutboundResponse(status: body == nil ? 404 : 200, body: body ?? [])
    }

    private static func body(_ request: OutboundRequest, _ path: String, _ issuer: String, _ state: inout State) throws -> [String: any Sendable]? {
        switch path {
        case ProviderMetadata.path:
            let own: [String: any Sendable] = [
                "issuer": issuer, "authorization_endpoint": issuer + "/authorize", "token_endpoint": issuer + "/token", "jwks_uri": issuer + "/keys",
                "code_challenge_methods_supported": ["S256"], "id_token_signing_alg_values_supported": ["ES256"],
            ]
            return own.merging(state.metadata) { _, new in new }
        case "/keys":
            state.keysRead += 1
            let point = Array(state.key.publicKey.rawRepresentation)
            return ["keys": [
                ["kty": "oct", "kid": "secret", "k": "AAAA"],
                ["kty": "EC", "crv": "P-256", "kid": state.keyID, "use": "sig", "x": base64URL(Array(point[..<32])), "y": base64URL(Array(point[32...]))],
            ]]
        case "/token": return try token(request, issuer, &state)
        default: return nil
        }
    }

    private static func token(_ request: OutboundRequest, _ issuer: String, _ state: inout State) throws -> [String: any Sendable]? {
        let form = Form(urlEncoded: request.body ?? [])
        guard let asked = state.asked.removeValue(forKey: form["code"] ?? ""), let verifier = form["code_verifier"],
            base64URL(sha256(Array(verifier.utf8))) == asked.challenge,
            request.headers.contains(where: { $0.name == "Authorization" && $0.value == "Basic " + Data("kontor:s3cret".utf8).base64EncodedString() })
        else { return nil }
        let now = Int(Date().timeIntervalSince1970)
        var claims: [String: any Sendable] = [
            "iss": issuer, "aud": "kontor", "sub": "ada-1", "email": "ada@acme.example", "name": "Ada", "nonce": asked.nonce, "iat": now, "exp": now + 300,
        ]
        claims.merge(state.claims) { _, new in new }
        return ["access_token": "x", "token_type": "Bearer", "id_token": try signed(claims.filter { !($0.value is NSNull) }, state)]
    }

    private static func signed(_ claims: [String: any Sendable], _ state: State) throws -> String {
        let algorithm = switch state.signing {
        case .own, .stranger: "ES256"
        case .none: "none"
        case .publicKeyAsSecret: "HS256"
        }
        let header = ["alg": algorithm, "kid": state.keyID].merging(state.header) { _, new in new }
        let parts = try [header, claims].map { base64URL(Array(try JSONSerialization.data(withJSONObject: $0))) }.joined(separator: ".")
        let bytes = Data(parts.utf8)
        let signature: [UInt8] = switch state.signing {
        case .own: Array(try state.key.signature(for: bytes).rawRepresentation)
        case .stranger: Array(try P256.Signing.PrivateKey().signature(for: bytes).rawRepresentation)
        case .none: []
        case .publicKeyAsSecret:
            Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: Data(state.key.publicKey.pemRepresentation.utf8))))
        }
        return "\(parts).\(base64URL(signature))"
    }
}

/// A business with a domain and a provider, and the way in through it.
struct Company: Sendable {
    let house: Door
    let scope: Scope
    let door: CompanyDoor
    let provider: TestProvider
    let id: ID<SignInProvider>

    static func with(_ others: TestProvider..., body: (Company) async throws -> Void) async throws {
        try await Door.with { house in
            let provider = TestProvider(), scope = try await house.acme()
            let outbound = Outbound { [others] request in
                do { return try await TestProvider.outbound(provider).send(request) } catch OutboundError.unreachable {
                    guard let other = others.first(where: { request.url.hasPrefix($0.issuer + "/") }) else { throw OutboundError.unreachable("") }
                    return try await TestProvider.outbound(other).send(request)
                }
            }
            let door = CompanyDoor(house.accounts, calling: outbound, origin: "https://kontor.example"), id = ID<SignInProvider>()
            let company = Company(house: house, scope: scope, door: door, provider: provider, id: id)
            try await company.save()
            try await body(company)
        }
    }

    var settings: SignInProviders { SignInProviders(in: scope, through: door) }

    func save(isRequired: Bool = false) async throws {
        try await settings.save(SignInProvider(id: id, issuer: provider.issuer, client: "kontor", isRequired: isRequired), secret: "s3cret")
    }

    /// Another browser each time.
    var device: Device { Device(address: "192.0.2.7", agent: "Tests") }

    /// Somebody goes to the provider and comes back.
    func signIn(_ answer: ((CompanyDeparture) throws -> CompanyAnswer)? = nil) async throws -> Secret {
        let departure = try await door.departure(to: scope.business.id, next: "/members", with: device)
        let back = try answer?(departure) ?? provider.answer(departure)
        return try await door.enter(door.arrive(back, from: id, holding: departure.browser, with: device))
    }

    /// The same with a provider that says something else.
    func signIn(saying claims: [String: any Sendable]) async throws -> Secret {
        provider.change { $0.claims = claims }
        return try await signIn()
    }
}
