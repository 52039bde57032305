public import HTTPTypes

/// Why nobody comes in through a company's provider, or why a provider is not taken.
public enum CompanyError: UserFacingError, Equatable {
    /// No business with a provider has shown that the address's domain is its own.
    case noProvider
    case unreachable
    /// It is no `https` address, or one of a private network.
    case notAllowed
    /// What answered is no OpenID provider's description of itself.
    case noMetadata
    /// The provider calls itself otherwise.
    case otherIssuer(String)
    /// The provider says how it guards codes, and S256 is not among it (RFC 7636).
    case noS256
    /// It signs with none of the algorithms that are taken.
    case noAlgorithm
    /// There was no such sign-in in this browser, or it was used already, or took too long.
    case over
    /// The answer is from another provider than the one that was asked (RFC 9207).
    case mixedUp
    /// The provider says that the person may not, or does not want to; by its error code (RFC 6749 §4.1.2.1).
    case declined(String)
    /// The code was not taken, or there was no ID token for it.
    case badAnswer
    case forged(IDTokenProblem)
    case noAddress
    /// The provider says itself that nobody has shown the address to be theirs.
    case unverifiedAddress
    case foreignAddress(String)
    /// The address was another person's at the provider before.
    case reusedAddress
    /// Nobody has come in by it yet, so it is not to be the only way.
    case untried

    public var status: HTTPResponse.Status {
        switch self {
        case .noProvider, .notAllowed, .noMetadata, .otherIssuer, .noS256, .noAlgorithm, .noAddress: .unprocessableContent
        case .unreachable, .badAnswer: .badGateway
        case .over: .gone
        case .mixedUp, .declined, .forged, .unverifiedAddress, .foreignAddress, .reusedAddress: .forbidden
        case .untried: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .noProvider: "directory.refused.no_provider"
        case .unreachable: "directory.refused.unreachable"
        case .notAllowed: "directory.refused.not_allowed"
        case .noMetadata: "directory.refused.no_metadata"
        case .otherIssuer(let name): Phrase("directory.refused.other_issuer", ["issuer": .text(name)])
        case .noS256: "directory.refused.no_s256"
        case .noAlgorithm: "directory.refused.no_algorithm"
        case .over: "directory.refused.over"
        case .mixedUp: "directory.refused.mixed_up"
        case .declined(let code): Phrase("directory.refused.declined", ["code": .text(code)])
        case .badAnswer: "directory.refused.bad_answer"
        case .forged(let problem): Phrase("directory.refused.forged", ["what": .phrase(problem.phrase)])
        case .noAddress: "directory.refused.no_address"
        case .unverifiedAddress: "directory.refused.unverified_address"
        case .foreignAddress(let address): Phrase("directory.refused.foreign_address", ["email": .text(address)])
        case .reusedAddress: "directory.refused.reused_address"
        case .untried: "directory.refused.untried"
        }
    }
}

/// What is wrong with an ID token.
public enum IDTokenProblem: String, Error, Sendable, CaseIterable {
    case malformed, algorithm, key, signature, issuer, audience, expired, early, nonce, subject

    var phrase: Phrase { Phrase("directory.token.\(rawValue)") }
}
