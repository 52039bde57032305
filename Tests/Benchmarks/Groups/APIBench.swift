import CRM
import FoundationEssentials
import Platform

/// What programs get over HTTP, beside the pages that show the same; what they bring in at once, and what they are told of it.
@Sendable func apiBench(_ report: Report) async throws {
    let database = try await BenchDatabase.make("kontor_bench_api")
    try await Filling.small.fill(database)
    let cookie = Filling.cookie(1), key = "Bearer \(try await key(database))"
    try await Server.with(
        "kontor", ["serve"], on: database, gives: customerList, cookie: cookie, settings: ["KONTOR_API_RATE": "1000000000"]
    ) { server in
        try await readings(report, server, cookie, key)
        let rows = 50_000
        let seconds = try timed { try bring(rows, to: server, key) }
        report.add("api: \(rows) customers, a thousand in each call", Double(rows) / seconds, .atLeast(10_000), " rows/s")
        let told = try timed { try follow(server, key, atLeast: rows) }
        report.add("api: the feed of their changes", Double(rows) / told, .atLeast(50_000), " rows/s")
    }
}

/// One record and a list of fifty, as JSON and as pages.
private func readings(_ report: Report, _ server: Server, _ cookie: String, _ key: String) async throws {
    let list = try JSONValue(reading: try ask(server.port, "/api/v1\(customerList)?limit=50", cookie: key)?.body ?? [])
    guard let id = list["data"]?.array?.first?["id"]?.string else { throw BenchError("the API lists no customers") }
    let asked = [
        (customerList, cookie), ("/api/v1\(customerList)?limit=50", key), ("\(customerList)/\(id)", cookie), ("/api/v1\(customerList)/\(id)", key),
    ]
    let rates = try await inTurns(5, asked.map { request in
        { try await Wrk(port: server.port, requests: [request]).load(connections: 16, seconds: 2).perSecond }
    })
    report.add("api: lists of 50 a second, of those as pages", ratio(rates[1], to: rates[0]), .atLeast(1))
    report.add("api: records a second, of those as pages", ratio(rates[3], to: rates[2]), .atLeast(1))
}

private func bring(_ rows: Int, to server: Server, _ key: String) throws {
    for call in 0..<rows / Resource.mostAtOnce {
        let customers = (0..<Resource.mostAtOnce).map { index in
            let number = call * Resource.mostAtOnce + index
            return JSONValue.object([
                .init("name", .string("Zoë Müller \(number)")), .init("email", .string("zoe\(number)@example.com")),
                .init("phone", .string("+49 30 \(1_000_000 + number)")), .init("segment", "lead"),
            ])
        }
        let answer = try ask(server.port, "/api/v1\(customerList)/bulk", cookie: key, posting: JSONValue.object([.init("create", .array(customers))]).bytes)
        guard answer?.status == 200 else { throw BenchError("a bulk call was answered with \(answer?.status ?? 0)") }
    }
}

/// Reads the feed from its beginning to its end.
private func follow(_ server: Server, _ key: String, atLeast rows: Int) throws {
    var cursor: String?, count = 0
    while true {
        let since = cursor.map { "&since=\($0)" } ?? ""
        let answer = try ask(server.port, "/api/v1\(customerList)/changes?limit=10000\(since)", cookie: key)
        let page = try JSONValue(reading: answer?.body ?? [])
        count += page["data"]?.array?.count ?? 0
        cursor = page["next"]?.string
        guard page["more"] == true else { break }
    }
    guard count >= rows else { throw BenchError("the feed told of \(count) changes") }
}

/// A key of the first business's owner.
private func key(_ database: BenchDatabase) async throws -> String {
    let pool = database.appsPool(), registry = try Registry([crm])
    let voices = Voices(try Catalogue(folder: "\(ListTemplate.home)/templates"))
    let business = try await Filling.id(of: 1, through: database.ownersPool())
    guard let scope = try await Seats(pool, registry: registry, voices: voices).scope(of: ID(business.uuid), in: business) else {
        throw BenchError("the first business has no owner")
    }
    let permissions = Array(scope.permissions.filter(scope.mayGive))
    return try await APIKeys(in: scope).make(NewAPIKey(name: "Bench", scopes: permissions, expiresAt: nil)).text
}

private func timed(_ body: () throws -> Void) throws -> Double {
    let time = try ContinuousClock().measure(body)
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}
