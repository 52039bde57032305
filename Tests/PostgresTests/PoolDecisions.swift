import Testing

@testable import Postgres

@Suite("A pool's decisions")
struct PoolDecisions {
    private typealias State = PoolState<Int, String>
    private let now = ContinuousClock.now

    private func granted(_ grant: State.Grant) -> String {
        switch grant {
        case .use(let resource): "use \(resource)"
        case .open: "open"
        case .wait: "wait"
        case .closed: "closed"
        }
    }

    /// A pool of `leased` connections in use and these waiting, each with a second's patience after the one before.
    private func full(_ maximum: Int, waiting: [String] = []) -> State {
        var state = State(maximum: maximum)
        for _ in 0..<maximum { _ = state.lease() }
        for (index, waiter) in waiting.enumerated() {
            guard case .wait(let ticket) = state.lease() else { continue }
            _ = state.enqueue(waiter, ticket: ticket, deadline: now + .seconds(index + 1))
        }
        return state
    }

    private func handedOver(_ released: State.Released) -> String? {
        if case .handOver(_, let waiter) = released { waiter } else { nil }
    }

    @Test("open connections up to the maximum, then let wait")
    func bounded() {
        var state = State(maximum: 2)
        #expect([state.lease(), state.lease(), state.lease()].map(granted) == ["open", "open", "wait"])
        #expect(state.open == 2)
    }

    @Test("prefer the connection used last")
    func lastUsed() {
        var state = full(2)
        _ = state.release(1, at: now)
        _ = state.release(2, at: now)
        #expect(granted(state.lease()) == "use 2")
    }

    @Test("serve those who wait in their order, and let nobody overtake them")
    func fair() {
        var state = full(1, waiting: ["a", "b"])
        #expect(handedOver(state.release(1, at: now)) == "a")
        #expect(granted(state.lease()) == "wait")
        #expect(handedOver(state.release(1, at: now)) == "b")
    }

    @Test("skip those who were cancelled")
    func cancelled() {
        var state = State(maximum: 1)
        _ = state.lease()
        guard case .wait(let first) = state.lease(), case .wait(let second) = state.lease() else { return }
        _ = state.enqueue("a", ticket: first, deadline: now)
        _ = state.enqueue("b", ticket: second, deadline: now)
        #expect(state.cancel(ticket: first) == "a")
        #expect(state.cancel(ticket: first) == nil)
        #expect(handedOver(state.release(1, at: now)) == "b")
    }

    @Test("send away those who waited too long, and only those")
    func expired() {
        var state = full(1, waiting: ["a", "b", "c"])
        let (expired, next) = state.expire(at: now + .seconds(2))
        #expect(expired == ["a", "b"])
        #expect(next == now + .seconds(3))
        #expect(handedOver(state.release(1, at: now)) == "c")
    }

    @Test("ask for one alarm at a time")
    func alarm() {
        var state = full(1)
        func asksForAlarm(_ enqueued: State.Enqueued) -> Bool { if case .waiting(true) = enqueued { true } else { false } }
        #expect(asksForAlarm(state.enqueue("a", ticket: 1, deadline: now)))
        #expect(!asksForAlarm(state.enqueue("b", ticket: 2, deadline: now)))
        _ = state.expire(at: now)
        #expect(asksForAlarm(state.enqueue("c", ticket: 3, deadline: now)))
    }

    @Test("grant at once what came free just before waiting")
    func raced() {
        var state = full(1)
        guard case .wait(let ticket) = state.lease() else { return }
        _ = state.release(7, at: now)
        guard case .granted(let grant) = state.enqueue("a", ticket: ticket, deadline: now) else {
            Issue.record("left waiting beside a free connection")
            return
        }
        #expect(granted(grant) == "use 7")
    }

    @Test("let the next in line open another in place of one that was lost")
    func lost() {
        var state = full(1, waiting: ["a"])
        #expect(state.lost() == "a")
        #expect(state.open == 1)
        #expect(state.lost() == nil)
        #expect(state.open == 0)
    }

    @Test("fail all who wait once no connection is left that could come free")
    func unreachable() {
        var state = full(2, waiting: ["a", "b"])
        #expect(state.openingFailed() == [])
        #expect(state.openingFailed() == ["a", "b"])
        #expect(granted(state.lease()) == "open")
    }

    @Test("close what has been idle too long or is dead")
    func trimmed() {
        var state = full(3)
        _ = state.release(1, at: now)
        _ = state.release(2, at: now + .seconds(10))
        _ = state.release(3, at: now + .seconds(10))
        #expect(state.trim(idleSince: now + .seconds(5)) { $0 != 3 } == [1, 3])
        #expect(state.open == 1)
    }

    @Test("end everything when closed")
    func closed() {
        var state = full(2, waiting: ["a"])
        let left = state.close()
        #expect(left.waiters == ["a"])
        #expect(granted(state.lease()) == "closed")
        guard case .discard = state.release(1, at: now) else { Issue.record("kept a connection"); return }
    }

    @Test("hold over many random steps: never more than the maximum, never idle beside a waiter")
    func invariants() {
        var random = SystemRandomNumberGenerator()
        var state = State(maximum: 4)
        var inUse = 0
        for step in 0..<20_000 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0...2:
                switch state.lease() {
                case .use, .open: inUse += 1
                case .wait(let ticket):
                    if case .granted = state.enqueue("w", ticket: ticket, deadline: now + .seconds(step)) { inUse += 1 }
                case .closed: break
                }
            case 3 where inUse > 0: if handedOver(state.release(step, at: now)) == nil { inUse -= 1 }
            case 4 where inUse > 0: if state.lost() == nil { inUse -= 1 }
            default: _ = state.expire(at: now + .seconds(step / 2))
            }
            #expect(state.open <= 4)
            #expect(state.leased == inUse)
            #expect(state.idle.isEmpty || state.waiting == 0)
        }
    }
}
