import CRM
import FoundationEssentials
import Glibc
import Platform

/// Lists of 50 customers behind their row policy, each in one flush: our driver decodes them, pgbench only receives them.
@Sendable func driverBench(_ report: Report) async throws {
    let database = try await BenchDatabase.make("kontor_bench_driver")
    try await Filling.small.fill(database)
    let business = try await Filling.id(of: 1, through: database.ownersPool())
    let pgbench = PgBench(database: database.app, statements: [
        "select set_config('kontor.business_id', '\(business)', true), set_config('kontor.rules', '{}', true)", DriverLoad.list.text,
    ])
    for (connections, least) in [(8, 0.65), (32, 0.8)] {
        let load = DriverLoad(pool: database.appsPool(connections: connections), business: business, connections: connections)
        var cost: [Double] = []
        let rates = try await inTurns(5, [
            {
                let (rate, cpu) = try await load.run(seconds: 2)
                cost.append(cpu)
                return rate
            },
            { try await pgbench.rate(connections: connections, seconds: 2) },
        ])
        report.add("driver: lists a second of those of pgbench, \(connections) connections", ratio(rates[0], to: rates[1]), .atLeast(least))
        if connections == 8 { report.add("driver: processor time of the client for a list", median(cost), .atMost(25), " µs") }
    }
}

/// As many readers as connections, each asking again as soon as it has its answer.
private struct DriverLoad: Sendable {
    let pool: ConnectionPool
    let business: ID<Business>
    let connections: Int

    static let list: SQL = """
        select id, name, email, phone, segment, company_id, lifetime_value, created_at
          from customers where deleted_at is null order by id desc limit 50
        """

    /// - Returns: lists a second, and the microseconds of processor time this process spent on each.
    func run(seconds: Int) async throws -> (rate: Double, cpu: Double) {
        let clock = ContinuousClock(), start = clock.now, end = start + .seconds(seconds), spent = processorTime()
        let lists = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<connections { group.addTask { try await read(until: end) } }
            return try await group.reduce(0, +)
        }
        return (Double(lists) / ((clock.now - start) / .seconds(1)), (processorTime() - spent) / .microseconds(lists))
    }

    private func read(until end: ContinuousClock.Instant) async throws -> Int {
        var lists = 0
        while ContinuousClock.now < end {
            let setting: SQL = "select set_config('kontor.business_id', \(business.description), true), set_config('kontor.rules', \("{}"), true)"
            let customers = try await pool.read(setting: setting, .rows(Self.list, as: Listed.init))
            guard customers.count == 50 else { throw BenchError("a list has \(customers.count) rows") }
            lists += 1
        }
        return lists
    }

    /// What the kernel has counted for this process.
    private func processorTime() -> Duration {
        var usage = rusage()
        getrusage(RUSAGE_SELF.rawValue, &usage)
        func time(_ value: timeval) -> Duration { .seconds(value.tv_sec) + .microseconds(value.tv_usec) }
        return time(usage.ru_utime) + time(usage.ru_stime)
    }
}

private struct Listed: Sendable {
    let id: ID<Customer>, name: String, email: String?, phone: String?, segment: Segment, company: ID<Company>?
    let worth: Int64?, created: Date

    @Sendable init(_ row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        email = try row.next()
        phone = try row.next()
        segment = try row.next()
        company = try row.next()
        worth = try row.next()
        created = try row.next()
    }
}
