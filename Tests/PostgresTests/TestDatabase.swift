import FoundationEssentials
import Testing

import Postgres

/// The server that tests use: a libpq connection string of a superuser.
let testServer = ProcessInfo.processInfo.environment["KONTOR_TEST_DATABASE"]

/// For tests that leave nothing behind.
let testPool = testServer.map { ConnectionPool(PoolConfiguration(connectionString: $0)) }

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
    change(&configuration)
    let result: Result<T, any Error>
    do { result = .success(try await body(ConnectionPool(configuration))) } catch { result = .failure(error) }
    try await admin.runAlone("drop database \(identifier: name) with (force)")
    return try result.get()
}
