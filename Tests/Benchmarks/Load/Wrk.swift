/// Many browsers or programs asking for the same over and over, by wrk.
struct Wrk {
    let port: Int
    /// What is asked for in turn: a path, and the cookie it is asked with, or `Bearer` and a key.
    let requests: [(path: String, cookie: String)]

    /// What came of it.
    struct Load {
        let requests: Int
        let perSecond: Double
        /// Microseconds until the answer had come, of the median and of all but the slowest hundredth.
        let median, p99: Double
    }

    /// - Throws: `BenchError` when an answer was not of the 200s, or did not come.
    func load(connections: Int, threads: Int = 1, seconds: Int) async throws -> Load {
        try await withFile(Self.script, named: "requests.lua") { path in
            let asked = requests.flatMap { [$0.path, $0.cookie] }
            let report = try await said(by: "wrk", [
                "-t", "\(threads)", "-c", "\(connections)", "-d", "\(seconds)s", "--timeout", "10s", "-s", path,
                "http://127.0.0.1:\(port)", "--",
            ] + asked)
            return try Self.read(report)
        }
    }

    private static func read(_ report: String) throws -> Load {
        let line = report.split(separator: "\n").first { $0.hasPrefix("figures ") } ?? ""
        let figures = line.split(separator: " ").dropFirst().compactMap { Double($0) }
        guard figures.count == 5, figures[4] == 0, figures[0] > 0 else { throw BenchError("wrk found errors: \(report)") }
        return Load(
            requests: Int(figures[0]), perSecond: figures[0] / figures[1] * 1_000_000, median: figures[2], p99: figures[3])
    }

    private static let script = """
        local requests, turn = {}, 0

        function init(asked)
          for i = 1, #asked, 2 do
            local with = asked[i + 1]
            local name = with:sub(1, 7) == "Bearer " and "Authorization" or "Cookie"
            requests[#requests + 1] = wrk.format("GET", asked[i], { Host = "localhost", [name] = with })
          end
        end

        function request()
          turn = turn % #requests + 1
          return requests[turn]
        end

        function done(summary, latency)
          local e = summary.errors
          io.write(string.format("figures %d %d %d %d %d\\n", summary.requests, summary.duration,
            latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
        end

        """
}

/// Runs each of these in turn, several times over, so that what disturbs the machine disturbs them alike.
/// - Returns: for each, what came of its rounds.
func inTurns<T>(_ rounds: Int, _ bodies: [() async throws -> T]) async throws -> [[T]] {
    var results = bodies.map { _ in [T]() }
    for _ in 0..<rounds {
        for (index, body) in bodies.enumerated() { results[index].append(try await body()) }
    }
    return results
}
