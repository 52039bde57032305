import Postgres

/// Slows guessing down: each failed sign-in counts against the account and against the address it came from.
struct Throttle: Sendable {
    private let account, address: String

    /// Subjects are digested, so that the table is no list of who tried to sign in.
    init(account: String, address: String) {
        self.account = "account:" + base64URL(sha256(Array(account.lowercased().utf8)))
        self.address = "address:" + base64URL(sha256(Array(address.utf8)))
    }

    /// Seconds until the next try is taken.
    var wait: Query<Int> {
        .one("select greatest(kontor.sign_in_wait(\(account)), kontor.sign_in_wait(\(address)))") { row in try row.next() }
    }

    var failed: SQL { "select kontor.sign_in_failed(\(account)), kontor.sign_in_failed(\(address))" }

    /// Only the account is forgiven: an address may try others' accounts in between.
    var succeeded: SQL { "select kontor.sign_in_succeeded(\(account))" }
}
