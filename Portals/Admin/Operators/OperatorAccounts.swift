import FoundationEssentials
import HTTPTypes
import Platform

/// The people who run the platform. The doors behind this look once more whether an admin asks.
struct OperatorAccounts: Sendable {
    let scope: OperatorScope

    struct Account: Sendable {
        let id: ID<Operator>, name: String, email: String, role: OperatorRole
        let isActive: Bool
        /// Not before they have followed their link.
        let hasPassword: Bool
        let lastLogin: Date?, createdAt: Date
    }

    /// Those who may sign in first, admins before support.
    func all() async throws -> [Account] {
        try await scope.db.fetch(Query<[Account]>.rows(
            "select id, name, email, role, is_active, has_password, last_login, created_at from kontor.operators(\(scope.operatorID))",
            as: Account.init(id:name:email:role:isActive:hasPassword:lastLogin:createdAt:)))
    }

    /// - Parameter mail: holds the link.
    /// - Returns: whether there was none of that address.
    func add(_ entry: OperatorEntry.Right, _ link: Secret, _ mail: Mail) async throws -> Bool {
        try await scope.db.write(Query<Bool>.value("""
            select kontor.add_operator(\(scope.operatorID), \(ID<Operator>()), \(entry.name), \(entry.email.text), \(entry.role.rawValue), \(link.digest),
                \("\(Operators.linkLifetime.components.seconds) seconds")::text::interval,
                \(mail.id), \(mail.language), \(mail.subject), \(mail.plain), \(mail.html))
            """))
    }

    /// Sends another link, instead of the one before, to somebody who has no password yet.
    /// - Parameter mail: holds the link.
    /// - Returns: whether they still have none, and may sign in.
    func sendLink(to id: ID<Operator>, _ link: Secret, _ mail: Mail) async throws -> Bool {
        try await scope.db.write(Query<Bool>.value("""
            select kontor.send_operator_link(\(scope.operatorID), \(id), \(link.digest),
                \("\(Operators.linkLifetime.components.seconds) seconds")::text::interval,
                \(mail.id), \(mail.language), \(mail.subject), \(mail.plain), \(mail.html))
            """))
    }

    /// - Returns: whether anything was to be changed.
    /// - Throws: `OperatorAccountError.own`.
    func change(_ id: ID<Operator>, to role: OperatorRole, isActive: Bool) async throws -> Bool {
        guard id != scope.operatorID else { throw OperatorAccountError.own }
        return try await scope.db.write(Query<Bool>.value("""
            select kontor.change_operator(\(scope.operatorID), \(id), \(role.rawValue), \(isActive))
            """))
    }

    /// - Throws: `PageError.notFound`.
    func one(_ id: ID<Operator>) async throws -> Account {
        guard let account = try await all().first(where: { $0.id == id }) else { throw PageError.notFound }
        return account
    }
}

/// What an operator cannot do to an account.
enum OperatorAccountError: UserFacingError, Equatable {
    case own

    var status: HTTPResponse.Status { .conflict }
    var message: Phrase { "operators.accounts.own" }
}

/// Reads who is to run the platform.
struct OperatorEntry: Sendable {
    struct Right: Sendable { let name: String, email: EmailAddress, role: OperatorRole }

    let typed: Form
    private(set) var problems: [String: Phrase] = [:]

    init(_ typed: Form) { self.typed = typed }

    /// - Returns: nil when something is wrong.
    mutating func read() -> Right? {
        let name = typed.text("name"), email = EmailAddress(typed.text("email")), role = OperatorRole(rawValue: typed.text("role"))
        if !(1...200).contains(name.unicodeScalars.count) || name.utf8.contains(0) { problems["name"] = "operators.accounts.name_wrong" }
        if email == nil { problems["email"] = "platform.problems.email" }
        if role == nil { problems["role"] = "operators.standing.choose" }
        guard problems.isEmpty, let email, let role else { return nil }
        return Right(name: name, email: email, role: role)
    }

    mutating func refuse(_ field: String, _ problem: Phrase) { problems[field] = problem }
}
