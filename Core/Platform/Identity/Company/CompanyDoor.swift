import FoundationEssentials
import Postgres

/// The way in through a company's provider: OpenID Connect's code flow (Core 1.0 §3.1) with PKCE (RFC 7636). What it opens is a session
/// for the one business whose provider it is.
public struct CompanyDoor: Sendable {
    let accounts: Accounts
    let book: ProviderBook
    /// Where browsers reach the portal.
    let origin: String
    private var db: Database<Visitor> { accounts.db }

    /// How long somebody may take at their provider.
    public static let patience = Duration.seconds(600)
    /// How long a session lasts that a provider opened: it is asked anew each day.
    public static let sessionLifetime = Duration.seconds(12 * 3_600)
    /// Where providers send browsers back to; the provider's id follows.
    public static let answerPath = "/sign-in/company/answer"

    public init(_ accounts: Accounts, calling outbound: Outbound, origin: String) {
        self.accounts = accounts
        self.origin = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
        book = ProviderBook(outbound)
    }

    /// What is to be registered with a provider, so that it sends browsers back.
    func returnAddress(_ provider: ID<SignInProvider>) -> String { "\(origin)\(Self.answerPath)/\(provider)" }

    /// Whose provider somebody with such an address signs in by.
    /// - Throws: `CompanyError.noProvider`; `AccountError.tooManyTries`.
    public func business(of address: EmailAddress, with device: Device) async throws -> (id: ID<Business>, name: String) {
        try await throttle(device).begin(db)
        let provider = try await db.first("select p.* from kontor.company_provider(kontor.business_of_domain(\(address.text))) p", as: OpenProvider.init(row:))
        guard let provider else { throw CompanyError.noProvider }
        return (provider.business, provider.businessName)
    }

    /// Where to send somebody who is to sign in for that business.
    /// - Parameters:
    ///   - isAgain: whether they are to prove anew who they are.
    ///   - next: where they want to go; a path of this portal.
    /// - Throws: `CompanyError`; `AccountError.tooManyTries`.
    public func departure(to business: ID<Business>, isAgain: Bool = false, next: String?, with device: Device) async throws -> CompanyDeparture {
        try await throttle(device).begin(db)
        return try await departure(to: business, isAgain: isAgain, next: next)
    }

    /// The business that the provider opened a session for; nil for a session of the person's own.
    public func company(of session: [UInt8]) async throws -> ID<Business>? {
        try await db.value("select kontor.company_of(\(session))", of: ID<Business>?.self)
    }

    /// What a business with a provider is called; nil for any other.
    public func name(of business: ID<Business>) async throws -> String? {
        try await db.first("select * from kontor.company_provider(\(business))", as: OpenProvider.init(row:))?.businessName
    }

    private func throttle(_ device: Device) -> Throttle {
        Throttle(.company, account: base64URL(device.mark.digest), address: device.address)
    }

    private func departure(to business: ID<Business>, isAgain: Bool, next: String?) async throws -> CompanyDeparture {
        let provider = try await db.first("select * from kontor.company_provider(\(business))", as: OpenProvider.init(row:))
        guard let provider else { throw CompanyError.noProvider }
        let metadata = try await book.metadata(of: provider.issuer)
        let browser = Secret(), nonce = Secret().text, verifier = Secret().text
        var asked: [(name: String, value: String)] = [
            ("response_type", "code"), ("client_id", provider.client), ("redirect_uri", returnAddress(provider.id)),
            ("scope", "openid email profile" + (metadata.knowsGroups ? " groups" : "")), ("state", Self.state(browser)), ("nonce", nonce),
            ("code_challenge", base64URL(sha256(Array(verifier.utf8)))), ("code_challenge_method", "S256"),
        ]
        if isAgain { asked.append(("prompt", "login")) }
        try await db.execute("""
            select kontor.begin_company_sign_in(\(provider.business), \(provider.id), \(ID<CompanyDeparture>()), \(browser.digest), \(provider.issuer),
                \(nonce), \(verifier), \(next ?? ""), \(Self.patience.inSQL)::text::interval)
            """)
        let joint = metadata.authorizationEndpoint.contains("?") ? "&" : "?"
        return CompanyDeparture(url: metadata.authorizationEndpoint + joint + Form(asked).urlEncoded, browser: browser)
    }

    /// What comes back with the browser is made of what the browser holds, so that nobody brings in an answer that was meant for another.
    static func state(_ browser: Secret) -> String { base64URL(sha256(Array("state \(browser.text)".utf8))) }
}

/// On the way to a provider.
public struct CompanyDeparture: Sendable {
    /// Where the browser goes.
    public let url: String
    /// What the browser's cookie must hold until it is back.
    public let browser: Secret
}

/// A row of `kontor.company_provider`.
struct OpenProvider: Sendable {
    let business: ID<Business>
    let businessName: String
    let id: ID<SignInProvider>
    let issuer, client: String
    /// Sealed.
    let secret: [UInt8]?
    let groupsClaim: String

    @Sendable init(row: inout Row) throws {
        business = try row.next()
        businessName = try row.next()
        id = try row.next()
        issuer = try row.next()
        client = try row.next()
        secret = try row.next()
        groupsClaim = try row.next()
    }
}
