/// Why Redis did not do what it was told.
public enum RedisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Nobody answers at `place`, or the connection broke off. What was under way may or may not have been done.
    case away(place: String, reason: String)
    /// The server does not do that, such as to somebody who has no right to it.
    case refused(command: String, place: String, reason: String)

    public var description: String {
        switch self {
        case .away(let place, let reason): "Redis at \(place) does not answer: \(reason)"
        case .refused(let command, let place, let reason): "Redis at \(place) refuses \(command): \(reason)"
        }
    }
}
