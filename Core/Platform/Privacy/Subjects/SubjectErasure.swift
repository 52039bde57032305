public import HTTPTypes
import Postgres

/// Erases a person from all that a business keeps: looks at what would go, or does it.
public struct SubjectErasure: Sendable {
    let subject: Subject
    let registry: Registry
    let scope: Scope

    public init(_ subject: Subject, _ registry: Registry, in scope: Scope) {
        self.subject = subject
        self.registry = registry
        self.scope = scope
    }

    /// Where their address or number stands, in records of every kind, also those that a rule hides from whoever asks.
    public func find() async throws -> Findings {
        try await scope.seeingAll { scope in try await SubjectSearch(subject: subject, registry: registry, scope: scope).run() }
    }

    /// What would go, and what would stay; changes nothing.
    /// - Parameter keys: of the records to be erased; nil: all that are found.
    public func preview(_ keys: Set<String>? = nil) async throws -> ErasureReport {
        try await scope.seeingAll { scope in try await ErasureWork(subject: subject, registry: registry, scope: scope, keys: keys).look().report }
    }

    /// Erases them from these records, and from all else, and ends the request: all of it, or nothing. No way leads back.
    /// - Returns: what went, and what stays.
    /// - Throws: `PrivacyError`.
    public func run(_ request: ID<SubjectRequest>, _ keys: Set<String>, because reason: ErasureReason) async throws -> ErasureReport {
        try await scope.seeingAll { scope in
            let report = try await ErasureWork(subject: subject, registry: registry, scope: scope, keys: keys).run()
            try await SubjectRequests(in: scope).end(request, as: .erased, because: reason, report)
            return report
        }
    }
}

/// What an erasure came to, or would; it names nobody.
public struct ErasureReport: Sendable, Equatable, Codable {
    /// What goes; nothing that there is none of.
    public let lines: [Line]
    /// What stays, and under which ground.
    public let stays: [Line]

    public struct Line: Sendable, Equatable, Codable {
        /// `records.<table>`, `texts.<table>`, `kept.<table>`, `left.<table>`, or a name of `privacy.traces` in the texts.
        public let key: String
        public let count: Int

        init(_ key: String, _ count: Int) {
            self.key = key
            self.count = count
        }
    }

    /// By its key.
    public var counts: [String: Int] { Dictionary(lines.map { ($0.key, $0.count) }) { $1 } }
}

/// Why somebody is erased: a choice, because words might name them.
public enum ErasureReason: String, Sendable, CaseIterable {
    /// They asked for it.
    case asked
    /// They have taken back their consent.
    case withdrawn
    /// Nobody needs it any more.
    case unneeded
    /// It should never have been kept.
    case wrong
}

/// Why a person cannot be erased now.
public enum PrivacyError: UserFacingError, Equatable {
    /// The request was ended by somebody else.
    case over
    /// A file is being imported that may hold them.
    case importing
    /// Nothing to look for.
    case nobody

    public var status: HTTPResponse.Status { self == .nobody ? .unprocessableContent : .conflict }

    public var message: Phrase {
        switch self {
        case .over: "privacy.errors.over"
        case .importing: "privacy.errors.importing"
        case .nobody: "privacy.errors.nobody"
        }
    }
}

extension Scope {
    /// Inside one transaction, in which no rule hides a record: for what somebody may do about a person, wherever they are named.
    func seeingAll<T: Sendable>(_ body: @Sendable (Scope) async throws -> T) async throws -> T {
        try await db.ruled(by: .none).transaction { db in
            try await db.execute("set local statement_timeout = 0")
            return try await body(Scope(
                business: business, member: member, permissions: permissions, voice: voice, db: db, now: now, origin: origin, elsewhere: elsewhere))
        }
    }
}
