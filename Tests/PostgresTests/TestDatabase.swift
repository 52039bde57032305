import FoundationEssentials
import Testing

import Postgres

/// The server that tests use: a libpq connection string of a superuser.
let testServer = ProcessInfo.processInfo.environment["KONTOR_TEST_DATABASE"]

/// For tests that leave nothing behind. All run at once, so all may have to wait.
let testPool = testServer.map { server in
    var configuration = PoolConfiguration(connectionString: server)
    configuration.waitLimit = .seconds(120)
    return ConnectionPool(configuration)
}

extension Trait where Self == ConditionTrait {
    static var needsServer: Self {
        .enabled(if: testServer != nil, "KONTOR_TEST_DATABASE names no PostgreSQL server")
    }
}

/// Calls `body` with a pool on a new, empty database, which is dropped afterwards.
func withDatabase<T>(
    _ change: (inout PoolConfiguration) -> Void = { _ in }, _ body: (ConnectionPool) async throws -> T
) async throws -> T {
    let server = try #require(testServer), admin = try #require(testPool)
    let name = "kontor_test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try await admin.runAlone("create database \(identifier: name)")
    var configuration = PoolConfiguration(connectionString: server + " dbname=" + name)
    configuration.waitLimit = .seconds(120)
    change(&configuration)
    let result: Result<T, any Error>
    do { result = .success(try await body(ConnectionPool(configuration))) } catch { result = .failure(error) }
    try await admin.runAlone("drop database \(identifier: name) with (force)")
    return try result.get()
}
