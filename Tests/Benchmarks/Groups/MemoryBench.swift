/// What `kontor serve` takes: memory after many pages, and time until it gives the first.
@Sendable func memoryBench(_ report: Report) async throws {
    let database = try await BenchDatabase.make("kontor_bench_memory")
    try await Filling.small.fill(database)
    let cookie = Filling.cookie(1)
    var starts: [Double] = []
    for _ in 0..<5 {
        try await Server.with("kontor", ["serve"], on: database, gives: customerList, cookie: cookie) { server in
            starts.append(server.untilFirstAnswer / .seconds(1))
        }
    }
    report.add("memory: from start to first page, the database being up", median(starts), .atMost(0.5), " s")
    try await Server.with("kontor", ["serve"], on: database, gives: customerList, cookie: cookie) { server in
        let wrk = Wrk(port: server.port, requests: [(customerList, cookie)])
        var requests = 0
        while requests < 200_000 { requests += try await wrk.load(connections: 64, seconds: 5).requests }
        report.add("memory: resident after 200,000 pages", Double(try server.residentMemory()) / 1_000_000, .atMost(100), " MB")
    }
}
