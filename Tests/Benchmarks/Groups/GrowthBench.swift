import Platform

/// Whether a page gets slower as businesses and customers come: one browser at a time, as a person would wait for it.
@Sendable func growthBench(_ report: Report) async throws {
    let small = try await BenchDatabase.make("kontor_bench_small"), large = try await BenchDatabase.make("kontor_bench_large")
    try await Filling.small.fill(small)
    try await Filling.large.fill(large)
    let cookies = (1...100).map(Filling.cookie)
    try await Server.with("kontor", ["serve"], on: small, gives: customerList, cookie: cookies[0]) { one in
        try await Server.with("kontor", ["serve"], on: large, gives: customerList, cookie: cookies[0]) { many in
            // The hundred thousand are left out here: they are one business, and have lines of their own.
            let few = Wrk(port: one.port, requests: [(customerList, cookies[0])])
            let all = Wrk(port: many.port, requests: cookies.dropFirst().map { (customerList, $0) })
            let times = try await medians([few, all])
            report.add("growth: time of the list, 1,000,000 customers in 100 businesses against 1,000", ratio(times[1], to: times[0]), .atMost(1.3))
            try await search(many, cookies[0], report)
        }
    }
}

/// Parts of names, from the frequent to the rare, in a business of 100,000.
private func search(_ server: Server, _ cookie: String, _ report: Report) async throws {
    let parts = ["an", "lovel", "zo%C3%AB+vir"]
    let requests = ["\(customerList)"] + parts.map { "\(customerList)?q=\($0)" }
    let times = try await medians(requests.map { Wrk(port: server.port, requests: [($0, cookie)]) })
    for (part, time) in zip(["frequent", "less frequent", "rare"], times.dropFirst()) {
        report.add("growth: search by a \(part) part of a name among 100,000, in the time of the list", ratio(time, to: times[0]), .atMost(3))
    }
}

/// Of each load, what its middle request took in each round.
private func medians(_ loads: [Wrk]) async throws -> [[Double]] {
    try await inTurns(7, loads.map { wrk in { try await wrk.load(connections: 1, seconds: 1).median } })
}
