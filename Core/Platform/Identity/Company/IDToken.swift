import FoundationEssentials

/// What an ID token is to say, for one sign-in: OpenID Connect Core §3.1.3.7, RFC 8725.
struct IDTokenCheck: Sendable {
    let issuer: String
    let client: String
    let nonce: String
    let now: Date

    /// Seconds that two clocks may differ.
    static let skew: Int64 = 60
    /// Seconds that a token may be old: it was made for this sign-in.
    static let age: Int64 = 600

    /// - Parameter payload: of a token whose signature was proven.
    /// - Throws: `IDTokenProblem`.
    func claims(_ payload: JSONValue) throws(IDTokenProblem) -> IDToken {
        guard payload["iss"]?.string == issuer else { throw .issuer }
        let audience = payload["aud"]?.string.map { [$0] } ?? payload["aud"]?.array?.compactMap(\.string) ?? []
        let party = payload["azp"]?.string
        guard audience.contains(client), audience.count == 1 || party != nil, party == nil || party == client else { throw .audience }
        let time = Int64(now.timeIntervalSince1970)
        guard let until = payload["exp"]?.integer, let since = payload["iat"]?.integer else { throw .malformed }
        guard time < until.addingSaturating(Self.skew), since > time - Self.age - Self.skew else { throw .expired }
        guard since <= time + Self.skew, payload["nbf"]?.integer.map({ $0 <= time + Self.skew }) ?? true else { throw .early }
        guard payload["nonce"]?.string == nonce else { throw .nonce }
        guard let subject = payload["sub"]?.string, (1...255).contains(subject.utf8.count), !subject.utf8.contains(0) else { throw .subject }
        return IDToken(subject: subject, claims: payload)
    }
}

extension Int64 {
    fileprivate func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflows) = addingReportingOverflow(other)
        return overflows ? .max : sum
    }
}

/// What a provider vouches for.
struct IDToken: Sendable {
    /// The provider's own name for the person, which it gives to nobody else.
    let subject: String
    let claims: JSONValue

    var address: EmailAddress? { claims["email"]?.string.flatMap(EmailAddress.init) }

    /// Whether the provider says itself that the address was not shown to be theirs. Some write it as a text, many not at all: then it is
    /// the confirmed domain that says who gives addresses there.
    var isUnverified: Bool { claims["email_verified"] == .bool(false) || claims["email_verified"]?.string == "false" }

    /// 1 to 200 characters.
    func name(or address: EmailAddress) -> String {
        let parts = [claims["given_name"]?.string, claims["family_name"]?.string].compactMap(\.self)
        let named = [claims["name"]?.string ?? "", parts.joined(separator: " ")].map { text in
            trimmed(String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix(200))))
        }
        return named.first { !$0.isEmpty } ?? String(address.text.prefix { $0 != "@" })
    }

    /// nil where the provider does not say.
    func groups(_ claim: String) -> [String]? {
        guard let value = claims[claim] else { return nil }
        let names = value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
        return names.filter { !$0.utf8.contains(0) && $0.utf8.count <= 1_000 }.prefix(2_000).map(\.self)
    }

    /// The same with what the provider tells besides of the same person; what the token says itself counts first.
    func filled(by more: JSONValue) -> IDToken {
        guard more["sub"]?.string == subject, let own = claims.members, let others = more.members else { return self }
        return IDToken(subject: subject, claims: .object(own + others.filter { claims[$0.name] == nil }))
    }
}
