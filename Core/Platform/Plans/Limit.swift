import Postgres

/// Something of which a plan allows so much. A module declares what it counts; of its records it need not: how many there may
/// be of a kind is the limit `<module>.<table>` of every plan that names it.
public struct Limit: Hashable, Sendable, CustomStringConvertible {
    /// `<module>.<what>`, such as `ai.predictions`; the platform's own have no module before them.
    public let name: String
    public let unit: Unit
    /// Whether it is counted as it stands, as seats are; else what happens is counted, anew by the day or the month.
    public let isStanding: Bool

    public enum Unit: Sendable {
        case count, bytes
    }

    public init(_ name: String, in unit: Unit = .count, isStanding: Bool = false) {
        self.name = name
        self.unit = unit
        self.isStanding = isStanding
    }

    public var description: String { name }

    /// Seats that somebody has.
    public static let members = Limit("members", isStanding: true)
    /// Bytes of files.
    public static let storage = Limit("storage", in: .bytes, isStanding: true)
    /// Requests of programs.
    public static let calls = Limit("api.calls")

    static let platform = [members, storage, calls]

    /// What several of it are called: `<module>.limits.<what>` in the module's texts.
    public var title: Phrase {
        guard !Self.platform.contains(where: { $0.name == name }) else { return Phrase("platform.limits.\(name.split(separator: ".").last.map(String.init) ?? name)") }
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2 ? Phrase("\(parts[0]).limits.\(parts[1])") : Phrase("platform.values.text", ["text": .text(name)])
    }
}

extension Scope {
    /// Counts what is about to happen against the business's limit, in the transaction this scope is in: it is counted exactly
    /// if that is kept. Whoever counts the same waits for its end, so keep that short.
    /// - Parameter amount: at least 1.
    /// - Throws: `LimitReached`, where it would be one too many; then the transaction is over.
    public func reserve(_ limit: Limit, _ amount: Int = 1) async throws {
        try await db.write(Query<Int>.value("select kontor.reserve(\(limit.name), \(amount))"))
    }

    /// Takes back what was counted for something that came to nothing after all.
    public func release(_ limit: Limit, _ amount: Int = 1) async throws {
        try await db.execute("select kontor.release(\(limit.name), \(amount))")
    }
}
