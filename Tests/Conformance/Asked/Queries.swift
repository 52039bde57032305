import HTTPTypes
import Platform
import Support
import Web

/// Every page and address that shows several, with few rows and with a hundred.
struct Queries: Sendable {
    private let asking: Asking
    private let mine: Tenant

    init(_ asking: Asking, _ mine: Tenant) {
        self.asking = asking
        self.mine = mine
    }

    /// Files come in pieces, each a query.
    private var lists: [RouteSummary] {
        (asking.pages + asking.addresses).filter { $0.method == .get && !$0.path.contains("{") && !$0.path.hasSuffix("/export") }
    }

    func faults() async throws -> [Fault] {
        let platform = asking.house.platform
        let house = try asking.house.counting()
        let few = try await counts(house, platform.lone)
        for resource in asking.subject.resources {
            let more = (100..<200).map { mine.sample(of: resource, $0, asking.samples) }
            let answer = try await asking.house.ask(.post, "\(resource.address)/bulk", as: mine.bearer, .json(["create": .array(more)]))
            guard answer.status == 200 else {
                return [Fault(.surfaces, "POST \(resource.address)/bulk answered \(answer.status) to a hundred records: \(answer.text.prefix(400)). Let the records take them, or give `samples` what they take, with # for a number.")]
            }
        }
        let many = try await counts(house, platform.lone)
        return zip(lists, zip(few, many)).filter { $1.0 != $1.1 }.map { route, counts in
            Fault(.queries, "\(route.name) asks \(counts.0) queries for few rows and \(counts.1) for a hundred more. Read all rows with one statement.")
        }
    }

    private func counts(_ house: House, _ pool: ConnectionPool) async throws -> [Int] {
        var counts: [Int] = []
        for route in lists {
            let before = try await asked(pool)
            _ = try await house.ask(.get, route.path, as: route.isAPI ? mine.bearer : mine.cookie)
            counts.append(try await asked(pool) - before)
        }
        return counts
    }

    /// How many queries this connection was asked.
    private func asked(_ pool: ConnectionPool) async throws -> Int {
        try await pool.read(Query<Int>.value("select sum(generic_plans + custom_plans)::bigint from pg_prepared_statements"))
    }
}
