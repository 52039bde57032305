import Synchronization

/// Says that a socket has something to say. The reactor fires it; the one task that uses the connection waits.
final class Signal: Sendable {
    private struct State {
        var isReady = false
        /// Stays true: the other side will not answer any more.
        var hasHungUp = false
        var waiter: UnsafeContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Whether the other side closed the connection.
    var hasHungUp: Bool { state.withLock { $0.hasHungUp } }

    /// Forgets a readiness that has been dealt with already.
    func reset() { state.withLock { $0.isReady = false } }

    func fire(hangup: Bool = false) {
        let waiter = state.withLock { state in
            state.hasHungUp = state.hasHungUp || hangup
            let waiter = state.waiter.take()
            if waiter == nil { state.isReady = true }
            return waiter
        }
        waiter?.resume()
    }

    /// Returns after the next firing, or at once if there was one since the last wait. It may return too often, so
    /// callers look again.
    func wait() async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let isReady = state.withLock { state in
                let isReady = state.isReady || state.hasHungUp
                state.isReady = false
                if !isReady { state.waiter = continuation }
                return isReady
            }
            if isReady { continuation.resume() }
        }
    }
}
