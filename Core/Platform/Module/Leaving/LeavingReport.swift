import Postgres

/// What a business keeps in a module, and who else refers to it.
public struct LeavingReport: Sendable {
    public let lines: [Line]
    public let references: [Reference]

    /// One kind of thing that is kept.
    public struct Line: Sendable {
        /// A table, or a name such as `imports`.
        public let key: String
        public let name: Phrase
        public let rows: Int
        /// How many of them were deleted before, and could still be brought back.
        public let deleted: Int
        /// Whether a purge leaves it, and only makes what it says of people unreadable.
        public let stays: Bool
    }

    /// Rows of something else that refer to the module's.
    public struct Reference: Sendable {
        /// What refers.
        public let name: Phrase
        public let rows: Int
        public let end: End
        let table: String
        let columns: [String]

        public enum End: Sendable, Equatable {
            /// The reference is emptied, the row stays.
            case emptied
            /// The row is part of what it refers to, and goes with it.
            case goes
            /// The row cannot be without it: nothing can be purged.
            case blocks
        }

        /// Which rows refer.
        var condition: SQL { columns.map { "\(identifier: $0) is not null" as SQL }.joined(separator: " and ") }
    }

    /// How many rows there are of each kind, by its key.
    public var rows: [String: Int] { Dictionary(lines.map { ($0.key, $0.rows) }) { $1 } }
}

extension Leaving {
    /// Every table that refers to the module's without being one of them, as PostgreSQL's foreign keys tell.
    func references() async throws -> [LeavingReport.Reference] {
        let tables = try await registry.tables(of: module, in: scope.db).map(\.name)
        let found = try await scope.db.rows("""
            select from_table, columns, may_be_null, on_delete from kontor.references_into(\(tables)::name[])
            """, as: Found.init(row:))
        var references: [LeavingReport.Reference] = []
        for found in found {
            let reference = LeavingReport.Reference(
                name: registry.name(ofTable: found.table), rows: 0, end: found.end, table: found.table, columns: found.columns)
            let rows = try await scope.db.value(
                "select count(*) from \(identifier: found.table) where \(reference.condition)", of: Int.self)
            guard rows > 0 else { continue }
            references.append(LeavingReport.Reference(
                name: reference.name, rows: rows, end: found.end, table: found.table, columns: found.columns))
        }
        return references
    }
}

private struct Found: Sendable {
    let table: String, columns: [String], mayBeNull: Bool, onDelete: String

    init(row: inout Row) throws {
        table = try row.next()
        columns = try row.next()
        mayBeNull = try row.next()
        onDelete = try row.next()
    }

    var end: LeavingReport.Reference.End { onDelete == "c" ? .goes : mayBeNull ? .emptied : .blocks }
}

extension Registry {
    /// Empties the reference in the records whose lines lie in that table: it is theirs to write, and spreads what they hold.
    /// - Returns: nil for a table that holds no lines.
    func emptying(_ reference: LeavingReport.Reference, ofLines table: String) -> SQL? {
        for module in modules {
            for record in module.records {
                guard let held = record.visit(module.id, HoldsLines(table: table)) else { continue }
                let empty = JSONValue.object(reference.columns.map { .init($0, .null) })
                return """
                    update \(identifier: record.table) r set version = version + 1, updated_at = now(), \(identifier: held.column) = (
                           select jsonb_agg(e.line || \(String(decoding: empty.bytes, as: UTF8.self))::jsonb order by e.place)
                             from jsonb_array_elements(r.\(identifier: held.column)) with ordinality as e (line, place))
                     where r.id in (select \(identifier: held.parent) from \(identifier: table) where \(reference.condition))
                    """
            }
        }
        return nil
    }

    /// What a table's rows are called: "Customers"; the table's own name where they are no records.
    func name(ofTable table: String) -> Phrase {
        for module in modules {
            if let record = module.records.first(where: { $0.table == table }) { return module.name(of: record) }
        }
        return Phrase("platform.holdings.table", ["table": .text(table)])
    }
}

/// Which column of a record holds the lines that lie in a table, and by which column these name the record.
private struct HoldsLines: RecordVisitor {
    let table: String

    func visit<R: Record>(_ kind: RecordKind<R>) -> (column: String, parent: String)? {
        kind.lined.first { $0.work.table == table }.flatMap { lines in lines.field.columns.first.map { ($0.name, lines.work.parent) } }
    }
}
