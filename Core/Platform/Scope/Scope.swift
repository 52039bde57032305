public import FoundationEssentials

/// Who is asking, for which business, in which language, inside which transaction.
/// There is no scope without a business, so nothing that takes one has to check for it.
public struct Scope: Sendable {
    public let business: Business
    public let member: Member
    public let permissions: Set<Permission>
    public let voice: Voice
    /// Sees of the records what this member may see.
    public let db: Database<Business>
    public let now: Date
    /// Where the request comes from; the history says so.
    public let origin: Origin
    /// Where else whoever asks has a seat, as far as it is known.
    public let elsewhere: [Elsewhere]
    /// The assist, where an operator is at it in the member's place: whatever is written says so.
    public let assist: Assist?
    /// Who assists the member at this moment.
    public let assists: [Assist]

    public init(
        business: Business, member: Member, permissions: Set<Permission>,
        voice: Voice, db: Database<Business>, now: Date = Date(), origin: Origin = Origin(.system), elsewhere: [Elsewhere] = [],
        assist: Assist? = nil, assists: [Assist] = []
    ) {
        let origin = assist.map { Origin(origin.source, address: origin.address, assist: $0.id) } ?? origin
        self.business = business
        self.member = member
        self.permissions = permissions
        self.voice = voice
        self.db = db.signed(by: member.id, from: origin).ruled(by: business.accessRules.rows(for: member))
        self.now = now
        self.origin = origin
        self.elsewhere = elsewhere
        self.assist = assist
        self.assists = assists
    }

    public var formats: Formats { voice.formats }

    public func may(_ permission: Permission) -> Bool { permissions.contains(permission) }

    public func say(_ phrase: Phrase) -> String { voice.say(phrase) }

    /// The same scope inside a transaction: all of `body` happens, or none of it.
    public func transaction<T: Sendable>(_ body: @Sendable (Scope) async throws -> T) async throws -> T {
        try await db.transaction { db in
            try await body(Scope(
                business: business, member: member, permissions: permissions, voice: voice, db: db, now: now,
                origin: origin, elsewhere: elsewhere, assist: assist, assists: assists))
        }
    }
}

/// A language with its texts and formats, as one reader sees them. A class, because every value that is shown needs it.
public final class Voice: Sendable {
    public let language: Language
    public let formats: Formats
    public let catalogue: Catalogue
    private let kept = Keeping()

    public init(_ catalogue: Catalogue, formats: Formats) {
        self.language = formats.language
        self.formats = formats
        self.catalogue = catalogue
    }

    public func say(_ phrase: Phrase) -> String { catalogue.say(phrase, in: formats) }

    /// What is made of this voice's words alone, kept for the next who needs it under that name.
    func keeping<Words: Sendable>(_ name: String, _ make: () -> Words) -> Words { kept.keeping(name, make) }

    /// Which edition of the templates this voice reads: they are made for `Language.complete`, in that order.
    public var edition: Int { Language.complete.firstIndex(of: language) ?? 0 }
}
