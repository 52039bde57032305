import FoundationEssentials
import JWTKit

/// What an access token says (RFC 7519): who it is for, and until when. What they may do is not in it: that is looked up
/// under its family, so that it can change, and end, before the token does.
struct AccessToken: JWTPayload, Equatable {
    let iss: String
    let sub: String
    let business: String
    let member: String
    let family: String
    /// Seconds since 1970, as are all times here.
    let iat: Int
    let exp: Int
    let jti: String

    static let issuer = "kontor"
    /// RFC 7518 §3.2.
    static let algorithm = "HS256"
    static let lifetime = 900

    init(_ family: ID<TokenFamily>, user: ID<User>, member: ID<Member>, business: ID<Business>, at now: Date) {
        iss = Self.issuer
        sub = user.description
        self.business = business.description
        self.member = member.description
        self.family = family.description
        iat = Int(now.timeIntervalSince1970)
        exp = iat + Self.lifetime
        jti = ID<AccessToken>().description
    }

    /// Nothing: `AccessTokens` asks all there is to ask.
    func verify(using algorithm: some JWTAlgorithm) {}
}

/// Signs access tokens, and reads them back.
struct AccessTokens: Sendable {
    let keys: SigningKeys
    let now: @Sendable () -> Date

    func sign(_ token: AccessToken, with known: SigningKeys.Known) async throws -> String {
        try await known.keys.sign(token, kid: known.newest)
    }

    /// Strictly (RFC 8725 §3): one algorithm, whatever the token says, by a key of ours that it names, from us, and in time.
    /// - Throws: `BearerError.malformed` for what is none of our tokens, `.expired`.
    func read(_ text: some StringProtocol) async throws -> (token: AccessToken, family: ID<TokenFamily>) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 2_048, let header = try? DefaultJWTParser().parse(bytes, as: AccessToken.self).header,
            header.alg == AccessToken.algorithm, header.fields["crit"] == nil, let id = header.kid,
            let known = try await keys.known(having: id),
            let token = try? await known.keys.verify(bytes, as: AccessToken.self),
            token.iss == AccessToken.issuer, let family = ID<TokenFamily>(token.family)
        else { throw BearerError.malformed }
        let now = Int(now().timeIntervalSince1970)
        guard token.iat <= now + 60 else { throw BearerError.malformed } // another node's clock may be a little ahead
        guard now < token.exp, token.exp - token.iat <= AccessToken.lifetime else { throw BearerError.expired }
        return (token, family)
    }
}
