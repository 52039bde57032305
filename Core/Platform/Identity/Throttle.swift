import Glibc
import Postgres

/// Slows guessing down: each failed try counts against the account and against the address it came from.
struct Throttle: Sendable {
    private let account: SQL, address: String

    /// What is tried. Each counts for itself: no name that somebody types at one door may count at another.
    enum Door: String { case account, signUp = "sign-up", password, reset, verify, enter, code, company, `operator` }

    /// Subjects are digested, so that the table is no list of who tried to sign in.
    /// - Parameter device: the digest of the browser's mark. From where the owner of the account has signed in before, tries are
    ///   counted apart: whoever guesses elsewhere cannot keep them out.
    init(_ door: Door = .account, account: String, address: String, device: [UInt8]? = nil) {
        // PostgreSQL folds the case, because it also looks for the account: what it takes for the same must count as the same.
        // It takes no NUL.
        let name = account.replacing("\0", with: "\u{FFFD}")
        self.account = if let device {
            "kontor.throttle_subject(\(door.rawValue), \(name), \(device))"
        } else {
            "\(door.rawValue)::text || ':' || encode(sha256(convert_to(lower(\(name)), 'UTF8')), 'hex')"
        }
        self.address = "address:" + base64URL(sha256(network(of: address)))
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

/// The first half of an IPv6 address: the other half is the visitor's own to choose (RFC 4291 §2.5.4). Anything else whole.
private func network(of address: String) -> [UInt8] {
    var parsed = in6_addr()
    guard inet_pton(AF_INET6, address, &parsed) == 1 else { return Array(address.utf8) }
    let bytes = withUnsafeBytes(of: parsed) { Array($0) }
    // ::ffff:192.0.2.1 is an IPv4 address in IPv6's clothes (RFC 4291 §2.5.5.2).
    let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 0xFF }
    return isMapped ? bytes : Array(bytes.prefix(8))
}
