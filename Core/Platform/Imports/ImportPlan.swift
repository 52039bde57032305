/// Which column of a file goes into which field, and how a row finds the record it means.
struct ImportPlan: Sendable, Codable, Equatable {
    /// By field; `ImportPlan.id` stands for the record's id.
    var sources: [String: Source] = [:]
    /// The field by which a row finds a record that is already there; nil adds every row.
    var key: String?

    static let id = "id"

    /// As `ColumnSource`, in a form that JSON keeps.
    struct Source: Sendable, Codable, Equatable {
        let columns: [Int]
        /// What stands between them when they are joined; nil takes the first that holds anything.
        let separator: String?
    }
}

extension ImportPlan.Source {
    init(_ source: ColumnSource) {
        switch source {
        case .column(let column): self.init(columns: [column], separator: "")
        case .joined(let columns, let separator): self.init(columns: columns, separator: separator)
        case .firstNonEmpty(let columns): self.init(columns: columns, separator: nil)
        }
    }

    var source: ColumnSource {
        guard let separator else { return .firstNonEmpty(columns) }
        return columns.count == 1 ? .column(columns[0]) : .joined(columns, separator: separator)
    }
}

extension ImportPlan {
    /// - Parameter mapping: as it was guessed or stored.
    init(_ mapping: TableMapping, key: String?) {
        self.init(sources: mapping.sources.mapValues(Source.init), key: key)
    }

    func field(ofColumn column: Int) -> String? {
        sources.first { $0.value.columns.contains(column) }?.key
    }
}
