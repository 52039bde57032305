import FoundationEssentials
import Testing

@testable import Platform

@Suite("Choosing a plan")
struct ChoosingPlans {
    private let day = Date(timeIntervalSince1970: 1_767_225_600) // 1 January 2026, UTC
    private let free = Self.plan("free", 0), basic = Self.plan("basic", 2_900, trial: 14), pro = Self.plan("pro", 9_900)

    private static func plan(_ code: String, _ monthly: Int64, trial: Int = 0) -> Plan {
        var plan = Plan(code: code, name: code)
        (plan.monthly, plan.yearly, plan.trialDays) = (monthly, monthly * 10, trial)
        return plan
    }

    private func paid(_ plan: Plan, _ status: SubscriptionStatus = .active, next: Plan? = nil) -> Subscription {
        Subscription(plan: plan, status: status, startedAt: day - 86_400, endsAt: day + 10 * 86_400, next: next, mayTry: false)
    }

    @Test("that costs more is done at once, and paid from then on")
    func up() throws {
        var subscription = paid(basic)
        #expect(try subscription.choose(pro, by: .month, at: day) == .chosen)
        #expect(subscription.plan == pro && subscription.status == .active && subscription.next == nil)
        #expect(subscription.endsAt == BillingPeriod.month.end(from: day))
    }

    @Test("that costs more takes nothing from whoever has paid for longer")
    func paidAhead() throws {
        var yearly = Subscription(plan: basic, status: .active, period: .year, startedAt: day, endsAt: day + 330 * 86_400, mayTry: false)
        #expect(try yearly.choose(pro, by: .month, at: day) == .chosen)
        #expect(yearly.plan == pro && yearly.period == .month && yearly.endsAt == day + 330 * 86_400)
        var tried = Subscription(plan: free, status: .active, startedAt: day, endsAt: day + 330 * 86_400, mayTry: false)
        try tried.choose(pro, by: .month, at: day)
        #expect(tried.endsAt == BillingPeriod.month.end(from: day), "nothing was paid for what is free")
    }

    @Test("cannot make a late payment good: up is refused, and down or away leaves it late", arguments: [10.0, -1])
    func late(days: Double) throws {
        let before = Subscription(plan: basic, status: .pastDue, startedAt: day - 86_400, endsAt: day + days * 86_400, mayTry: false)
        var subscription = before
        #expect(throws: SubscriptionError.paymentLate) { try subscription.choose(pro, by: .month, at: day) }
        #expect(throws: SubscriptionError.paymentLate) { try subscription.choose(basic, by: .year, at: day) }
        #expect(subscription == before)
        #expect(try subscription.cancel(at: day, followedBy: free) == .cancelled)
        #expect(subscription.status == .pastDue && subscription.next == free && subscription.plan == basic)
        #expect(try subscription.choose(basic, by: .month, at: day) == .kept)
        #expect(subscription == before)
        #expect(try subscription.choose(free, by: .month, at: day) == .scheduled)
        #expect(subscription.status == .pastDue && subscription.plan == basic && subscription.next == free)
    }

    @Test("that has no price is not to be had, and costs whoever was given it nothing")
    func unpriced() throws {
        let given = Plan(code: "given", name: "given")
        #expect(!given.isFree && !given.isForSale && free.isFree && !pro.isFree)
        var subscription = paid(basic)
        #expect(throws: SubscriptionError.notForSale) { try subscription.choose(given, by: .month, at: day) }
        var theirs = Subscription(plan: given, status: .active, period: .year, startedAt: day, mayTry: false)
        #expect(throws: SubscriptionError.sameAlready) { try theirs.choose(given, by: theirs.period(of: given), at: day) }
        #expect(try theirs.choose(pro, by: .month, at: day) == .chosen)
    }

    @Test("to cancel what follows anyhow is refused, whatever it costs")
    func cancellingTheUsual() {
        var subscription = paid(pro)
        #expect(throws: SubscriptionError.nothingToCancel) { try subscription.cancel(at: day, followedBy: pro) }
        #expect(subscription == paid(pro))
    }

    @Test("that costs less waits for what is paid to be over, and can be taken back until then")
    func down() throws {
        var subscription = paid(pro)
        #expect(try subscription.choose(basic, by: .year, at: day) == .scheduled)
        #expect(subscription.plan == pro && subscription.next == basic && subscription.nextPeriod == .year && subscription.endsAt == day + 10 * 86_400)
        #expect(try subscription.choose(pro, by: .month, at: day) == .kept)
        #expect(subscription == paid(pro))
    }

    @Test("begins with a trial once, and not again")
    func trial() throws {
        var fresh = Subscription(plan: free, status: .active, startedAt: day)
        #expect(try fresh.choose(basic, by: .month, at: day) == .chosen)
        #expect(fresh.status == .trialing && fresh.endsAt == day + 14 * 86_400 && fresh.next == basic)
        var tried = Subscription(plan: free, status: .active, startedAt: day, mayTry: false)
        try tried.choose(basic, by: .month, at: day)
        #expect(tried.status == .active && tried.next == nil)
    }

    @Test("while on trial costs nothing before the trial is over")
    func whileTrying() throws {
        var subscription = paid(basic, .trialing)
        #expect(try subscription.choose(pro, by: .month, at: day) == .chosen)
        #expect(subscription.status == .trialing && subscription.plan == pro && subscription.next == pro && subscription.endsAt == day + 10 * 86_400)
        #expect(try subscription.choose(free, by: .month, at: day) == .scheduled)
        #expect(subscription.plan == pro && subscription.next == free)
        #expect(try subscription.choose(pro, by: .month, at: day) == .kept)
        #expect(subscription.next == pro)
    }

    @Test("to cancel keeps it until what is paid is over, and can be taken back until then")
    func cancelling() throws {
        var subscription = paid(pro)
        #expect(try subscription.cancel(at: day, followedBy: free) == .cancelled)
        #expect(subscription.status == .cancelled && subscription.plan == pro && subscription.next == free)
        #expect(try subscription.choose(pro, by: .month, at: day) == .kept)
        #expect(subscription.status == .active && subscription.next == nil)
        var nothing = Subscription(plan: free, status: .active, startedAt: day)
        #expect(throws: SubscriptionError.nothingToCancel) { try nothing.cancel(at: day, followedBy: free) }
    }

    @Test("is refused where it changes nothing, is not sold any more, or not by that period")
    func refusals() {
        var subscription = paid(pro)
        #expect(throws: SubscriptionError.sameAlready) { try subscription.choose(pro, by: .month, at: day) }
        var old = basic
        old.retiredAt = day
        #expect(throws: SubscriptionError.retired) { try subscription.choose(old, by: .month, at: day) }
        var yearly = basic
        yearly.monthly = nil
        #expect(throws: SubscriptionError.notSoldBy(.month)) { try subscription.choose(yearly, by: .month, at: day) }
        #expect(subscription == paid(pro))
    }

    @Test("pays to the same day of the next month, or its last", arguments: [
        ("2026-01-31", "2026-02-28"), ("2028-01-31", "2028-02-29"), ("2026-12-15", "2027-01-15"),
    ])
    func months(from: String, to: String) throws {
        let start = try Date("\(from)T00:00:00Z", strategy: .iso8601), end = try Date("\(to)T00:00:00Z", strategy: .iso8601)
        #expect(BillingPeriod.month.end(from: start) == end)
    }
}
