/// What a pool decides: who gets a connection, who waits, who has waited too long. No clock, no socket, no task: time
/// is passed in, and what to do comes back as a value.
struct PoolState<Resource, Waiter> {
    typealias Instant = ContinuousClock.Instant

    let maximum: Int
    private(set) var idle: [(resource: Resource, since: Instant)] = []
    /// Connections in use, those being opened included.
    private(set) var leased = 0
    private(set) var isClosed = false
    private var queue = Queue<(ticket: Int, deadline: Instant, waiter: Waiter)>()
    private var tickets = 0
    private var hasAlarm = false

    init(maximum: Int) {
        self.maximum = max(1, maximum)
    }

    var waiting: Int { queue.count }
    var open: Int { idle.count + leased }

    enum Grant {
        case use(Resource)
        /// There is room for one more: open it, then call `release`, `lost` or `openingFailed`.
        case open
        /// Nothing is free: `enqueue` with this ticket.
        case wait(ticket: Int)
        case closed
    }

    /// Asks for a connection: the one used last, for its caches are warm. Nobody overtakes those who wait.
    mutating func lease() -> Grant {
        if isClosed { return .closed }
        if queue.isEmpty {
            if let last = idle.popLast() {
                leased += 1
                return .use(last.resource)
            }
            if leased < maximum {
                leased += 1
                return .open
            }
        }
        tickets += 1
        return .wait(ticket: tickets)
    }

    enum Enqueued {
        /// Waits; `alarm` asks the caller to call `expire` at the deadline.
        case waiting(alarm: Bool)
        /// Something came free meanwhile.
        case granted(Grant)
    }

    mutating func enqueue(_ waiter: Waiter, ticket: Int, deadline: Instant) -> Enqueued {
        if isClosed || (queue.isEmpty && (!idle.isEmpty || leased < maximum)) { return .granted(lease()) }
        queue.append((ticket, deadline, waiter))
        defer { hasAlarm = true }
        return .waiting(alarm: !hasAlarm)
    }

    enum Released {
        case handOver(Resource, to: Waiter)
        case kept
        case discard
    }

    /// Takes back a connection in good order.
    mutating func release(_ resource: Resource, at now: Instant) -> Released {
        if isClosed {
            leased -= 1
            return .discard
        }
        if let next = queue.popFirst() { return .handOver(resource, to: next.waiter) }
        leased -= 1
        idle.append((resource, now))
        return .kept
    }

    /// A leased connection is gone.
    /// - Returns: who may open another in its place.
    mutating func lost() -> Waiter? {
        if let next = queue.popFirst() { return next.waiter }
        leased -= 1
        return nil
    }

    /// A connection could not be opened.
    /// - Returns: those who would wait in vain, because no connection is left that could come free.
    mutating func openingFailed() -> [Waiter] {
        leased -= 1
        return leased == 0 && idle.isEmpty ? takeAll() : []
    }

    /// The one with this ticket no longer waits.
    /// - Returns: the waiter, unless it has been served already.
    mutating func cancel(ticket: Int) -> Waiter? {
        queue.remove { $0.ticket == ticket }?.waiter
    }

    /// Takes out those who have waited too long. Call it again at `next`, if there is one.
    mutating func expire(at now: Instant) -> (expired: [Waiter], next: Instant?) {
        var expired: [Waiter] = []
        // All wait equally long, so deadlines are in order.
        while let first = queue.first, first.deadline <= now {
            expired.append(first.waiter)
            _ = queue.popFirst()
        }
        hasAlarm = !queue.isEmpty
        return (expired, queue.first?.deadline)
    }

    /// Takes out idle connections that are not `alive` or have been idle since before `limit`.
    mutating func trim(idleSince limit: Instant, alive: (Resource) -> Bool) -> [Resource] {
        let gone = idle.filter { $0.since < limit || !alive($0.resource) }
        idle.removeAll { $0.since < limit || !alive($0.resource) }
        return gone.map(\.resource)
    }

    /// Ends everything: no more leases, and what comes back is discarded.
    mutating func close() -> (idle: [Resource], waiters: [Waiter]) {
        isClosed = true
        defer { idle = [] }
        return (idle.map(\.resource), takeAll())
    }

    private mutating func takeAll() -> [Waiter] {
        var all: [Waiter] = []
        while let next = queue.popFirst() { all.append(next.waiter) }
        return all
    }
}
