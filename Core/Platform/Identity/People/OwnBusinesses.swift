import Postgres

/// A person who has signed in, whether or not they have a seat anywhere.
public struct Person: Sendable {
    public let id: ID<User>
    public let name: String
    public let email: String
    public let language: Language?
    /// Whether they have shown that the mailbox is theirs.
    public let isVerified: Bool

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        email = try row.next()
        language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        isVerified = try row.next()
    }
}

/// A business in which a person has a seat.
public struct OwnBusiness: Sendable {
    public let id: ID<Business>
    public let name: String
    public let role: Role
    /// What the business calls it, where it is a role of its own.
    public let roleName: String?
    public let isSuspended: Bool
    /// Whether the session is in it.
    public let isHere: Bool

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        role = try row.next()
        roleName = try row.next()
        isSuspended = try row.next()
        isHere = try row.next()
    }
}

/// What somebody who has an account says about another business of theirs.
public struct NewBusiness: Sendable {
    public let id = ID<Business>()
    public let name: String
    public let language: Language
    public let currency: Currency
    /// IANA name.
    public let timeZone: String
    public let hue: Int

    public init(name: String, language: Language, currency: Currency, timeZone: String = "UTC", hue: Int = 240) {
        self.name = name
        self.language = language
        self.currency = currency
        self.timeZone = timeZone
        self.hue = hue
    }
}

extension Accounts {
    /// - Parameter session: the digest of a cookie's secret.
    /// - Returns: nil when no session is open under it.
    public func person(_ session: [UInt8]) async throws -> Person? {
        try await db.first("select * from kontor.person(\(session))", as: Person.init(row:))
    }

    /// Where they have a seat, by name.
    public func businesses(of session: [UInt8]) async throws -> [OwnBusiness] {
        try await db.rows("select * from kontor.own_businesses(\(session))", as: OwnBusiness.init(row:))
    }

    /// Takes the session to another business; they begin there the next time, too.
    /// - Returns: false when they have no seat in it.
    public func go(to business: ID<Business>, session: [UInt8]) async throws -> Bool {
        try await db.write(Query<Bool>.value("select kontor.switch_business(\(session), \(business))"))
    }

    /// Makes another business, of which they become the owner, and takes the session there.
    /// - Parameter address: where the request came from, for the throttle.
    /// - Throws: `AccountError.tooManyTries`; `Refusal.user` when no session is open.
    public func start(_ business: NewBusiness, session: [UInt8], from address: String) async throws {
        guard let person = try await person(session) else { throw Refusal.user }
        try await Throttle(.signUp, account: "business of \(person.id)", address: address).begin(db)
        let done = try await db.write(Query<Bool>.value("""
            select kontor.start_business(\(session), \(business.id), \(business.name), \(business.language.rawValue), \(business.currency.rawValue),
                \(business.timeZone), \(Int32(business.hue)), \(ID<Member>()))
            """))
        guard done else { throw Refusal.user }
    }
}
