public import FoundationEssentials
public import HTTPTypes

/// Which plan a business has, and what follows it.
public struct Subscription: Sendable, Equatable {
    public private(set) var plan: Plan
    public private(set) var status: SubscriptionStatus
    public private(set) var period: BillingPeriod
    public private(set) var startedAt: Date
    /// Of the trial, or of what is paid; nil: it goes on.
    public private(set) var endsAt: Date?
    /// What it becomes then, where that is another one.
    public private(set) var next: Plan?
    /// How that is paid for.
    public private(set) var nextPeriod: BillingPeriod?
    /// Whether it has never been on trial, so that a plan may still be tried.
    public let mayTry: Bool

    public init(
        plan: Plan, status: SubscriptionStatus, period: BillingPeriod = .month, startedAt: Date, endsAt: Date? = nil, next: Plan? = nil,
        nextPeriod: BillingPeriod? = nil, mayTry: Bool = true
    ) {
        self.plan = plan
        self.status = status
        self.period = period
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.next = next
        self.nextPeriod = nextPeriod
        self.mayTry = mayTry
    }

    /// What choosing a plan comes to.
    public enum Change: String, Sendable, Equatable {
        /// It holds from now on.
        case chosen
        /// It holds when the present one ends.
        case scheduled
        /// What was to follow, or to end, does not.
        case kept
        /// It ends when what is paid does.
        case cancelled
    }

    /// How a plan is paid for where nobody says: as it is already, else by the month where it is sold so.
    public func period(of wish: Plan) -> BillingPeriod {
        wish.id == plan.id ? period : wish.monthly == nil && wish.yearly != nil ? .year : .month
    }

    /// Chooses a plan. Up is now, because somebody waits for it; down is when what is paid, or the trial, ends, because
    /// nobody is to lose what they have paid for. Who was never on trial begins with one, where the plan has it. While a payment
    /// is late, nothing that costs more is to be had, and the payment stays late whatever is chosen.
    /// - Parameter now: to whom an ended trial is over, whether or not that was written down.
    /// - Throws: `SubscriptionError`; then nothing has changed.
    @discardableResult
    public mutating func choose(_ wish: Plan, by period: BillingPeriod, at now: Date) throws(SubscriptionError) -> Change {
        if wish.id == plan.id, period == self.period || !plan.isPriced { return try keep() }
        guard wish.retiredAt == nil || wish.id == plan.id else { throw .retired }
        guard wish.isForSale else { throw .notForSale }
        guard wish.isFree || wish.price(by: period) != nil else { throw .notSoldBy(period) }
        let isRunning = endsAt.map { $0 > now } ?? false
        let isUp = wish.rank > plan.rank || wish.rank == plan.rank && period == .year
        if isUp, status == .pastDue { throw .paymentLate }
        if !isUp, isRunning || status == .pastDue {
            (next, nextPeriod, endsAt) = (wish, period, endsAt ?? now)
            if status == .cancelled { status = .active }
            return .scheduled
        }
        begin(wish, by: period, at: now, isTrial: status == .trialing && isRunning)
        return .chosen
    }

    /// - Parameter isTrial: whether it only goes on with a trial that has begun.
    private mutating func begin(_ wish: Plan, by period: BillingPeriod, at now: Date, isTrial: Bool) {
        let tries = !plan.isPriced && mayTry && wish.trialDays > 0
        // Until it is billed what is left of the old plan, that is not taken from whoever has paid for it.
        let paid = plan.isPriced ? endsAt : nil
        plan = wish
        self.period = period
        (next, nextPeriod) = isTrial || tries ? (wish, period) : (nil, nil)
        guard !isTrial else { return }
        startedAt = now
        status = tries ? .trialing : .active
        if tries {
            endsAt = now + Double(wish.trialDays) * 86_400
        } else {
            endsAt = wish.isPriced ? max(period.end(from: now), paid ?? now) : nil
        }
    }

    /// Ends it when what is paid ends; the usual plan follows.
    public mutating func cancel(at now: Date, followedBy usual: Plan) throws(SubscriptionError) -> Change {
        guard !plan.isFree, plan.id != usual.id else { throw .nothingToCancel }
        (next, nextPeriod) = (usual, nil)
        endsAt = endsAt ?? now
        if status == .active { status = .cancelled } // what is on trial costs nothing anyhow, and what is late stays late
        return .cancelled
    }

    /// Takes back what was to follow.
    private mutating func keep() throws(SubscriptionError) -> Change {
        switch status {
        case .trialing where next?.id != plan.id: (next, nextPeriod) = (plan, period)
        case .cancelled: (status, next, nextPeriod) = (.active, nil, nil)
        case .active where next != nil, .pastDue where next != nil: (next, nextPeriod) = (nil, nil)
        case .trialing, .active, .pastDue: throw .sameAlready
        }
        return .kept
    }
}

/// Why a plan cannot be chosen.
public enum SubscriptionError: UserFacingError, Equatable {
    case sameAlready
    case retired
    /// It has no price: operators give it.
    case notForSale
    case notSoldBy(BillingPeriod)
    case nothingToCancel
    /// What there is has not been paid for.
    case paymentLate

    public var status: HTTPResponse.Status { .conflict }

    public var message: Phrase {
        switch self {
        case .sameAlready: "platform.plans.same_already"
        case .retired: "platform.plans.retired"
        case .notForSale: "platform.plans.not_for_sale"
        case .notSoldBy(let period): Phrase("platform.plans.not_sold_by_\(period.rawValue)")
        case .nothingToCancel: "platform.plans.nothing_to_cancel"
        case .paymentLate: "platform.plans.payment_late"
        }
    }
}

extension BillingPeriod {
    /// The same day of the next month or year, or its last day where that is shorter; in UTC.
    func end(from start: Date) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar.date(byAdding: self == .month ? .month : .year, value: 1, to: start) ?? start + (self == .month ? 30 : 365) * 86_400
    }
}
