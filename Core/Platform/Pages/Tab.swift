/// One of several ways to look at the same things. Fills `templates/records/tabs.mustache`.
public struct Tab: Sendable {
    public let label: String
    public let path: String
    public let isCurrent: Bool

    public init(_ label: String, path: String, isCurrent: Bool = false) {
        self.label = label
        self.path = path
        self.isCurrent = isCurrent
    }
}
