import FoundationEssentials
import Platform

/// How the platform does, in figures.
struct Census: Sendable {
    let counts: Counts
    let days: [Day]
    let sold: [Sold]

    struct Counts: Sendable {
        let businesses: Int, suspended: Int, trialing: Int, pastDue: Int
        let people: Int, inactive: Int, members: Int
        /// Mails that were given up or are tried again; parts of modules that rest.
        let failing: Int, resting: Int
    }

    /// Businesses that registered on a day, in UTC.
    struct Day: Sendable {
        let day: String
        let count: Int
    }

    struct Sold: Sendable {
        let code: String, name: String, currency: String
        let count: Int
        /// What those who pay for it are worth a month, in minor units.
        let monthly: Int64
    }

    /// One round trip.
    static func now(_ db: Database<Platform>) async throws -> Census {
        let (counts, days, sold) = try await db.fetch(
            Query<Counts?>.first(Self.counted, as: Counts.init(businesses:suspended:trialing:pastDue:people:inactive:members:failing:resting:)),
            Query<[Day]>.rows(Self.registered, as: Day.init(day:count:)),
            Query<[Sold]>.rows(Self.soldPlans, as: Sold.init(code:name:currency:count:monthly:)))
        guard let counts else { throw PageError.notFound }
        return Census(counts: counts, days: days, sold: sold)
    }

    private static let counted: SQL = """
        select (select count(*) from businesses), (select count(*) from businesses where suspended_reason is not null),
               (select count(*) from subscriptions where status = 'trialing'), (select count(*) from subscriptions where status = 'past_due'),
               (select count(*) from users), (select count(*) from users where deactivated_at is not null), (select count(*) from members),
               (select count(*) from mails where sent_at is null and (failed_at is not null or error is not null)),
               (select count(*) from fences where since is not null)
        """

    private static let registered: SQL = """
        select to_char(d.day, 'YYYY-MM-DD'), count(b.id)
          from generate_series((now() at time zone 'utc')::date - 29, (now() at time zone 'utc')::date, interval '1 day') as d (day)
          left join businesses b on b.created_at >= d.day at time zone 'utc' and b.created_at < (d.day + interval '1 day') at time zone 'utc'
         group by d.day order by d.day
        """

    /// A year's price counts by its twelfth; nobody pays while on trial.
    private static let soldPlans: SQL = """
        select p.code, p.plan_name, p.currency, count(s.plan_id),
               coalesce(sum(case when s.status = 'trialing' then 0 when s.period = 'year' then coalesce(p.price_year / 12, p.price_month, 0)
                                 else coalesce(p.price_month, p.price_year / 12, 0) end), 0)::bigint
          from plans p left join subscriptions s on s.plan_id = p.id
         group by p.id order by p.position, p.plan_name, p.id
        """
}
