public import FoundationEssentials
public import HTTPTypes
import Postgres

/// The business's plan allows no more of something.
public struct LimitReached: UserFacingError, Equatable {
    /// What there is too much of, e.g. `members`.
    public let name: String
    public let most: Int
    /// When counting begins anew; nil for what is counted as it stands.
    public let per: LimitPeriod?
    private let what: Phrase

    /// 429 for what may be tried again when counting begins anew (RFC 6585 §4).
    public var status: HTTPResponse.Status { per == nil ? .forbidden : .tooManyRequests }

    /// Seconds until counting begins anew, by the clock of UTC; nil for what is counted as it stands.
    public func wait(from now: Date) -> Int? {
        guard let per else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let next = calendar.dateInterval(of: per == .day ? .day : .month, for: now)?.end
        return next.map { max(1, Int($0.timeIntervalSince(now).rounded(.up))) }
    }

    public var message: Phrase {
        let allowed: Phrase.Argument = name == Limit.storage.name ? .bytes(most) : .number(most)
        return Phrase("platform.limits.reached\(per.map { "_\($0.rawValue)" } ?? "")", ["most": allowed, "what": .phrase(what)])
    }

    /// - Parameter isKind: whether it is about records of a kind.
    public init(name: String, most: Int, per: LimitPeriod?, isKind: Bool = false) {
        self.name = name
        self.most = most
        self.per = per
        what = isKind ? Phrase("\(name).plural") : Limit(name).title
    }

    /// Reads what `kontor.refuse` raised; nil for any other error.
    init?(_ error: DatabaseError) {
        guard let refusal = error.refusal, refusal.state == .limitReached, let name = refusal.constraint else { return nil }
        self.init(
            name: name, most: refusal.column.flatMap(Int.init) ?? 0, per: refusal.table.flatMap(LimitPeriod.init(rawValue:)),
            isKind: refusal.table == "records")
    }
}

extension SQLState {
    /// Raised by `kontor.refuse`; of a class that PostgreSQL leaves to applications.
    static let limitReached = Self(rawValue: "KL001")
}
