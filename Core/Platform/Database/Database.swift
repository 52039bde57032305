import FoundationEssentials
public import Postgres

/// A database as far as `Reach` may see: one `Business`, the whole `Platform`, or a `Visitor`
/// who sees nothing yet. The reach is a type, so that a query for one business cannot be
/// handed what sees them all, and forgetting it does not compile.
///
/// Outside a transaction each call is one round trip and one transaction of its own.
public struct Database<Reach>: Sendable {
    private let road: Road
    /// Runs before each transaction's first statement, in the same flush; says whose rows are seen.
    private let setting: SQL?
    /// The same where something may be written; says also who does it, and from where.
    private let signature: SQL?

    private enum Road: Sendable {
        case pool(ConnectionPool)
        case transaction(Transaction)
    }

    private init(_ road: Road, setting: SQL?, signature: SQL? = nil) {
        self.road = road
        self.setting = setting
        self.signature = signature ?? setting
    }

    /// Asks several queries that do not depend on each other in one round trip.
    public func fetch<each T: Sendable>(_ queries: repeat Query<each T>) async throws -> (repeat each T) {
        switch road {
        case .pool(let pool): try await pool.read(setting: setting, repeat each queries)
        case .transaction(let transaction): try await transaction.run(repeat each queries)
        }
    }

    /// One query; the same as above, and lets the compiler find the type of `.rows(…)`.
    public func fetch<T: Sendable>(_ query: Query<T>) async throws -> T {
        switch road {
        case .pool(let pool): try await pool.read(setting: setting, query)
        case .transaction(let transaction): try await transaction.run(query)
        }
    }

    /// As many queries as there are, in one round trip; their values in the same order.
    public func fetch<T: Sendable>(_ queries: [Query<T>]) async throws -> [T] {
        guard !queries.isEmpty else { return [] }
        return switch road {
        case .pool(let pool): try await pool.read(setting: setting, queries)
        case .transaction(let transaction): try await transaction.run(queries)
        }
    }

    /// All rows, in the query's order.
    public func rows<T: Sendable>(_ sql: SQL, as decode: @escaping @Sendable (inout Row) throws -> T) async throws -> [T] {
        try await fetch(.rows(sql, as: decode))
    }

    /// The first row, nil when there is none.
    public func first<T: Sendable>(_ sql: SQL, as decode: @escaping @Sendable (inout Row) throws -> T) async throws -> T? {
        try await fetch(.first(sql, as: decode))
    }

    /// The first column of the only row.
    /// - Throws: `DatabaseError` `.noRows` when there is none.
    public func value<T: PostgresDecodable & Sendable>(_ sql: SQL, of type: T.Type = T.self) async throws -> T {
        try await fetch(Query<T>.value(sql))
    }

    /// Runs statements that change something, in one round trip: all of them happen, or none.
    /// - Throws: `DatabaseError`; `LimitReached`, where the business's plan allows no more.
    @discardableResult
    public func write<each T: Sendable>(_ queries: repeat Query<each T>) async throws -> (repeat each T) {
        do {
            return switch road {
            case .pool(let pool): try await pool.write(setting: signature, repeat each queries)
            case .transaction(let transaction): try await transaction.run(repeat each queries)
            }
        } catch let error as DatabaseError {
            throw LimitReached(error) ?? error
        }
    }

    /// One statement; the same as above, and lets the compiler find the type of `.first(…)`.
    @discardableResult
    public func write<T: Sendable>(_ query: Query<T>) async throws -> T {
        do {
            return switch road {
            case .pool(let pool): try await pool.write(setting: signature, query)
            case .transaction(let transaction): try await transaction.run(query)
            }
        } catch let error as DatabaseError {
            throw LimitReached(error) ?? error
        }
    }

    /// - Returns: how many rows were written.
    @discardableResult
    public func execute(_ sql: SQL) async throws -> Int {
        try await write(.execute(sql))
    }

    /// All of `body` happens, or none of it. Inside a transaction: a savepoint.
    public func transaction<T: Sendable>(_ body: @Sendable (Database<Reach>) async throws -> T) async throws -> T {
        switch road {
        case .pool(let pool):
            try await pool.transaction(setting: signature) { transaction in
                try await body(Database(.transaction(transaction), setting: nil))
            }
        case .transaction(let transaction):
            try await transaction.savepoint { try await body(self) }
        }
    }
}

extension Database where Reach == Business {
    /// Sees no records before it is said which: see `ruled`.
    /// - Parameter pool: of the login `kontor_app`, whose rows the policies restrict.
    public init(_ pool: ConnectionPool, of business: ID<Business>) {
        self.init(.pool(pool), setting: "select set_config('kontor.business_id', \(business.description), true)")
    }

    /// The same database, whose history says of everything that is written through it who did it, and from where. A
    /// transaction that has begun keeps what was said of it.
    public func signed(by member: ID<Member>?, from origin: Origin) -> Database {
        let signature = setting.map { $0 + ", set_config('kontor.actor', \(origin.actor(member)), true)" }
        return Database(road, setting: setting, signature: signature)
    }

    /// The same database, which sees and writes only the records that these rules allow. A scope's is ruled already; a
    /// transaction that has begun keeps its rules.
    public func ruled(by rules: RowRules) -> Database {
        let rule: SQL = ", set_config('kontor.rules', \(rules.setting), true)"
        return Database(road, setting: setting.map { $0 + rule }, signature: signature.map { $0 + rule })
    }
}

extension Database where Reach == Platform {
    /// - Parameter pool: of the login `kontor_operator`, for which named policies open what an operator may see.
    public init(operators pool: ConnectionPool) {
        self.init(.pool(pool), setting: nil)
    }
}

extension Database where Reach == Visitor {
    /// - Parameter pool: of the login `kontor_app`; without a business its policies refuse every tenant's table.
    public init(visitors pool: ConnectionPool) {
        self.init(.pool(pool), setting: nil)
    }
}
