/// What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it is needed.
struct ProviderMetadata: Sendable, Equatable {
    let issuer: String
    let authorizationEndpoint, tokenEndpoint, keysAddress: String
    let userInfoEndpoint: String?
    /// Whether its answers name it (RFC 9207 §3).
    let namesItself: Bool
    /// Whether the client's secret goes into the form instead of the header (OpenID Connect Core §9).
    let takesSecretInForm: Bool
    let knowsGroups: Bool

    static let path = "/.well-known/openid-configuration"

    /// - Throws: `CompanyError.noMetadata`, `.otherIssuer`, `.noS256`, `.noAlgorithm`.
    init(_ json: JSONValue, of issuer: String) throws(CompanyError) {
        guard let named = json["issuer"]?.string, let authorization = json["authorization_endpoint"]?.string,
            let token = json["token_endpoint"]?.string, let keys = json["jwks_uri"]?.string
        else { throw .noMetadata }
        guard named == issuer else { throw .otherIssuer(String(named.prefix(200))) }
        // The browser is sent there: an address of the provider's own kind, and nothing that could be a script.
        guard authorization.hasPrefix("https://") || issuer.hasPrefix("http://") && authorization.hasPrefix("http://"),
            authorization.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !authorization.contains("#")
        else { throw .noMetadata }
        func list(_ name: String) -> [String]? { json[name]?.array.map { $0.compactMap(\.string) } }
        // Where it does not say, it may know S256 all the same: many do. A challenge is sent in any case.
        if let methods = list("code_challenge_methods_supported"), !methods.contains("S256") { throw .noS256 }
        if let algorithms = list("id_token_signing_alg_values_supported"), KeySet.algorithms.isDisjoint(with: algorithms) { throw .noAlgorithm }
        self.issuer = issuer
        authorizationEndpoint = authorization
        tokenEndpoint = token
        keysAddress = keys
        userInfoEndpoint = json["userinfo_endpoint"]?.string
        namesItself = json["authorization_response_iss_parameter_supported"] == .bool(true)
        let methods = list("token_endpoint_auth_methods_supported") ?? ["client_secret_basic"]
        takesSecretInForm = !methods.contains("client_secret_basic") && methods.contains("client_secret_post")
        knowsGroups = list("scopes_supported")?.contains("groups") ?? false
    }
}
