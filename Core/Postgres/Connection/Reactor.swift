import CPQ
import Glibc
import Synchronization

/// The one thread that watches all sockets to PostgreSQL. It never reads them: it wakes the task that waits.
final class Reactor: Sendable {
    /// One thread serves every pool of the process; it lives as long as the process.
    static let shared = Reactor()

    private struct State {
        /// Signals no longer watched. The batch of events being handled may still point at them.
        var retired: [Unmanaged<Signal>] = []
        var alarms: [Alarm] = []
    }

    private struct Alarm {
        var due: ContinuousClock.Instant
        var ring: @Sendable () -> Void
    }

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    private let state = Mutex(State())

    private init() {
        var event = epoll_event(events: epoll_in | epoll_edge, data: epoll_data(ptr: nil))
        epoll_ctl(epoll, EPOLL_CTL_ADD, bell, &event)
        Background.start { self.run() }
    }

    /// Fires `signal` whenever `descriptor` becomes readable or hangs up, until `forget`.
    func watch(_ descriptor: Int32, _ signal: Signal) {
        control(EPOLL_CTL_ADD, descriptor, Unmanaged.passRetained(signal), epoll_in)
    }

    /// Chooses whether a socket also fires when it becomes writable.
    func watch(_ descriptor: Int32, _ signal: Signal, forWriting: Bool) {
        let events = forWriting ? epoll_in | epoll_out : epoll_in
        control(EPOLL_CTL_MOD, descriptor, Unmanaged.passUnretained(signal), events)
    }

    /// Stops watching; the descriptor may be closed afterwards.
    func forget(_ descriptor: Int32, _ signal: Signal) {
        epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nil)
        state.withLock { $0.retired.append(Unmanaged.passUnretained(signal)) }
        wake()
    }

    /// Calls `ring` on the reactor's thread after `delay`; it must be quick.
    func after(_ delay: Duration, _ ring: @escaping @Sendable () -> Void) {
        let alarm = Alarm(due: .now + delay, ring: ring)
        state.withLock { state in
            let place = state.alarms.firstIndex { $0.due > alarm.due } ?? state.alarms.endIndex
            state.alarms.insert(alarm, at: place)
        }
        wake()
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ signal: Unmanaged<Signal>, _ events: UInt32) {
        var event = epoll_event(
            events: events | epoll_edge | EPOLLRDHUP.rawValue, data: epoll_data(ptr: signal.toOpaque())
        )
        epoll_ctl(epoll, operation, descriptor, &event)
    }

    private func wake() {
        eventfd_write(bell, 1)
    }

    private func run() {
        var events = [epoll_event](repeating: epoll_event(), count: 64)
        while true {
            let count = epoll_wait(epoll, &events, Int32(events.count), millisecondsToNextAlarm())
            for event in events.prefix(Int(max(0, count))) { handle(event) }
            ringAlarms()
            // No event of a later batch can name these: they were removed before it was fetched.
            for signal in state.withLock({ state in defer { state.retired = [] }; return state.retired }) {
                signal.release()
            }
        }
    }

    private func handle(_ event: epoll_event) {
        guard let pointer = event.data.ptr else {
            var rings: eventfd_t = 0
            eventfd_read(bell, &rings)
            return
        }
        Unmanaged<Signal>.fromOpaque(pointer).takeUnretainedValue().fire(hangup: event.events & epoll_hangup != 0)
    }

    private func millisecondsToNextAlarm() -> Int32 {
        guard let due = state.withLock({ $0.alarms.first?.due }) else { return -1 }
        let (seconds, attoseconds) = (due - .now).components
        // Rounded up, so that the alarm is due when the wait ends.
        return Int32(clamping: max(0, seconds * 1_000 + attoseconds / 1_000_000_000_000_000 + 1))
    }

    private func ringAlarms() {
        let due = state.withLock { state -> [Alarm] in
            guard !state.alarms.isEmpty else { return [] }
            let now = ContinuousClock.now
            let due = Array(state.alarms.prefix { $0.due <= now })
            state.alarms.removeFirst(due.count)
            return due
        }
        for alarm in due { alarm.ring() }
    }
}
