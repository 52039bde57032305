import Platform

/// Whether a list gets slower by what a business decides: fields of its own, and who sees which records.
@Sendable func rulesBench(_ report: Report) async throws {
    let plain = try await BenchDatabase.make("kontor_bench_plain"), ruled = try await BenchDatabase.make("kontor_bench_ruled")
    for database in [plain, ruled] { try await Filling.small.fill(database) }
    try await decide(ruled)
    let cookie = Filling.cookie(1)
    try await Server.with("kontor", ["serve"], on: plain, gives: customerList, cookie: cookie) { one in
        try await Server.with("kontor", ["serve"], on: ruled, gives: customerList, cookie: cookie) { other in
            let times = try await inTurns(7, [one, other].map { server in
                { try await Wrk(port: server.port, requests: [(customerList, cookie)]).load(connections: 1, seconds: 1).median }
            })
            report.add("rules: time of a list with 50 own fields and only one's own records, in that of a plain one", ratio(times[1], to: times[0]), .atMost(1.5))
        }
    }
}

/// Every customer has a value for each of fifty fields, three of which lists show, and belongs to the one who asks.
private func decide(_ database: BenchDatabase) async throws {
    let fields = (1...50).map { CustomField(name: "x_\($0)", label: "Field \($0)", kind: .text, isListed: $0 <= 3) }
    let rules = ["staff": ["customers": AccessRule(rows: .own)]]
    try await database.ownersPool().write(
        Query.execute("update members set role = 'staff'"),
        Query.execute("update businesses set custom_fields = \(JSON(["customers": fields])), access_rules = \(JSON(rules))"),
        Query.execute("update customers set custom = (select jsonb_object_agg('x_' || n, 'Value ' || n) from generate_series(1, 50) as n)"))
}
