import Postgres

/// Slows guessing down: each failed try counts against the account and against the address it came from.
struct Throttle: Sendable {
    private let account, address: String

    /// Subjects are digested, so that the table is no list of who tried to sign in.
    init(account: String, address: String) {
        self.account = "account:" + base64URL(sha256(Array(account.lowercased().utf8)))
        self.address = "address:" + base64URL(sha256(Array(address.utf8)))
    }

    /// Counts a try, before anything is looked at.
    /// - Throws: `AccountError.tooManyTries` when it comes too soon.
    func begin(_ db: Database<some Any>) async throws {
        let wait = try await db.write(Query<Int32>.value("select kontor.sign_in_begin(\(account), \(address))"))
        guard wait == 0 else { throw AccountError.tooManyTries(seconds: Int(wait)) }
    }

    /// Forgives the account.
    var succeeded: SQL { "select kontor.sign_in_succeeded(\(account), \(address))" }
}
