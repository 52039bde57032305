public import Postgres

extension Operators {
    /// Adds an operator, as the owner of the database: no portal can.
    /// - Parameters:
    ///   - changesPassword: whether an operator of that address, who is there already, gets the new
    ///     password; then all their sessions end. Their name and role stay as they are.
    ///   - owner: of the login that owns the schema.
    /// - Throws: `NewOperator.Mistake`, before anything is stored.
    public static func add(
        _ operator: NewOperator, changesPassword: Bool = false, through owner: ConnectionPool, passwords: Passwords
    ) async throws -> Addition {
        try `operator`.check()
        let hash = try await passwords.hash(`operator`.password)
        return try await owner.transaction { transaction in
            let added = try await transaction.run(.execute("""
                insert into operators (id, email, name, password_hash, role)
                values (\(ID<Operator>()), \(`operator`.email), \(`operator`.name), \(hash), \(`operator`.role))
                on conflict (lower(email)) do nothing
                """))
            guard added == 0 else { return .added }
            guard changesPassword else { return .known }
            let email = `operator`.email
            try await transaction.run(
                Query.execute("update operators set password_hash = \(hash) where lower(email) = lower(\(email))"),
                Query.execute("""
                    delete from operator_sessions
                     where operator_id = (select id from operators where lower(email) = lower(\(email)))
                    """))
            return .passwordChanged
        }
    }

    /// What came of adding an operator.
    public enum Addition: Sendable, Equatable {
        case added
        /// There is one of that address; nothing was changed.
        case known
        case passwordChanged
    }
}

/// Who is to run the platform.
public struct NewOperator: Sendable {
    public var name: String
    public var email: String
    public var password: String
    public var role: OperatorRole

    public init(name: String, email: String, password: String, role: OperatorRole) {
        self.name = name
        self.email = email
        self.password = password
        self.role = role
    }

    /// What cannot be stored, in a sentence for whoever typed it on the command line.
    public enum Mistake: Error, Equatable, CustomStringConvertible {
        case name, email, shortPassword, longPassword

        public var description: String {
            switch self {
            case .name: "An operator needs a name, of 200 characters at most."
            case .email: "An operator signs in with an email address, such as ada@example.com."
            case .shortPassword: "An operator's password needs \(Passwords.shortest) characters or more."
            case .longPassword: "An operator's password may have \(Passwords.longest) characters at most."
            }
        }
    }

    func check() throws(Mistake) {
        guard (1...200).contains(name.unicodeScalars.count) else { throw .name }
        guard EmailAddress(email) != nil else { throw .email }
        guard password.unicodeScalars.count >= Passwords.shortest else { throw .shortPassword }
        guard password.utf8.count <= Passwords.longest else { throw .longPassword }
    }
}
