/// The customer list over HTTP at 64 connections: session, permission, query, page. Beside it, in the same process, the
/// same page by a handler written for it alone, and a handler that does nothing.
@Sendable func pageBench(_ report: Report) async throws {
    let database = try await BenchDatabase.make("kontor_bench_page")
    try await Filling.small.fill(database)
    let cookie = Filling.cookie(1)
    try await Server.with("Benchmarks", [BenchServer.command], on: database, gives: customerList, cookie: cookie) { server in
        try showPage(to: server, cookie)
        let paths = [customerList, ListHandler.path, BenchServer.hello]
        let loads = try await inTurns(7, paths.map { path in
            { try await Wrk(port: server.port, requests: [(path, cookie)]).load(connections: 64, threads: 2, seconds: 2) }
        })
        let rates = loads.map { $0.map(\.perSecond) }, slowest = loads.map { $0.map(\.p99) }
        report.add("page: requests a second, of those of a handler written by hand", ratio(rates[0], to: rates[1]), .atLeast(0.75))
        report.add("page: 99th percentile, in that of a handler written by hand", ratio(slowest[0], to: slowest[1]), .atMost(1.5))
        report.add("page: requests a second, of those of a handler that does nothing", ratio(rates[0], to: rates[2]), .atLeast(0.1))
    }
}

let customerList = "/crm/customers"

/// Shows the portal's page to the handler written by hand, and makes sure that both then give the same bytes.
private func showPage(to server: Server, _ cookie: String) throws {
    let page = try ask(server.port, customerList, cookie: cookie)?.body ?? []
    _ = try ask(server.port, ListHandler.path, posting: page)
    try mustEqual(page, try ask(server.port, ListHandler.path, cookie: cookie)?.body ?? [])
}
