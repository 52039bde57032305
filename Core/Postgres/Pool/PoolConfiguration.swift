public import Logging

/// What a pool connects to and its limits.
public struct PoolConfiguration: Sendable {
    /// libpq's form, `host=… dbname=…` or `postgresql://…`, TLS included (`sslmode`, `sslrootcert`, …).
    public var connectionString: String
    /// Connections at most. Two cores are kept busy by eight.
    public var maximum = 8
    /// How long a task may wait for a connection before it gets `.poolTimeout`.
    public var waitLimit = Duration.seconds(5)
    /// How long opening a connection may take.
    public var connectLimit = Duration.seconds(5)
    /// How long a statement may run before the server ends it; nil for as long as it likes.
    public var statementTimeout: Duration? = .seconds(30)
    /// Connections idle for longer are closed.
    public var idleLimit = Duration.seconds(600)
    /// Prepared statements kept per connection.
    public var preparedStatements = 256
    /// What `pg_stat_activity` shows.
    public var applicationName = "kontor"
    public var logger = Logger(label: "kontor.postgres")

    public init(connectionString: String) {
        self.connectionString = connectionString
    }

    var settings: ConnectionSettings {
        ConnectionSettings(
            connectionString: connectionString, applicationName: applicationName,
            statementTimeout: statementTimeout, connectLimit: connectLimit, preparedStatements: preparedStatements
        )
    }
}
