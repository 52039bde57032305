public import FoundationEssentials
import HTTPTypes
import Platform
import Synchronization

/// Counts one more request of a caller in a minute, where all nodes count together; minutes are counted since 1970.
/// Returns how many that makes, on all nodes; nil where nobody can say, and each node counts its own.
public typealias SharedCount = @Sendable (_ caller: UUID, _ minute: Int) async -> Int?

/// Counts the requests of each caller by the minute, together with the other nodes where there is a place for that.
final class RateLimits: Sendable {
    let perMinute: Int
    private let shared: SharedCount?
    private let counts = Mutex<(minute: Int, taken: [UUID: Int])>((0, [:]))

    init(perMinute: Int, shared: SharedCount? = nil) {
        self.perMinute = perMinute
        self.shared = shared
    }

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
    func take(_ caller: UUID, at now: Date = Date()) async -> Allowance {
        let second = Int(now.timeIntervalSince1970), minute = second / 60
        // Its own too, each time: the node goes on from there when the others cannot be asked.
        let own = counts.withLock { counts in
            if counts.minute != minute { counts = (minute, [:]) }
            counts.taken[caller, default: 0] += 1
            return counts.taken[caller, default: 0]
        }
        let taken = await shared?(caller, minute) ?? own
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
