import FoundationEssentials
import Platform

/// The settings as they lie in the database now: what a node remembers of a business may be a moment old.
struct StoredSettings: Sendable {
    let version: Int32
    let updatedAt: Date
    /// As a form holds them, without those nobody decided.
    let form: Form

    static func now(in scope: Scope) async throws -> StoredSettings {
        let decided = try await BusinessSettings(in: scope).all()
        let stored = try await scope.db.first("""
            select version, updated_at, name, language, currency, time_zone, hue from businesses where id = \(scope.business.id)
            """) { row in try StoredSettings(row: &row, decided) }
        guard let stored else { throw PageError.notFound }
        return stored
    }

    private init(row: inout Row, _ decided: [String: String]) throws {
        version = try row.next()
        updatedAt = try row.next()
        form = Form([
            ("business_name", try row.next(String.self)), ("language", try row.next(String?.self) ?? ""),
            ("currency", try row.next(String.self)), ("time_zone", try row.next(String.self)),
            ("hue", String(try row.next(Int32.self))),
        ]).filling(Form(decided.map { ($0, $1) }))
    }
}

/// Settings with which nothing is wrong.
struct SettledSettings: Sendable {
    let name: String, language: Language?, currency: Currency, timeZone: String, hue: Int
    /// What is decided about modules, by the settings' names.
    let decided: [String: String]

    /// - Returns: false when they are not of this version any more; then nothing is saved.
    func save(from version: Int32, in scope: Scope) async throws -> Bool {
        try await scope.transaction { scope in
            let saved = try await scope.db.execute("""
                update businesses
                   set name = \(name), language = \(language?.rawValue), currency = \(currency.rawValue),
                       time_zone = \(timeZone), hue = \(Int32(hue)), version = version + 1, updated_at = now()
                 where id = \(scope.business.id) and version = \(version)
                """)
            guard saved == 1 else { return false }
            try await scope.db.execute(BusinessSettings(in: scope).statement(decided))
            return true
        }
    }
}
