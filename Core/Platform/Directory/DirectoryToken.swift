public import FoundationEssentials
import Postgres

/// What a business's directory comes in by. It acts in nobody's name and does nothing but tell of people and groups.
public struct DirectoryToken: Sendable {
    public let id: ID<DirectoryToken>
    public let name: String
    /// How people tell it from others: `kontor_dir_` and its first 8 characters.
    public let prefix: String
    public let maker: String
    /// nil: not yet. As exact as a minute.
    public let lastUsedAt: Date?
    public let lastUsedAddress: String?
    public let createdAt: Date
    public let revokedAt: Date?

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        prefix = try row.next()
        maker = try row.next()
        lastUsedAt = try row.next()
        lastUsedAddress = try row.next()
        createdAt = try row.next()
        revokedAt = try row.next()
    }
}

/// A token as the directory holds it: `kontor_dir_` and 43 characters of base64url, 256 random bits. Shown once, and stored as its digest.
public struct DirectorySecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    public let text: String
    static let mark = "kontor_dir_"

    public init() { text = Self.mark + Secret().text }

    /// - Returns: nil when the text cannot be one.
    init?(_ text: some StringProtocol) {
        guard text.hasPrefix(Self.mark), Secret(text.dropFirst(Self.mark.count)) != nil else { return nil }
        self.text = String(text)
    }

    var digest: [UInt8] { sha256(Array(text.utf8)) }
    var prefix: String { String(text.prefix(Self.mark.count + 8)) }
    public var description: String { prefix + "…" }
    public var debugDescription: String { description }
}

/// The tokens of one business.
public struct DirectoryTokens: Sendable {
    let scope: Scope

    public init(in scope: Scope) { self.scope = scope }

    private static let columns: SQL = """
        select t.id, t.name, t.prefix, coalesce(c.name, ''), t.last_used_at, t.last_used_address, t.created_at, t.revoked_at
          from directory_tokens t left join colleagues c on c.id = t.made_by
        """

    /// Those that still open first, of each kind the newest first; 100 at most.
    public func all() async throws -> [DirectoryToken] {
        try await scope.db.rows(Self.columns + " order by (t.revoked_at is null) desc, t.id desc limit 100", as: DirectoryToken.init(row:))
    }

    /// - Throws: `PageError.notFound` when this business has no such token.
    public func one(_ id: ID<DirectoryToken>) async throws -> DirectoryToken {
        guard let token = try await scope.db.first(Self.columns + " where t.id = \(id)", as: DirectoryToken.init(row:)) else { throw PageError.notFound }
        return token
    }

    /// Makes one.
    /// - Parameters:
    ///   - id: given beforehand, so that a form sent twice makes one token.
    ///   - name: 1 to 100 characters.
    /// - Returns: the token itself, which cannot be had again.
    /// - Throws: `APIKeyError.madeBefore`.
    public func make(_ id: ID<DirectoryToken>, name: String) async throws -> DirectorySecret {
        let secret = DirectorySecret()
        do {
            try await scope.db.write(
                Query.execute("""
                    insert into directory_tokens (id, name, digest, prefix, made_by)
                    values (\(id), \(name), \(secret.digest), \(secret.prefix), \(scope.member.id))
                    """),
                Query.execute(happened("made", to: id)))
        } catch let error as DatabaseError where error.refusal?.constraint == "directory_tokens_pkey" {
            throw APIKeyError.madeBefore
        }
        return secret
    }

    /// Ends a token, at once and everywhere: whose a token is, is asked with each request. One that was ended before stays as it is.
    /// - Throws: `PageError.notFound` when this business has no such token.
    public func revoke(_ id: ID<DirectoryToken>) async throws {
        try await scope.transaction { scope in
            guard try await scope.db.execute("update directory_tokens set revoked_at = coalesce(revoked_at, now()) where id = \(id)") == 1
            else { throw PageError.notFound }
            try await scope.db.execute(happened("revoked", to: id))
        }
    }

    private func happened(_ what: String, to id: ID<DirectoryToken>) -> SQL {
        "insert into events (id, name, record, record_id) values (\(ID<Event>()), \("platform.directory_tokens.\(what)"), 'directory_tokens', \(id))"
    }
}
