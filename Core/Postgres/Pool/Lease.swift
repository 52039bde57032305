import Logging

extension ConnectionPool {
    /// A connection of the caller's own, until `giveBack`.
    /// - Throws: `.poolTimeout` after the wait limit, `.connection` when none can be opened, `.cancelled` and
    ///   `.poolClosed`.
    func lease() async throws(DatabaseError) -> Connection {
        while true {
            switch state.withLock({ $0.lease() }) {
            case .use(let connection):
                if connection.isAlive { return connection }
                replace()
            case .open: return try await open()
            case .closed: throw DatabaseError(.poolClosed)
            case .wait(let ticket):
                switch await wait(ticket) {
                case .use(let connection):
                    if connection.isAlive { return connection }
                    replace()
                case .open: return try await open()
                case .failed(let error): throw error
                }
            }
        }
    }

    /// Ends a lease. A connection that is lost or still inside a transaction is closed instead.
    func giveBack(_ connection: Connection) {
        guard connection.isReusable else { return replace() }
        switch state.withLock({ $0.release(connection, at: .now) }) {
        case .handOver(let connection, let waiter): waiter.resume(returning: .use(connection))
        case .kept, .discard: break
        }
    }

    /// A leased connection is gone; the next in line opens another.
    private func replace() {
        state.withLock { $0.lost() }?.resume(returning: .open)
    }

    private func open() async throws(DatabaseError) -> Connection {
        do throws(DatabaseError) {
            return try await Connection.open(settings)
        } catch {
            configuration.logger.warning("cannot connect to PostgreSQL", metadata: ["error": "\(error)"])
            for waiter in state.withLock({ $0.openingFailed() }) { waiter.resume(returning: .failed(error)) }
            throw error
        }
    }

    private func wait(_ ticket: Int) async -> Turn {
        await withTaskCancellationHandler {
            await withUnsafeContinuation { waiter in
                enqueue(waiter, ticket)
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { cancel(ticket) }
            }
        } onCancel: {
            cancel(ticket)
        }
    }

    private func enqueue(_ waiter: UnsafeContinuation<Turn, Never>, _ ticket: Int) {
        let deadline = ContinuousClock.now + configuration.waitLimit
        switch state.withLock({ $0.enqueue(waiter, ticket: ticket, deadline: deadline) }) {
        case .waiting(let needsAlarm): if needsAlarm { setAlarm(after: configuration.waitLimit) }
        case .granted(.use(let connection)): waiter.resume(returning: .use(connection))
        case .granted(.open): waiter.resume(returning: .open)
        case .granted(.closed), .granted(.wait): waiter.resume(returning: .failed(DatabaseError(.poolClosed)))
        }
    }

    private func cancel(_ ticket: Int) {
        state.withLock { $0.cancel(ticket: ticket) }?.resume(returning: .failed(DatabaseError(.cancelled)))
    }

    private func setAlarm(after delay: Duration) {
        Reactor.shared.after(delay) { [weak self] in self?.expire() }
    }

    private func expire() {
        let now = ContinuousClock.now
        let (expired, next) = state.withLock { $0.expire(at: now) }
        let timeout = DatabaseError(.poolTimeout(waited: configuration.waitLimit))
        for waiter in expired { waiter.resume(returning: .failed(timeout)) }
        if let next { setAlarm(after: next - now) }
    }
}
