import Postgres

/// How much of something a business has used, and may use.
public struct Usage: Sendable, Equatable {
    /// What it is of: a limit's name.
    public let name: String
    public let title: Phrase
    public let unit: Limit.Unit
    public let used: Int
    /// nil: without a limit.
    public let terms: LimitTerms?

    public enum State: String, Sendable {
        /// Without a limit, or less than four fifths of it.
        case plenty
        case near
        /// Over the limit, within its grace.
        case grace
        /// Nothing more is taken.
        case full
    }

    public var state: State {
        guard let terms else { return .plenty }
        if used >= terms.ceiling { return .full }
        if used >= terms.most { return .grace }
        return Int128(used) * 5 >= Int128(terms.most) * 4 ? .near : .plenty
    }

    /// How much of the limit that is, in per cent, 100 at most; nil without one.
    public var percent: Int? { terms.map { $0.most == 0 ? 100 : Int(clamping: min(100, Int128(used) * 100 / Int128($0.most))) } }
}

extension Registry {
    /// What a business uses of all that is counted: the platform's own, then its modules', then records of a kind where the
    /// plan limits them. One round trip.
    public func usage(in scope: Scope) async throws -> [Usage] { try await usage(of: scope.business, scope.db) }

    /// The same, for operators.
    public func usage(of business: Business, through db: Database<Platform>) async throws -> [Usage] { try await usage(of: business, db) }

    private func usage<Reach>(of business: Business, _ db: Database<Reach>) async throws -> [Usage] {
        let (counted, tallied) = try await db.fetch(
            Query.rows("""
                select name, per, used from usage
                 where business_id = \(business.id)
                   and since in ('-infinity', (now() at time zone 'utc')::date, date_trunc('month', now() at time zone 'utc')::date)
                """) { row in Counted(name: try row.next(), per: try row.next(), used: try row.next()) },
            Query.rows("""
                select record, sum(difference)::bigint from record_tallies where business_id = \(business.id) group by record
                """) { row in (try row.next(String.self), try row.next(Int.self)) })
        return usage(of: business.entitlement, counted, Dictionary(tallied, uniquingKeysWith: +), business)
    }

    private func usage(of entitlement: Entitlement, _ counted: [Counted], _ tallied: [String: Int], _ business: Business) -> [Usage] {
        let known = Limit.platform + modules.filter { business.has($0.feature) }.flatMap(\.limits)
        let declared = known.map { limit in
            let terms = entitlement.limits[limit.name] ?? nil
            let period = terms?.per?.rawValue ?? "month"
            let used = counted.first { $0.name == limit.name && ($0.per == "ever" || $0.per == period) }?.used ?? 0
            // What happens is counted by the month where the plan says no period.
            let allowed = terms.map { LimitTerms(most: $0.most, per: limit.isStanding ? $0.per : $0.per ?? .month, grace: $0.grace) }
            return Usage(name: limit.name, title: limit.title, unit: limit.unit, used: used, terms: allowed)
        }
        let records = modules.filter { business.has($0.feature) }.flatMap { module in
            module.records.compactMap { record -> Usage? in
                guard let terms = entitlement.limits["\(module.id).\(record.table)"] ?? nil else { return nil }
                return Usage(
                    name: "\(module.id).\(record.table)", title: module.name(of: record), unit: .count, used: tallied[record.table] ?? 0, terms: terms)
            }
        }
        // Requests that nothing limits are not counted.
        return declared.filter { $0.terms != nil || $0.name != Limit.calls.name } + records
    }
}

private struct Counted: Sendable {
    let name: String, per: String, used: Int
}
