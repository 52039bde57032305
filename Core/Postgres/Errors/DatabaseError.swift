/// What went wrong in talking to PostgreSQL. Carries the SQL text and names, never a value.
public struct DatabaseError: Error, Sendable {
    public let kind: Kind
    /// The statement that failed, where one did.
    public internal(set) var sql: String?
    /// The schema changed under a prepared statement.
    var isStalePlan = false

    init(_ kind: Kind, sql: String? = nil) {
        self.kind = kind
        self.sql = sql
    }

    public enum Kind: Sendable, Hashable {
        /// The server refused a statement.
        case server(ServerRefusal)
        /// The connection could not be made or broke; `outcomeUnknown` when a commit was on its way, so that it may
        /// or may not have happened.
        case connection(String, outcomeUnknown: Bool = false)
        /// No connection came free within the pool's limit.
        case poolTimeout(waited: Duration)
        /// The pool was closed.
        case poolClosed
        /// A query that must find a row found none.
        case noRows
        /// A column does not hold what was asked for. `column` counts from 1.
        case decoding(column: Int, expected: String, found: String)
        /// The task was cancelled; the server gave up the statement too.
        case cancelled
        /// The call itself is wrong; the sentence says how.
        case misuse(String)
    }

    /// A server's error, reduced to what cannot quote a value: details and hints are left out, and so is the
    /// message of classes whose messages do.
    public struct ServerRefusal: Sendable, Hashable {
        public let state: SQLState
        public let constraint: String?
        public let table: String?
        public let column: String?
        public let message: String?
    }
}

extension DatabaseError {
    @usableFromInline
    static var noRows: DatabaseError { DatabaseError(.noRows) }

    /// What the server said, if it was the server.
    public var refusal: ServerRefusal? {
        if case .server(let refusal) = kind { refusal } else { nil }
    }

    public var isUniqueViolation: Bool { refusal?.state == .uniqueViolation }
    public var isForeignKeyViolation: Bool { refusal?.state == .foreignKeyViolation }
    public var isCheckViolation: Bool { refusal?.state == .checkViolation }

    /// The transaction lost against another and may be tried again from its beginning.
    public var isSerializationFailure: Bool {
        refusal?.state == .serializationFailure || refusal?.state == .deadlockDetected
    }

    /// The database cannot answer at the moment: unreachable, starting, stopping, or out of connections.
    public var isUnavailable: Bool {
        switch kind {
        case .connection, .poolTimeout, .poolClosed: true
        case .server(let refusal): refusal.state.isShortage
        case .noRows, .decoding, .cancelled, .misuse: false
        }
    }

    /// The task was cancelled.
    public var isCancelled: Bool { kind == .cancelled }
}

extension DatabaseError: CustomStringConvertible {
    /// For logs: what happened, then the SQL.
    public var description: String {
        sql.map { "\(kind); SQL: \($0)" } ?? "\(kind)"
    }
}

extension DatabaseError.Kind: CustomStringConvertible {
    public var description: String {
        switch self {
        case .server(let refusal): refusal.description
        case .connection(let reason, let unknown):
            "no connection to PostgreSQL: \(reason)\(unknown ? " (the commit may or may not have happened)" : "")"
        case .poolTimeout(let waited): "no database connection came free within \(waited)"
        case .poolClosed: "the connection pool is closed"
        case .noRows: "the query found no row"
        case .decoding(let column, let expected, let found): "column \(column) is no \(expected) but \(found)"
        case .cancelled: "cancelled"
        case .misuse(let sentence): sentence
        }
    }
}

extension DatabaseError.ServerRefusal: CustomStringConvertible {
    public var description: String {
        let names = [("constraint", constraint), ("table", table), ("column", column)]
            .compactMap { label, name in name.map { "\(label) \($0)" } }
        return (["SQLSTATE \(state)"] + [message].compactMap(\.self) + names).joined(separator: ", ")
    }
}
