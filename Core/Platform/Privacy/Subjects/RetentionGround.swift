/// Why records of a kind are kept although a person asks to be forgotten, such as a law about invoices. A module declares it;
/// erasing a person passes such records by, and says why.
public struct RetentionGround: Sendable {
    /// The records' table.
    public let table: String
    /// The law or the need in a sentence: `<module>.grounds.<name>` in the module's texts.
    public let name: String
    /// For how many years from the day it was added a record is kept.
    public let years: Int

    public init<R: Record>(_ name: String, of record: R.Type, years: Int) {
        table = R.schema.table
        self.name = name
        self.years = years
    }
}
