import Synchronization

/// What was made once, kept for the next who needs it under the same name.
final class Keeping: Sendable {
    private let kept = Mutex<[String: any Sendable]>([:])

    /// Makes it when it is not there yet. Two who come at once may both make it.
    func keeping<Made: Sendable>(_ name: String, _ make: () -> Made) -> Made {
        if let made = kept.withLock({ $0[name] }) as? Made { return made }
        let made = make()
        kept.withLock { $0[name] = made }
        return made
    }
}
