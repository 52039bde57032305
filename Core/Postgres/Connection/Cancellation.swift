import CPQ
import Glibc
import Synchronization

/// Asks the server to give up what a connection is doing, at most once per exchange.
final class Cancellation: @unchecked Sendable {
    // Unchecked: `handle` is only passed to PQcancel, which any thread may call, and freed by deinit.
    private let handle: OpaquePointer?
    private let state: Mutex<State>

    private struct State {
        var descriptor: Int32
        var phase = Phase.quiet
        /// Which exchange this is, so that a late alarm does not hit a later one.
        var exchange = 0
    }

    private enum Phase {
        case quiet, asking, asked
        /// The exchange is over and waits until nothing can be cancelled by mistake any more.
        case settling(UnsafeContinuation<Void, Never>)
    }

    /// How long a cancelled statement may take to end before its connection is cut.
    private static let patience = Duration.seconds(5)

    init(_ pg: OpaquePointer, descriptor: Int32) {
        handle = PQgetCancel(pg)
        state = Mutex(State(descriptor: descriptor))
    }

    deinit { PQfreeCancel(handle) }

    /// Sends the request from a thread of its own, because it connects to the server.
    func request() {
        let exchange = state.withLock { state -> Int? in
            guard case .quiet = state.phase, state.descriptor >= 0 else { return nil }
            state.phase = .asking
            return state.exchange
        }
        guard let exchange else { return }
        Reactor.shared.after(Self.patience) { [weak self] in self?.cut(exchange) }
        Background.start { self.ask() }
    }

    /// Ends an exchange. Afterwards no request of it can reach the server: a late one would hit the next statement.
    /// - Returns: whether cancellation was asked for.
    func settle() async -> Bool {
        if state.withLock({ if case .quiet = $0.phase { true } else { false } }) { return false }
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            let isAsked = state.withLock { state in
                if case .asked = state.phase { return true }
                state.phase = .settling(continuation)
                return false
            }
            if isAsked { continuation.resume() }
        }
        state.withLock { state in
            state.phase = .quiet
            state.exchange += 1
        }
        return true
    }

    /// The connection is about to be closed; its descriptor may soon be another's.
    func retire() { state.withLock { $0.descriptor = -1 } }

    private func ask() {
        var message = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &message, Int32(message.count))
        let settling = state.withLock { state -> UnsafeContinuation<Void, Never>? in
            defer { state.phase = .asked }
            if case .settling(let continuation) = state.phase { return continuation }
            return nil
        }
        settling?.resume()
    }

    private func cut(_ exchange: Int) {
        state.withLock { state in
            if case .quiet = state.phase { return }
            if state.exchange == exchange, state.descriptor >= 0 { shutdown(state.descriptor, Int32(SHUT_RDWR)) }
        }
    }
}
