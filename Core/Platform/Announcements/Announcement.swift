public import FoundationEssentials
public import Postgres

/// What the people who run the platform tell its members, on their pages, until it ends or they do not want to see it any more.
public struct PlatformAnnouncement: Sendable, Equatable {
    public let id: ID<PlatformAnnouncement>
    public let kind: Notice.Kind
    /// By language tag; one at least.
    public let texts: [String: String]
    /// The codes of the plans whose businesses are told; nil: all.
    public let plans: [String]?
    public let startsAt: Date, endsAt: Date

    /// What it is read from, of a row that goes by the name of `a`.
    public static let columns: SQL = "a.id, a.kind, a.texts, a.plans, a.starts_at, a.ends_at"

    /// Reads `columns`.
    public init(row: inout Row) throws {
        id = try row.next()
        kind = Notice.Kind(rawValue: try row.next(String.self)) ?? .info
        texts = try row.next(JSON<[String: String]>.self).value
        plans = try row.next()
        startsAt = try row.next()
        endsAt = try row.next()
    }

    public init(kind: Notice.Kind, texts: [String: String], plans: [String]?, startsAt: Date, endsAt: Date) {
        id = ID()
        self.kind = kind
        self.texts = texts
        self.plans = plans
        self.startsAt = startsAt
        self.endsAt = endsAt
    }

    /// In that language, or in English, or in whichever there is.
    public func text(in language: Language) -> String {
        texts[language.rawValue] ?? texts["en"] ?? texts.min { $0.key < $1.key }?.value ?? ""
    }

    public func isTold(to business: Business, at now: Date) -> Bool {
        startsAt <= now && now < endsAt && (plans?.contains(business.entitlement.plan) ?? true)
    }
}
