import JWTKit
import Postgres
import Synchronization

/// The secrets that access tokens are signed with. They lie in the database, so that all nodes agree; the first node that
/// needs one makes it, and a new one comes into use after 90 days. Each is known by its `kid` (RFC 7515 §4.1.4).
final class SigningKeys: Sendable {
    private let db: Database<Visitor>
    private let kept = Mutex<Known?>(nil)
    /// When a key was last looked for that was not known.
    private let soughtAt = Mutex<ContinuousClock.Instant?>(nil)

    struct Known: Sendable {
        let keys: JWTKeyCollection
        let ids: Set<String>
        /// The one to sign with.
        let newest: JWKIdentifier
        fileprivate let readAt: ContinuousClock.Instant
    }

    /// What a forged token names is not looked for more often than this, for to look is a statement that writes.
    private let patience: Duration

    /// Far less than a key stays good for after the next one has come into use.
    private static let freshness = Duration.seconds(600)

    init(_ db: Database<Visitor>, patience: Duration = .seconds(1)) {
        self.db = db
        self.patience = patience
    }

    /// All keys, as they were within the last ten minutes.
    func known() async throws -> Known {
        if let known = kept.withLock({ $0 }), known.readAt + Self.freshness > .now { return known }
        return try await read()
    }

    /// The same, among them that one, which another node may have made just now.
    /// - Returns: nil when there is no such key.
    func known(having id: String) async throws -> Known? {
        let known = try await known()
        if known.ids.contains(id) { return known }
        let maySeek = soughtAt.withLock { soughtAt in
            if let soughtAt, soughtAt + patience > .now { return false }
            soughtAt = .now
            return true
        }
        guard maySeek else { return nil }
        let read = try await read()
        return read.ids.contains(id) ? read : nil
    }

    private func read() async throws -> Known {
        let offered = Secret()
        let secret = sha256(Array(offered.text.utf8))
        let found = try await db.write(.rows("select * from kontor.token_keys(\(ID<SigningKeys>().description), \(secret))") { row in
            (id: try row.next(String.self), secret: try row.next([UInt8].self))
        })
        guard let newest = found.first else { throw NoSigningKey() }
        let keys = JWTKeyCollection()
        for key in found { await keys.add(hmac: HMACKey(from: key.secret), digestAlgorithm: .sha256, kid: JWKIdentifier(string: key.id)) }
        await keys.clearDefault() // so that a token without a known `kid` is signed by nothing
        let known = Known(
            keys: keys, ids: Set(found.map(\.id)), newest: JWKIdentifier(string: newest.id), readAt: .now)
        kept.withLock { $0 = known }
        return known
    }
}

/// The database neither had a key nor took the one offered.
struct NoSigningKey: Error {}
