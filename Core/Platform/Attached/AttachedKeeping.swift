import Postgres

extension Scope {
    /// Gives one record what members added to another: its notes and files. Part of making one record of two; do it in
    /// the transaction that does the rest.
    /// - Parameter fields: names of fields whose files go along. They are empty afterwards in the one that goes; the other
    ///   one is given them when it is saved with them.
    public func moveAttached<R: Record>(from: ID<R>, to: ID<R>, fields: [String] = []) async throws {
        let table = R.schema.table, columns = R.schema.fields.filter { fields.contains($0.name) && $0.kind.isFile }.flatMap(\.columns).map(\.name)
        let both: SQL = """
            record = \(table) and record_id = \(from)
            and exists (select from \(identifier: table) where id = \(from)) and exists (select from \(identifier: table) where id = \(to))
            """
        try await db.write(
            Query.execute("update notes set record_id = \(to) where \(both)"),
            Query.execute("update attachments set record_id = \(to) where \(both)"),
            Query.execute("update files set record_id = \(to) where \(both) and (field is null or field = any(\(columns)))"))
        guard !columns.isEmpty else { return }
        let empty = columns.map { "\(identifier: $0) = null" as SQL }.joined(separator: ", ")
        try await db.execute("update \(identifier: table) set \(empty), version = version + 1, updated_at = now() where id = \(from)")
    }
}

extension Attached {
    /// Forgets all that was added, and the files of personal fields, which name them no more by then: part of erasing
    /// what is known about a person. What was removed before goes too, with its name.
    static func erasing(_ id: ID<R>) -> SQL {
        let table = R.schema.table
        let its: SQL = "record = \(table) and record_id = \(id) and exists (select from \(identifier: table) where id = \(id))"
        return """
            with notes as (delete from notes where \(its)), attached as (delete from attachments where \(its))
            delete from files where \(its) and (field is null or removed_at is not null or field = any(\(R.schema.personalColumns)))
            """
    }
}

extension Holding {
    /// What members added to the module's records. Those records go first, and name no file any more.
    static let attached: [@Sendable (Module) -> Holding] = ["notes", "attachments", "files"].map { table in
        { module in
            let records = module.records.map(\.table)
            return Holding(
                key: table, name: Phrase("platform.holdings.\(table)"),
                count: "select count(*), 0::bigint from \(identifier: table) where record = any(\(records))",
                end: .statement("delete from \(identifier: table) where record = any(\(records))"))
        }
    }
}
