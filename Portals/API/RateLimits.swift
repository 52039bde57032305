import FoundationEssentials
import HTTPTypes
import Platform
import Synchronization

/// Counts the requests of each caller by the minute. Every node counts its own.
final class RateLimits: Sendable {
    let perMinute: Int
    private let counts = Mutex<(minute: Int, taken: [UUID: Int])>((0, [:]))

    init(perMinute: Int) { self.perMinute = perMinute }

    /// What is left of a caller's minute.
    struct Allowance: Sendable {
        let limit: Int
        /// Below zero where this request is one too many.
        let remaining: Int
        /// Seconds until a new minute begins.
        let reset: Int

        var isGranted: Bool { remaining >= 0 }
    }

    /// - Parameter caller: the id of a member, or of a directory's token.
    func take(_ caller: UUID, at now: Date = Date()) -> Allowance {
        let second = Int(now.timeIntervalSince1970), minute = second / 60
        let taken = counts.withLock { counts in
            if counts.minute != minute { counts = (minute, [:]) }
            counts.taken[caller, default: 0] += 1
            return counts.taken[caller, default: 0]
        }
        return Allowance(limit: perMinute, remaining: perMinute - taken, reset: 60 - second % 60)
    }
}

struct TooManyRequests: UserFacingError {
    var status: HTTPResponse.Status { .tooManyRequests }
    var message: Phrase { "api.problems.rate" }
}

extension Response {
    /// Says how many requests are left, in the fields that most interfaces use.
    func with(_ allowance: RateLimits.Allowance) -> Response {
        var response = self
        response.headers[.rateLimitLimit] = String(allowance.limit)
        response.headers[.rateLimitRemaining] = String(max(0, allowance.remaining))
        response.headers[.rateLimitReset] = String(allowance.reset)
        if !allowance.isGranted { response.headers[.retryAfter] = String(allowance.reset) }
        return response
    }
}

extension HTTPField.Name {
    static let rateLimitLimit = HTTPField.Name("X-RateLimit-Limit") ?? .via
    static let rateLimitRemaining = HTTPField.Name("X-RateLimit-Remaining") ?? .via
    static let rateLimitReset = HTTPField.Name("X-RateLimit-Reset") ?? .via
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .via
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed") ?? .via
}
