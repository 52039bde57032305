import CPQ
import Glibc

/// How each connection is opened.
struct ConnectionSettings: Sendable {
    var connectionString: String
    var applicationName: String
    var statementTimeout: Duration?
    var connectLimit: Duration
    var preparedStatements: Int

    /// Keywords and values for `PQconnectStartParams`; it overrides those before it, and those after it override it.
    /// - Throws: `.misuse` when the connection string is none. libpq's own message would quote it, password included.
    func keywords() throws(DatabaseError) -> [(keyword: String, value: String)] {
        [
            // GSS encryption hides buffered bytes from poll, and few use it: only on request.
            ("gssencmode", "disable"),
            ("fallback_application_name", applicationName),
            // A server that falls silent without hanging up is given up after half a minute, not after hours.
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "20000"),
            ("dbname", connectionString),
            ("client_encoding", "UTF8"),
            ("options", try options()),
        ]
    }

    /// Settings the session starts with, which also survive `DISCARD ALL`. Those of the connection string come
    /// last and win.
    private func options() throws(DatabaseError) -> String {
        guard let parsed = PQconninfoParse(connectionString, nil) else {
            throw DatabaseError(.misuse("the database connection string cannot be read"))
        }
        defer { PQconninfoFree(parsed) }
        // Only `transaction` writes, and it says so when it begins. A lone read can therefore be repeated safely.
        var options = "-c default_transaction_read_only=on"
        if let statementTimeout {
            options += " -c statement_timeout=\(statementTimeout.milliseconds)"
        }
        var option = parsed
        while let keyword = option.pointee.keyword {
            if strcmp(keyword, "options") == 0, let value = option.pointee.val {
                options += " " + String(cString: value)
            }
            option += 1
        }
        return options
    }
}

extension Duration {
    /// Rounded up, so that a limit never becomes 0, which would mean none.
    var milliseconds: Int64 {
        components.seconds * 1_000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}
