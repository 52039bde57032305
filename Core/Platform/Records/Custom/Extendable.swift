/// A kind of record to which a business may add fields.
public struct Extendable: Sendable {
    public let table: String
    public let many: Phrase
    public let fields: [CustomField]
}

extension Registry {
    /// The kinds of record of a business, with the fields it added, in the modules' order.
    public func extendable(for scope: Scope) -> [Extendable] {
        modules.filter { scope.business.has($0.feature) }.flatMap { module in
            module.records.map { record in
                Extendable(
                    table: record.table, many: Phrase("\(module.id).\(record.table).plural"),
                    fields: scope.business.customFields.byTable[record.table] ?? [])
            }
        }
    }
}
