public import HTTPTypes

/// Why a directory's request is refused, as RFC 7644 §3.12 has it.
public struct SCIMError: UserFacingError, Equatable {
    public let status: HTTPResponse.Status
    /// The keyword of RFC 7644 table 9; nil where there is none for it.
    public let type: Kind?
    public let message: Phrase

    public enum Kind: String, Sendable {
        case invalidFilter, tooMany, uniqueness, mutability, invalidSyntax, invalidPath, noTarget, invalidValue, invalidVers, sensitive
    }

    public init(_ status: HTTPResponse.Status, _ type: Kind? = nil, _ message: Phrase) {
        self.status = status
        self.type = type
        self.message = message
    }

    /// 400, with what is wrong.
    static func bad(_ type: Kind, _ what: String, _ arguments: [String: Phrase.Argument] = [:]) -> SCIMError {
        SCIMError(.badRequest, type, Phrase("scim.problems.\(what)", arguments))
    }

    static let notFound = SCIMError(.notFound, nil, "scim.problems.not_found")
    /// Somebody has written in between (RFC 7644 §3.14).
    static let changed = SCIMError(.preconditionFailed, nil, "scim.problems.changed")
    static let ownerStays = bad(.mutability, "owner")
    /// Nobody's token, or one that was revoked.
    static func token(_ what: String) -> SCIMError { SCIMError(.unauthorized, nil, Phrase("scim.problems.token_\(what)")) }
}
