public import FoundationEssentials
import Postgres

/// People's accounts, for those who have not named a business: registering and signing in.
public struct Accounts: Sendable {
    let db: Database<Visitor>
    let passwords: Passwords
    let box: SecretBox
    let now: @Sendable () -> Date
    /// How long a session lasts without being asked for anew.
    public static let sessionLifetime = Duration.seconds(30 * 24 * 3_600)

    /// - Parameter db: of the login `kontor_app`.
    public init(_ db: Database<Visitor>, passwords: Passwords, now: @escaping @Sendable () -> Date = { Date() }) {
        self.db = db
        self.passwords = passwords
        self.now = now
        box = SecretBox(db)
    }

    /// Registers a person and their business in one step; the person becomes its owner.
    /// - Parameters:
    ///   - address: where the request came from, for the throttle; nil for one of our own.
    ///   - link: what the mail's link holds, which shows the address to be theirs.
    /// - Throws: `AccountError.addressTaken`, `.breached`, or `.tooManyTries`.
    public func register(
        _ registration: Registration, from address: String? = nil, showing link: Secret? = nil, by mail: Mail? = nil
    ) async throws {
        if let address { try await Throttle(.signUp, account: registration.email.text, address: address).begin(db) }
        let hash = try await passwords.chosen(registration.password)
        do {
            try await db.transaction { db in
                try await db.execute("""
                    select kontor.register(\(registration.user), \(registration.email.text), \(registration.name), \(hash),
                        \(registration.language.rawValue), \(registration.business), \(registration.businessName),
                        \(registration.currency.rawValue), \(registration.timeZone), \(Int32(registration.hue)), \(ID<Member>()))
                    """)
                try await db.execute("select kontor.begin_subscription(\(registration.business), \(registration.plan ?? ""))")
                guard let link, let mail else { return }
                try await db.execute("select kontor.ask_new_address(\(registration.user), \(link.digest), \(Self.addressLifetime.inSQL)::text::interval)")
                try await db.execute(mail.posting)
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "users_email_key" {
            throw AccountError.addressTaken
        }
    }

    /// Checks a password, and leaves it to the caller to forgive the throttle in the statement that lets them in.
    /// - Parameters:
    ///   - address: where the request came from, for the throttle.
    ///   - device: the digest of the browser's mark, if it has one.
    /// - Throws: `AccountError.wrongPassword`, `.deactivated`, or `.tooManyTries` with the seconds to wait.
    func verified(email: String, password: String, address: String, device: [UInt8]? = nil) async throws -> VerifiedPerson {
        let email = email.replacing("\0", with: "\u{FFFD}") // PostgreSQL takes no NUL
        let throttle = Throttle(account: email, address: address, device: device)
        try await throttle.begin(db)
        let found = try await db.first("select * from kontor.credentials(\(email))", as: Credentials.init(row:))
        guard try await passwords.matches(password, found?.passwordHash), let found else { throw AccountError.wrongPassword }
        guard !found.isDeactivated else { throw AccountError.deactivated }
        return VerifiedPerson(user: found.user, passwordHash: found.passwordHash, throttle: throttle)
    }

    public func signOut(_ digest: [UInt8]) async throws {
        try await db.execute("select kontor.end_session(\(digest))")
    }

    public func changeProfile(of session: [UInt8], name: String, language: Language?) async throws {
        try await db.execute("select kontor.change_profile(\(session), \(name), \(language?.rawValue))")
    }

    /// Changes the password and ends the person's other sessions.
    /// - Parameter mail: tells the person.
    /// - Throws: `AccountError.wrongPassword` when `current` is not the present one, `.tooManyTries` after several such, `.breached` for a new
    ///   one that was stolen somewhere.
    public func changePassword(of session: [UInt8], current: String, new: String, telling mail: Mail? = nil) async throws {
        try await check(current, of: session)
        let changed = try await passwords.chosen(new)
        try await perform("select kontor.change_password(\(session), \(changed))", telling: mail)
    }
}

/// Somebody whose password was right.
struct VerifiedPerson: Sendable {
    let user: ID<User>
    /// What it was checked against.
    let passwordHash: String
    let throttle: Throttle
}

/// A person and a business that register together.
public struct Registration: Sendable {
    public var user = ID<User>()
    public var name: String
    public var email: EmailAddress
    public var password: String
    public var business = ID<Business>()
    public var businessName: String
    public var language: Language
    public var currency: Currency
    /// IANA name.
    public var timeZone: String
    public var hue: Int
    /// The code of the plan it begins with; nil, or one that is not sold: the usual one.
    public var plan: String?

    public init(
        name: String, email: EmailAddress, password: String, businessName: String,
        language: Language = .en, currency: Currency, timeZone: String = "UTC", hue: Int = 240,
        plan: String? = nil
    ) {
        self.name = name
        self.email = email
        self.password = password
        self.businessName = businessName
        self.language = language
        self.currency = currency
        self.timeZone = timeZone
        self.hue = hue
        self.plan = plan
    }
}

private struct Credentials: Sendable {
    let user: ID<User>, passwordHash: String, isDeactivated: Bool

    init(row: inout Row) throws {
        user = try row.next()
        passwordHash = try row.next()
        isDeactivated = try row.next()
    }
}
