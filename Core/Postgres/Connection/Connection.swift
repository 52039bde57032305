import CPQ
import Glibc

/// One connection in permanent pipeline mode, used by one task at a time.
final class Connection: @unchecked Sendable {
    // Unchecked: everything mutable here belongs to the task that holds the lease, and leases change hands under the
    // pool's lock. What other threads touch, the signal and the cancellation, locks for itself.
    let pg: OpaquePointer
    let signal = Signal()
    let cancellation: Cancellation
    var statements: StatementCache
    /// Set when the protocol is out of step or the server is gone: nothing more may be sent.
    var isBroken = false
    /// Whether libpq may have left bytes in the socket, of which the reactor says nothing again.
    var mayHaveUnreadInput = false
    private let descriptor: Int32

    /// Takes ownership of `pg`, an open connection in pipeline mode, and of `descriptor`, a duplicate of its socket's:
    /// libpq closes its own as soon as the server hangs up, and the number may then be another connection's.
    init(_ pg: OpaquePointer, descriptor: Int32, preparedStatements: Int) {
        self.pg = pg
        self.descriptor = descriptor
        cancellation = Cancellation(pg, descriptor: descriptor)
        statements = StatementCache(capacity: preparedStatements)
        Reactor.shared.watch(descriptor, signal)
    }

    deinit {
        cancellation.retire()
        Reactor.shared.forget(descriptor, signal)
        PQfinish(pg)
        close(descriptor)
    }

    /// Whether another statement may be tried on it.
    var isAlive: Bool { !isBroken && !signal.hasHungUp }

    /// Whether the next user finds no trace of this one.
    var isReusable: Bool { isAlive && PQtransactionStatus(pg) == PQTRANS_IDLE }

    /// Marks the connection as lost.
    func broken() -> DatabaseError {
        isBroken = true
        return Self.failure(of: pg)
    }
}

// Waiting for the socket.
extension Connection {
    /// Sends what libpq has buffered. When the server does not read because it waits for us to read its answers,
    /// they are read meanwhile, so large batches cannot deadlock.
    func flush(cancellable: Bool) async throws(DatabaseError) {
        var left = PQflush(pg)
        guard left != 0 else { return }
        Reactor.shared.watch(descriptor, signal, forWriting: true)
        defer { Reactor.shared.watch(descriptor, signal, forWriting: false) }
        while left == 1 {
            await wait(cancellable: cancellable)
            guard PQconsumeInput(pg) == 1 else { throw broken() }
            left = PQflush(pg)
        }
        guard left == 0 else { throw broken() }
    }

    /// Waits until libpq can give a result without blocking.
    func untilReady(cancellable: Bool) async throws(DatabaseError) {
        while PQisBusy(pg) != 0 {
            // libpq reads as much as its buffer holds, and the reactor reports only what arrives anew: what one
            // answer left unread may be the whole of the next.
            if !mayHaveUnreadInput || !hasUnreadInput { await wait(cancellable: cancellable) }
            mayHaveUnreadInput = true
            guard PQconsumeInput(pg) == 1 else { throw broken() }
        }
    }

    /// Reads what has arrived, or else waits for something to arrive first.
    func readMore(cancellable: Bool) async throws(DatabaseError) {
        if !hasUnreadInput { await wait(cancellable: cancellable) }
        guard PQconsumeInput(pg) == 1 else { throw broken() }
    }

    func wait(cancellable: Bool) async {
        guard cancellable else { return await signal.wait() }
        await withTaskCancellationHandler {
            await signal.wait()
        } onCancel: { [cancellation] in
            cancellation.request()
        }
    }

    /// Whether something has arrived that libpq has not read yet.
    var hasUnreadInput: Bool {
        if PQsslInUse(pg) != 0, TLS.pending(PQsslStruct(pg, "OpenSSL")) > 0 { return true }
        var socket = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&socket, 1, 0) > 0
    }
}

/// Bytes that OpenSSL has decrypted and libpq has not fetched are invisible to poll. libpq does not say how many there
/// are, and brings OpenSSL along, so it is asked directly.
private enum TLS {
    private typealias Pending = @convention(c) (UnsafeMutableRawPointer?) -> Int32

    private static let function: Pending? = dlsym(nil, "SSL_pending").map { unsafeBitCast($0, to: Pending.self) }

    static func pending(_ ssl: UnsafeMutableRawPointer?) -> Int32 {
        guard let ssl, let function else { return 0 }
        return function(ssl)
    }
}
