import FoundationEssentials
public import Logging
public import Postgres
import Synchronization

/// Keeps a part of a module that fails again and again from running, for the business where it fails.
///
/// What fails stands in the table `fences`, where every node sees it; each remembers it, so that what is healthy costs no
/// query. After five failures within ten minutes without a success the part rests. It runs again when an operator says
/// so, or after a quarter of an hour: then one try is let through, and decides.
public final class Fence: Sendable {
    private let pool: ConnectionPool
    private let logger: Logger
    private let rules: Rules
    private let fanout: Fanout
    private static let channel = "kontor_fences"
    private let failing = Mutex<[Place: State]>([:])

    /// When a part rests, and for how long.
    public struct Rules: Sendable {
        public var failures = 5
        public var window = Duration.seconds(600)
        public var rest = Duration.seconds(900)
        public init() {}
    }

    /// Part of a module.
    public struct Surface: Sendable, Hashable {
        public enum Kind: String, Sendable { case route, card, listener, job }
        public let kind: Kind
        /// Which one, such as `GET /crm/customers`.
        public let name: String

        public init(_ kind: Kind, _ name: String) {
            self.kind = kind
            self.name = name
        }
    }

    struct Place: Hashable {
        let business: ID<Business>, module: String, kind: String, surface: String
    }

    struct State {
        /// nil: it failed, and still runs.
        let restsUntil: Date?
    }

    /// - Parameter pool: of the login `kontor_app`. What fails is noted outside of the transaction that failed.
    public init(_ pool: ConnectionPool, logger: Logger, rules: Rules = Rules(), fanout: Fanout = .byPostgreSQL) {
        self.pool = pool
        self.logger = logger
        self.rules = rules
        self.fanout = fanout
    }

    /// Runs a part of a module, unless it rests.
    /// - Throws: `Resting`; otherwise what `body` throws.
    public func guarding<T>(
        _ surface: Surface, of module: String, for business: ID<Business>, _ body: () async throws -> T
    ) async throws -> T {
        let place = Place(business: business, module: module, kind: surface.kind.rawValue, surface: surface.name)
        let state = failing.withLock { $0.isEmpty ? nil : $0[place] }
        if let until = state?.restsUntil {
            guard until <= Date(), try await mayTry(place) else { throw Resting(module: module, until: until) }
        }
        do {
            let value = try await body()
            if state != nil { await worked(place) }
            return value
        } catch {
            // Refusing somebody in words is an answer like any other.
            if Failure.isOne(error) { await failed(place, Failure(error)) } else if state != nil, error is any UserFacingError { await worked(place) }
            throw error
        }
    }

    /// Hears what fails on other nodes, and what an operator lets run again, until the task is cancelled.
    public func run() async throws {
        try await fanout.listen(to: Self.channel, on: pool) { [self] news in
            if case .lost = news { return }
            try? await look() // what was remembered stays; the next word brings the next look
        }
    }

    /// Has all nodes look again, at once.
    public func changed() { fanout.tell(Notification(channel: Self.channel, payload: "")) }
}

extension Fence {
    /// Takes the one try there is when the rest is over, before any other node does.
    private func mayTry(_ place: Place) async throws -> Bool {
        let taken = try await Database(pool, of: place.business).execute("""
            update fences set rests_until = now() + \(seconds: rules.rest)
             where \(place.condition) and rests_until <= now()
            """)
        if taken == 0 { try await look() }
        return taken > 0
    }

    private func worked(_ place: Place) async {
        await noting(place) {
            try await Database(pool, of: place.business).execute("delete from fences where \(place.condition)")
            failing.withLock { _ = $0.removeValue(forKey: place) }
        }
    }

    private func failed(_ place: Place, _ failure: Failure) async {
        await noting(place) {
            let until = try await Database(pool, of: place.business).write(Query<Date?>.value(note(place, failure)))
            failing.withLock { $0[place] = State(restsUntil: until) }
            guard until != nil else { return }
            logger.error("a part of a module rests", metadata: [
                "business": "\(place.business)", "module": "\(place.module)", "surface": "\(place.surface)", "error": "\(failure.type)",
            ])
        }
    }

    /// A failure counts once; the fifth within the window begins the rest, and any later one begins it anew.
    private func note(_ place: Place, _ failure: Failure) -> SQL {
        """
        insert into fences as f (id, module, kind, surface, recent, error, detail)
        values (\(ID<Fence>()), \(place.module), \(place.kind), \(place.surface), array[now()], \(failure.type), \(failure.detail))
        on conflict (business_id, module, kind, surface) do update set
            error = excluded.error, detail = excluded.detail,
            (recent, since, rests_until) = (
                select r, case when rests then coalesce(f.since, now()) end, case when rests then now() + \(seconds: rules.rest) end
                  from (select array(select t from unnest(f.recent || now()) t where t > now() - \(seconds: rules.window)
                                      order by t desc limit \(rules.failures))) as kept (r),
                       lateral (select f.since is not null or cardinality(r) >= \(rules.failures)) as decided (rests))
        returning rests_until
        """
    }

    /// Noting must not hide what it is about.
    private func noting(_ place: Place, _ body: () async throws -> Void) async {
        do { try await body() } catch {
            logger.warning("cannot note how a module fares", metadata: ["module": "\(place.module)", "error": "\(error)"])
        }
    }

    private func look() async throws {
        let found = try await pool.read(.rows("select business_id, module, kind, surface, rests_until from kontor.fenced()") { row in
            (Place(business: try row.next(), module: try row.next(), kind: try row.next(), surface: try row.next()),
             State(restsUntil: try row.next(Date?.self)))
        })
        failing.withLock { $0 = Dictionary(found) { $1 } }
    }
}

extension Fence.Place {
    fileprivate var condition: SQL { "module = \(module) and kind = \(kind) and surface = \(surface)" }
}

extension SQL.Interpolation {
    /// A time span as PostgreSQL's `interval`.
    fileprivate mutating func appendInterpolation(seconds duration: Duration) {
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        appendInterpolation("make_interval(secs => \(seconds))" as SQL)
    }
}
