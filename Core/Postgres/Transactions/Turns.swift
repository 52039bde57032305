import Synchronization

/// Lets tasks through one at a time, in the order they came.
final class Turns: Sendable {
    private struct State {
        var isTaken = false
        var queue = Queue<UnsafeContinuation<Void, Never>>()
    }

    private let state = Mutex(State())

    /// Returns when it is the caller's turn, who must call `pass` afterwards.
    func take() async {
        let isMine = state.withLock { state in
            defer { state.isTaken = true }
            return !state.isTaken
        }
        if isMine { return }
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let isMine = state.withLock { state in
                if state.isTaken { state.queue.append(continuation) }
                defer { state.isTaken = true }
                return !state.isTaken
            }
            if isMine { continuation.resume() }
        }
    }

    func pass() {
        let next = state.withLock { state in
            let next = state.queue.popFirst()
            state.isTaken = next != nil
            return next
        }
        next?.resume()
    }
}
