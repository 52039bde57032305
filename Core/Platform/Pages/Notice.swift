/// What just happened, said once on the page that follows.
public struct Notice: Sendable {
    public enum Kind: String, Sendable, Codable { case info, success, warning, danger }

    /// A `Kind`, which is also the name of its icon.
    public let kind: String
    /// `alert` interrupts a screen reader, `status` waits for a pause.
    public let role: String
    public let text: String
    public let undo: Undo?
    /// Whether it may leave by itself after a while. What went wrong stays until it is closed.
    public let leaves: Bool

    /// A way back from what just happened.
    public struct Undo: Sendable {
        public let label: String
        /// Where a POST takes it back.
        public let path: String

        public init(_ label: String, path: String) {
            self.label = label
            self.path = path
        }
    }

    public init(_ kind: Kind, _ text: String, undo: Undo? = nil) {
        self.kind = kind.rawValue
        self.role = kind == .danger ? "alert" : "status"
        self.text = text
        self.undo = undo
        self.leaves = kind == .success || kind == .info
    }
}
