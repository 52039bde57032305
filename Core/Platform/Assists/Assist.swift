public import FoundationEssentials

/// An operator works as a member of a business for a while. What is written meanwhile says so, and what concerns money, people or
/// their security is closed to them.
public struct Assist: Sendable, Equatable, Codable {
    private let uuid: UUID
    /// What the operator is called.
    public let `operator`: String
    /// Why, in the operator's words.
    public let reason: String
    /// Seconds since 1970.
    private let ends: Double

    public var id: ID<Assist> { ID(uuid) }
    public var endsAt: Date { Date(timeIntervalSince1970: ends) }

    /// Minutes that one may take.
    public static let lengths = [15, 30, 60]
    /// Characters of a reason.
    public static let reasons = 10...500
    /// How long the link is good for by which the operator begins.
    public static let linkLifetime = Duration.seconds(60)

    private enum CodingKeys: String, CodingKey {
        case uuid = "id", `operator`, reason, ends
    }
}
