import Logging
import Synchronization

/// Whether the server answers, and when to try again. Says it once when that changes.
final class RedisHealth: Sendable {
    private let address: RedisAddress
    private let logger: Logger
    private let kept = Mutex(Kept())

    private struct Kept {
        /// Why the server is away; nil while it is not.
        var error: RedisError?
        var pause = Duration.zero
        var nextTry = ContinuousClock.now
    }

    enum Standing {
        case here
        case away(RedisError, isTimeToTry: Bool)
    }

    init(address: RedisAddress, logger: Logger) {
        self.address = address
        self.logger = logger
    }

    /// Tells one of those who ask that it is time to try again.
    func standing() -> Standing {
        kept.withLock { kept in
            guard let error = kept.error else { return .here }
            let isTime = kept.nextTry <= .now
            // Longer than a try takes; when it has failed, `lost` says when the next one is due.
            if isTime { kept.nextTry = .now + .seconds(10) }
            return .away(error, isTimeToTry: isTime)
        }
    }

    func lost(_ error: RedisError) {
        kept.withLock { kept in
            if kept.error == nil {
                logger.warning("Redis is away; until it is back this node does without", metadata: ["error": "\(error)"])
            }
            kept.error = error
            kept.pause = kept.pause.longer
            kept.nextTry = .now + kept.pause
        }
    }

    func found() {
        kept.withLock { kept in
            if kept.error != nil { logger.notice("Redis is back", metadata: ["at": "\(address.place)"]) }
            kept = Kept()
        }
    }

    /// The server is there, and will not do something that nobody waits for.
    func refused(_ error: RedisError) { logger.warning("Redis does not do what it is told", metadata: ["error": "\(error)"]) }
}

extension Duration {
    /// How long to wait after this pause was in vain: twice as long, up to five seconds.
    var longer: Duration { min(max(self * 2, .milliseconds(50)), .seconds(5)) }
}
