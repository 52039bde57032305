import Postgres

/// Filters as SQL. Names become columns by a table of them, values are bound: nothing of what a directory sends becomes text of a statement.
struct SCIMConditions: Sendable {
    let schema: SCIMSchema
    /// By their names in lower case, parts after a dot.
    let columns: [String: SCIMColumn]

    /// - Throws: `SCIMError` `invalidFilter` for what cannot be asked.
    func sql(_ filter: SCIMFilter) throws(SCIMError) -> SQL {
        try sql(filter) { (name) throws(SCIMError) in try column(name) }
    }

    /// What a list is put in order by; ids where nothing is said, so that pages do not overlap.
    func order(_ name: SCIMName?, isDescending: Bool) throws(SCIMError) -> SQL {
        guard let name else { return isDescending ? "id desc" : "id" }
        guard let order = self[name]?.order else { throw .bad(.invalidPath, "path", ["path": .text(name.description)]) }
        // What has no value comes last, or first where the order is turned round (RFC 7644 §3.4.2.3).
        return isDescending ? "\(order) desc nulls first, id desc" : "\(order) nulls last, id"
    }

    private func sql(_ filter: SCIMFilter, _ find: (SCIMName) throws(SCIMError) -> (SCIMColumn, list: SCIMColumn?)) throws(SCIMError) -> SQL {
        switch filter {
        case .and(let one, let other): return "(\(try sql(one, find)) and \(try sql(other, find)))"
        case .or(let one, let other): return "(\(try sql(one, find)) or \(try sql(other, find)))"
        case .not(let filter):
            // What cannot be told of an attribute without a value is not so; it stands here alone, because an index is used for bare comparisons only.
            return "not coalesce(\(try sql(filter, find)), false)"
        case .present(let name):
            let (column, list) = try find(name)
            let condition = try column.present()
            return list?.some(condition) ?? condition
        case .compare(let name, let comparison, let value):
            let (column, list) = try find(name)
            let condition = try column.compared(comparison, value)
            return list?.some(condition) ?? condition
        case .values(let name, let filter):
            guard let list = self[name], case .list(_, let parts) = list else { throw unknown(name) }
            let condition = try sql(filter) { (name) throws(SCIMError) in
                guard name.schema == nil, name.part == nil, let part = parts[name.attribute.lowercased()] else { throw unknown(name) }
                return (part, nil)
            }
            return list.some(condition)
        }
    }

    private func column(_ name: SCIMName) throws(SCIMError) -> (SCIMColumn, list: SCIMColumn?) {
        if let column = self[name] { return (column, nil) }
        guard name.schema.map(schema.isCalled) ?? true, let list = columns[name.attribute.lowercased()], case .list(_, let parts) = list,
            let part = name.part.flatMap({ parts[$0.lowercased()] })
        else { throw unknown(name) }
        return (part, list)
    }

    private subscript(_ name: SCIMName) -> SCIMColumn? {
        guard name.schema.map(schema.isCalled) ?? true else { return nil }
        return columns[[name.attribute, name.part].compactMap(\.self).joined(separator: ".").lowercased()]
    }

    private func unknown(_ name: SCIMName) -> SCIMError { .bad(.invalidFilter, "filter_name", ["name": .text(String(name.description.prefix(200)))]) }
}
