/// Something that happened, stored in the transaction that made it happen, so that neither is
/// ever there without the other.
public struct Event: Sendable {
    public let id: ID<Event>
    /// `<module>.<records>.<what happened>`, such as `crm.customers.created`.
    public let name: String
}
