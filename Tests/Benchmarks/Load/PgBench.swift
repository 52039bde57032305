/// PostgreSQL's own load generator. It decodes nothing, so it shows what the server can give at most.
struct PgBench {
    /// libpq connection string.
    let database: String
    /// SQL statements, sent in one flush as one transaction.
    let statements: [String]

    /// - Returns: how often a second the statements ran.
    func rate(connections: Int, seconds: Int) async throws -> Double {
        let script = (["\\startpipeline"] + statements.map { "\($0);" } + ["\\endpipeline"]).joined(separator: "\n")
        return try await withFile(script + "\n", named: "list.sql") { path in
            let report = try await said(by: "pgbench", [
                "-n", "-M", "prepared", "-c", "\(connections)", "-j", "2", "-T", "\(seconds)", "-f", path, database,
            ])
            let line = report.split(separator: "\n").first { $0.hasPrefix("tps = ") }
            guard let rate = line?.split(separator: " ").dropFirst(2).first.flatMap({ Double($0) }) else {
                throw BenchError("pgbench named no rate: \(report)")
            }
            return rate
        }
    }
}
