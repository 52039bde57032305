import FoundationEssentials
import Postgres

/// What became of a refresh token: a row of `kontor.rotate_token`.
struct Rotation: Sendable {
    private let state: String, reason: String?
    private let family: ID<TokenFamily>?, user: ID<User>?, business: ID<Business>?, member: ID<Member>?

    @Sendable init(row: inout Row) throws {
        state = try row.next()
        family = try row.next()
        user = try row.next()
        business = try row.next()
        member = try row.next()
        reason = try row.next()
    }

    /// Whether the family has just been ended because somebody else has its tokens.
    var isTheft: Bool { state == "reused" }
    /// Names the family in a log.
    var whose: String { family?.description ?? "unknown" }

    /// The access token that goes with the next refresh token.
    /// - Throws: `TokenError`, or `Refusal.subscription`, when there is none.
    func token(at now: Date) throws -> AccessToken {
        switch state {
        case "rotated":
            guard let family, let user, let business, let member else { throw TokenError.unknown }
            return AccessToken(family, user: user, member: member, business: business, at: now)
        case "suspended": throw Refusal.subscription(reason: reason ?? "")
        case "factor": throw TokenError.factorNeeded
        case "expired": throw TokenError.expired
        case "ended": throw TokenError.ended
        case "reused": throw TokenError.reused
        default: throw TokenError.unknown
        }
    }
}
