public import FoundationEssentials
public import Postgres

/// Recomputes the chain of seals over the log of events, and finds what does not fit.
///
/// Reads one seal at a time, so its memory is bounded by the largest one: 32 bytes for each entry.
public struct AuditCheck: Sendable {
    private let pool: ConnectionPool

    /// - Parameter pool: of the owner, who sees every business.
    public init(_ pool: ConnectionPool) { self.pool = pool }

    /// What was found in the log of one business.
    public struct Report: Sendable {
        public let business: ID<Business>
        public let name: String
        public internal(set) var entries = 0
        public internal(set) var seals = 0
        /// Entries that were removed since because they were older than the plan keeps them. Their seals stay.
        public internal(set) var purged = 0
        /// The last seal's hash, in hexadecimal digits; kept elsewhere, it proves later that the chain's end was not cut off.
        public internal(set) var head: String?
        public internal(set) var findings: [Finding] = []

        public var isIntact: Bool { findings.isEmpty }
    }

    /// Something that is not as it was sealed.
    public enum Finding: Sendable, Hashable {
        /// An entry was changed, or slipped in; which of them tells `missing`, which there is for a changed one too.
        case tampered(Entry)
        /// So many entries of a seal are not there as they were sealed.
        case missing(Int, seal: Int)
        /// A seal was changed, or one before it is gone.
        case brokenSeal(Int)
        /// An entry lies where everything was sealed before, and was not.
        case unsealed(Entry)
    }

    public struct Entry: Sendable, Hashable {
        public let id: ID<Event>
        public let at: Date
        public let record: String
        public let recordID: UUID?

        init(row: inout Row) throws {
            id = try row.next()
            at = try row.next()
            record = try row.next()
            recordID = try row.next()
        }
    }

    /// Seals first what is new, then goes through each business in the order of its name.
    /// - Parameter business: only this one; nil for all.
    public func run(of business: ID<Business>? = nil, report: (Report) throws -> Void) async throws {
        try await Sealing.all(pool)
        let businesses = try await pool.read(.rows("""
            select id, name from businesses where id = coalesce(\(business), id) order by name, id
            """) { row in (try row.next(ID<Business>.self), try row.next(String.self)) })
        for (id, name) in businesses { try report(try await check(Report(business: id, name: name))) }
    }

    private func check(_ empty: Report) async throws -> Report {
        var report = empty
        let purged = try await pool.read(Query<Int>.value(Self.purged(of: report.business)))
        var last = 0, upto: Int64 = -1
        while let seal = try await pool.read(.first(Self.next(after: last, of: report.business), as: Seal.init(row:))) {
            if !seal.isGenuine || seal.number != last + 1 { report.findings.append(.brokenSeal(seal.number)) }
            let isPurged = seal.number <= purged
            if isPurged { report.purged += seal.entries }
            if !isPurged, !seal.isWhole { report.findings += try await search(seal, after: upto, of: report.business) }
            (last, upto) = (seal.number, seal.upto)
            report.seals += 1
            if !isPurged { report.entries += seal.entries }
            report.head = seal.hash
        }
        let unsealed = try await pool.read(.rows(Self.unsealed(after: upto, of: report.business, purged: purged), as: Entry.init(row:)))
        report.findings += unsealed.map(Finding.unsealed)
        return report
    }

    /// Which entries of a seal are not as they were.
    private func search(_ seal: Seal, after: Int64, of business: ID<Business>) async throws -> [Finding] {
        let (strange, missing) = try await pool.read(
            Query.rows("\(Self.compared(seal, after, business)) \(Self.strange)", as: Entry.init(row:)),
            Query<Int>.value("\(Self.compared(seal, after, business)) \(Self.missing)"))
        let findings = strange.map(Finding.tampered) + (missing > 0 ? [.missing(missing, seal: seal.number)] : [])
        return findings.isEmpty ? [.brokenSeal(seal.number)] : findings
    }
}

private struct Seal: Sendable {
    let number: Int, upto: Int64, entries: Int, hash: String, isGenuine: Bool, isWhole: Bool

    init(row: inout Row) throws {
        number = try row.next()
        upto = try row.next()
        entries = try row.next()
        hash = try row.next()
        isGenuine = try row.next()
        isWhole = try row.next()
    }
}

extension AuditCheck {
    /// The next seal, whether its hash follows from the one before it, and whether its entries are those it was made over.
    private static func next(after number: Int, of business: ID<Business>) -> SQL {
        """
        select s.number, s.upto_tx, s.entries, encode(s.hash, 'hex'), s.hash = kontor.seal_hash(s, p.hash), coalesce(
                   (select string_agg(kontor.event_digest(e), '' order by e.tx, e.id) from events e
                     where e.business_id = s.business_id and e.tx > coalesce(p.upto_tx, -1) and e.tx <= s.upto_tx), '') = s.digests
          from audit_seals s left join lateral (
               select upto_tx, hash from audit_seals p
                where p.business_id = s.business_id and p.number < s.number order by p.number desc limit 1) p on true
         where s.business_id = \(business) and s.number > \(number) order by s.number limit 1
        """
    }

    /// Up to which seal the log itself says that its entries were removed for their age, of which a day is the least.
    private static func purged(of business: ID<Business>) -> SQL {
        """
        select coalesce(max(s.number), 0) from events e
          join audit_seals s on s.business_id = e.business_id and s.number = (e.payload ->> 'seal')::bigint
         where e.business_id = \(business) and e.record = 'events' and e.name = 'platform.history.purged'
           and s.made_at < e.created_at - interval '1 day'
        """
    }

    private static func compared(_ seal: Seal, _ after: Int64, _ business: ID<Business>) -> SQL {
        """
        with sealed as (
            select substr(s.digests, 1 + 32 * i, 32) as digest
              from audit_seals s, generate_series(0, length(s.digests) / 32 - 1) i
             where s.business_id = \(business) and s.number = \(seal.number)),
        found as (
            select e.id, e.created_at, e.record, e.record_id, e.tx, kontor.event_digest(e) as digest from events e
             where e.business_id = \(business) and e.tx > \(after) and e.tx <= \(seal.upto))
        """
    }

    private static let strange: SQL = """
        select id, created_at, record, record_id from found f
         where not exists (select from sealed s where s.digest = f.digest) order by tx, id limit 1000
        """

    private static let missing: SQL = "select count(*) from sealed s where not exists (select from found f where f.digest = s.digest)"

    /// What is over for good and was not sealed, claims to come from a transaction that there has not been yet, or lies where
    /// everything was removed.
    private static func unsealed(after: Int64, of business: ID<Business>, purged: Int) -> SQL {
        """
        select id, created_at, record, record_id from events
         where business_id = \(business) and tx > \(after) and tx < (select next_tx from audit_progress)
            or business_id = \(business) and tx >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + (select value from transaction_offset)
            or business_id = \(business) and tx <= (select upto_tx from audit_seals where business_id = \(business) and number = \(purged))
         order by tx, id limit 1000
        """
    }
}
