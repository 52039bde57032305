/// What becomes of mail.
public enum Delivery: Sendable {
    /// It goes to a mail server.
    case sent
    /// Anybody may read it at `/outbox`: for trying Kontor out.
    case shown
    /// Nothing: no page promises any.
    case none
}
