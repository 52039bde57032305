/// A role that a business made for itself. It stands on a rung of the ladder, and decides some permissions otherwise.
public struct CustomRole: Sendable, Equatable {
    public let id: ID<CustomRole>
    public let name: String
    /// By the permission's name: whether the role has it. What is not in it is as on the rung.
    public let decisions: [String: Bool]

    public init(id: ID<CustomRole>, name: String, decisions: [String: Bool]) {
        self.id = id
        self.name = name
        self.decisions = decisions
    }
}
