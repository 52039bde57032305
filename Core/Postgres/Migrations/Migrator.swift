import CPQ

/// Brings a database's schema up to date.
public struct Migrator: Sendable {
    private let connectionString: String

    /// - Parameter connectionString: of the login that owns the schema.
    public init(connectionString: String) {
        self.connectionString = connectionString
    }

    /// Runs, in this order, the migrations the database has not run yet, each in a transaction of its own. Several
    /// nodes may do this at once: they take turns.
    /// - Parameter declarations: statements that may run again; they do so after the migrations each time, all or none.
    /// - Returns: the names of those that ran now.
    /// - Throws: `MigrationError`; those before the one that failed stay.
    public func run(_ migrations: [Migration], then declarations: String = "") async throws -> [String] {
        let connectionString = connectionString
        // libpq's plain calls block, and only they take several statements at once: a thread of its own.
        return try await Background.run {
            Result { () throws(MigrationError) in
                let session = try MigrationSession(connectionString)
                let ran = try session.run(migrations)
                if !declarations.isEmpty { try session.declare(declarations) }
                return ran
            }
        }.get()
    }
}

extension Migrator {
    /// Runs statements that may run again, such as those that make logins, outside of any migration.
    public func prepare(_ sql: String) async throws {
        let connectionString = connectionString
        try await Background.run {
            Result { () throws(MigrationError) in try MigrationSession(connectionString).take("logins", sql) }
        }.get()
    }
}

/// A blocking connection, used by one thread from its making to its end.
private struct MigrationSession: ~Copyable {
    private let pg: OpaquePointer

    init(_ connectionString: String) throws(MigrationError) {
        guard let pg = PQconnectdb(connectionString) else { throw .noConnection("out of memory") }
        guard PQstatus(pg) == CONNECTION_OK else {
            let reason = Self.reason(pg)
            PQfinish(pg)
            throw .noConnection(reason)
        }
        self.pg = pg
    }

    deinit { PQfinish(pg) }

    borrowing func run(_ migrations: [Migration]) throws(MigrationError) -> [String] {
        try take("schema", Self.preparation)
        var ran: [String] = []
        for migration in migrations where try runIfNew(migration) { ran.append(migration.name) }
        return ran
    }

    /// Nodes take turns by the lock, which the end of the transaction gives back: all statements of one message are one.
    borrowing func declare(_ statements: String) throws(MigrationError) {
        try take("declarations", "select pg_advisory_xact_lock(7566047373982433);\n" + statements)
    }

    /// Nodes take turns by the lock, which the end of the transaction gives back.
    private borrowing func runIfNew(_ migration: Migration) throws(MigrationError) -> Bool {
        try take(migration.name, "begin; select pg_advisory_xact_lock(7566047373982433)")
        let known = try digest(of: migration.name)
        if let known {
            try take(migration.name, "rollback")
            guard known == migration.digest else { throw .edited(migration: migration.name) }
            return false
        }
        do throws(MigrationError) {
            try take(migration.name, migration.sql)
            try record(migration)
            try take(migration.name, "commit")
        } catch {
            PQclear(PQexec(pg, "rollback"))
            throw error
        }
        return true
    }

    private static let preparation = """
        set client_min_messages = warning;
        begin;
        select pg_advisory_xact_lock(7566047373982433);
        create table if not exists migrations (
            name text primary key, digest text not null, ran_at timestamptz not null default now());
        commit
        """

    private borrowing func digest(of name: String) throws(MigrationError) -> String? {
        let result = name.withCString { name in
            var values: [UnsafePointer<CChar>?] = [name]
            return PQexecParams(pg, "select digest from migrations where name = $1", 1, nil, &values, nil, nil, 0)
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK else { throw .failed(migration: name, reason: Self.reason(pg)) }
        return PQntuples(result) == 0 ? nil : String(cString: PQgetvalue(result, 0, 0))
    }

    private borrowing func record(_ migration: Migration) throws(MigrationError) {
        let result = migration.name.withCString { name in
            migration.digest.withCString { digest in
                var values: [UnsafePointer<CChar>?] = [name, digest]
                return PQexecParams(pg, "insert into migrations (name, digest) values ($1, $2)", 2, nil, &values, nil, nil, 0)
            }
        }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw .failed(migration: migration.name, reason: Self.reason(pg))
        }
    }

    borrowing func take(_ name: String, _ sql: String) throws(MigrationError) {
        let result = PQexec(pg, sql)
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        default: throw .failed(migration: name, reason: Self.reason(pg))
        }
    }

    private static func reason(_ pg: OpaquePointer) -> String {
        var text = String(cString: PQerrorMessage(pg))
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
