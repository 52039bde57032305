import ArgumentParser
import CRM
import FoundationEssentials
import Platform

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Fill in demo data, and print the addresses and logins.",
        discussion: "Adds two businesses with 500 customers each, and an operator. What is there already stays as it is.")

    static let password = "correct horse"

    func run() async throws {
        let installation = try await Installation.open()
        let database = try await installation.database()
        try await database.use {
            _ = try await installation.migrate(database.logins)
            let passwords = Passwords()
            try await database.asOwner { pool in
                let person = NewOperator(name: "Olive Operator", email: "operator@kontor.example", password: Self.password, role: .admin)
                _ = try await Operators.add(person, through: pool, passwords: passwords)
            }
            let app = ConnectionPool(PoolConfiguration(connectionString: database.logins.app))
            try await app.during { for business in Self.businesses { try await fill(business, app, passwords) } }
            show(installation.settings)
        }
    }

    private static let businesses = [
        DemoBusiness(name: "Harbour Cycles", owner: "Ada Marín", email: "ada@harbour.example", language: .en, currency: .eur,
            timeZone: "Europe/Madrid", hue: 240, seed: 1, view: "VIP customers"),
        DemoBusiness(name: "مكتبة الأفق", owner: "ليلى حسن", email: "layla@horizon.example", language: .ar, currency: .aed,
            timeZone: "Asia/Dubai", hue: 150, seed: 2, view: "أهم العملاء"),
    ]

    private func fill(_ demo: DemoBusiness, _ app: ConnectionPool, _ passwords: Passwords) async throws {
        guard let email = EmailAddress(demo.email) else { return }
        var registration = Registration(
            name: demo.owner, email: email, password: Self.password, businessName: demo.name, language: demo.language,
            currency: demo.currency, timeZone: demo.timeZone, hue: demo.hue, plan: "pro")
        // Always the same business, so that a demo that was broken off can be gone on with.
        var random = FixedBits(bits: demo.seed &* 0x9E37_79B9_7F4A_7C15)
        registration.business = ID(at: Date(timeIntervalSince1970: 1_767_225_600), using: &random)
        do {
            try await Accounts(Database(visitors: app), passwords: passwords).register(registration)
        } catch AccountError.addressTaken {}
        let db = Database(app, of: registration.business).signed(by: nil, from: Origin(.demo)).ruled(by: .none)
        try await Demo(seed: demo.seed).fill(db, customers: 500, currency: demo.currency)
        try await db.execute(view(demo.view))
    }

    /// A view that everybody in the business sees, while there is none.
    private func view(_ name: String) -> SQL {
        """
        insert into saved_views (id, record, name, page, query)
        select \(ID<DemoBusiness>()), 'customers', \(name), 'list', 'segment=vip&sort=name&columns=name%2Cemail%2Cphone%2Ccompany%2Clifetime_value'
         where not exists (select from saved_views where record = 'customers')
        """
    }

    private func show(_ settings: InstallationSettings) {
        print("  Customer portal  http://localhost:\(settings.port)/sign-in  \(Self.businesses[0].email) / \(Self.password)")
        print("  in Arabic        http://localhost:\(settings.port)/sign-in  \(Self.businesses[1].email) / \(Self.password)")
        print("  Public site      http://localhost:\(settings.port)/")
        if case .shown = settings.delivery { print("  Mail             http://localhost:\(settings.port)/outbox  (there is no mail server)") }
        print("  Operator portal  http://localhost:\(settings.adminPort)/sign-in  operator@kontor.example / \(Self.password)")
    }
}

private struct DemoBusiness: Sendable {
    let name: String, owner: String, email: String, language: Language, currency: Currency, timeZone: String, hue: Int, seed: UInt64
    let view: String
}

/// Not random at all: it makes the ids of demo businesses.
private struct FixedBits: RandomNumberGenerator {
    let bits: UInt64
    mutating func next() -> UInt64 { bits }
}
