import CRM
import FoundationEssentials
import Platform
import Postgres

/// What it costs to decide who may do what, and how much of it.
@Sendable func accessBench(_ report: Report) async throws {
    let database = try await BenchDatabase.make("kontor_bench_access")
    try await Filling.small.fill(database)
    try await chain(report, database)
    try await reservations(report, database)
    try await signingIn(report, database)
}

/// From a cookie to the answer whether its member may take a route.
private func chain(_ report: Report, _ database: BenchDatabase) async throws {
    let registry = try Registry([crm]), pool = database.appsPool(), entries = Entries(pool, registry: registry)
    let voice = Voices(try Catalogue(folder: "templates")).voice(.en)
    guard let digest = Secret(Filling.cookie(1).split(separator: "=")[1])?.digest, let permission = crm.allPermissions.first
    else { throw BenchError("there is nobody to ask for") }
    let hearing = Task { try await entries.run() }
    defer { hearing.cancel() }
    try await Task.sleep(for: .seconds(1))
    let rounds = 100_000, start = ContinuousClock.now
    for _ in 0..<rounds {
        guard let entry = try await entries.entry(digest) else { throw BenchError("the session is not known") }
        let scope = Scope(
            business: entry.business, member: entry.member, permissions: entry.permissions, voice: voice, db: Database(pool, of: entry.business.id))
        guard scope.refusal(.member(permission), of: crm.feature) == nil else { throw BenchError("the owner was refused") }
    }
    report.add("access: the whole chain for a request, kept", (ContinuousClock.now - start) / .microseconds(rounds), .atMost(5), " µs")
}

/// Two thousand against one limit from sixty-four at once, beside the same rows written without a limit.
private func reservations(_ report: Report, _ database: BenchDatabase) async throws {
    let owner = database.ownersPool(), pool = database.appsPool(connections: 64)
    let business = try await Filling.id(of: 1, through: owner)
    let limited = "{\"bench.things\": {\"most\": \(most), \"per\": \"day\"}}"
    try await owner.write(Query.execute("update plans set limits = limits || \(RawJSON(Array(limited.utf8)))"))
    try await owner.write(Query.execute("grant insert, update on usage to kontor_app"))
    let reserve: SQL = "select kontor.reserve('bench.things', 1)", plain: SQL = """
        insert into usage as u (name, per, since, used) values ('plain', 'day', current_date, 1), ('plain', 'month', date_trunc('month', current_date)::date, 1)
        on conflict (business_id, name, per, since) do update set used = u.used + excluded.used
        """
    var with: [Double] = [], without: [Double] = []
    for _ in 0..<5 {
        try await owner.write(Query.execute("delete from usage where per <> 'ever'"))
        without.append(try await rate(plain, of: business, pool).rate)
        let (rate, done) = try await rate(reserve, of: business, pool)
        guard done == most else { throw BenchError("\(done) were granted of \(most)") }
        with.append(rate)
    }
    report.add("access: reservations against one limit, in the rate of the same updates without one", ratio(with, to: without), .atLeast(0.5))
}

/// As many as are asked for, and so the last of them is just granted.
private let most = 2_000

private func rate(_ sql: SQL, of business: ID<Business>, _ pool: ConnectionPool) async throws -> (rate: Double, done: Int) {
    let start = ContinuousClock.now
    let done = await withTaskGroup(of: Int.self) { group in
        for client in 0..<64 {
            group.addTask {
                var done = 0
                for _ in 0..<(most / 64 + (client < most % 64 ? 1 : 0)) {
                    do {
                        try await Database(pool, of: business).execute(sql)
                        done += 1
                    } catch { continue }
                }
                return done
            }
        }
        return await group.reduce(0, +)
    }
    return (Double(most) / ((ContinuousClock.now - start) / .seconds(1)), done)
}

/// What others wait for their pages while fifty people sign in.
private func signingIn(_ report: Report, _ database: BenchDatabase) async throws {
    let owner = database.ownersPool(), passwords = Passwords()
    let hash = try await passwords.hash("correct horse")
    try await passwords.stop()
    try await owner.write(Query.execute("""
        insert into users (id, email, name, password_hash)
        select bench_id('2026-02-01', n), 'person' || n || '@example.com', 'Person', \(hash) from generate_series(1, 50) as n
        """))
    try await owner.write(Query.execute("update subscriptions set plan_id = (select id from plans where code = 'pro')"))
    try await owner.write(Query.execute("""
        insert into members (business_id, id, user_id, role) select b.id, u.id, u.id, 'viewer' from businesses b, users u where u.name = 'Person'
        """))
    let cookie = Filling.cookie(1)
    try await Server.with("kontor", ["serve"], on: database, gives: customerList, cookie: cookie) { server in
        let wrk = Wrk(port: server.port, requests: [(customerList, cookie)])
        let times = try await inTurns(5, [
            { try await wrk.load(connections: 2, seconds: 2).median },
            {
                let crowd = SigningIn(port: server.port)
                crowd.begin()
                defer { crowd.end() }
                return try await wrk.load(connections: 2, seconds: 2).median
            },
        ])
        report.add("access: time of a page while fifty people sign in, in that of one while nobody does", ratio(times[1], to: times[0]), .atMost(1.5))
    }
}

extension Duration {
    fileprivate static func / (one: Duration, other: Duration) -> Double {
        func seconds(_ duration: Duration) -> Double { Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18 }
        return seconds(one) / seconds(other)
    }
}
