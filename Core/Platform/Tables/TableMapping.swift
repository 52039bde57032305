/// Which columns of a table file fill which field of a record.
public struct TableMapping: Sendable, Hashable {
    /// The fields that have a column, by name.
    public private(set) var sources: [String: ColumnSource]

    public init(_ sources: [String: ColumnSource] = [:]) {
        self.sources = sources
    }

    /// Where a field's value comes from; nil when the file has nothing for it. Set it to correct the guess.
    public subscript(field: String) -> ColumnSource? {
        get { sources[field] }
        set { sources[field] = newValue }
    }

    /// The field a column goes into, wholly or in part.
    public func field(ofColumn column: Int) -> String? {
        sources.first { $0.value.columns.contains(column) }?.key
    }
}

/// Where a field's value comes from. Columns are counted from 0.
public enum ColumnSource: Sendable, Hashable {
    case column(Int)
    /// What the columns hold, with the separator between those that hold anything.
    case joined([Int], separator: String)
    /// The first value of the first column that has one. Contact lists write several values into one cell as `a ::: b`.
    case firstNonEmpty([Int])

    public var columns: [Int] {
        switch self {
        case .column(let column): [column]
        case .joined(let columns, _), .firstNonEmpty(let columns): columns
        }
    }
}

extension TableRow {
    /// A field's value, without white space around it; empty when the row has none.
    public func value(from source: ColumnSource) -> String {
        switch source {
        case .column(let column):
            string(at: column).trimmed()
        case .joined(let columns, let separator):
            columns.map { string(at: $0).trimmed() }.filter { !$0.isEmpty }.joined(separator: separator)
        case .firstNonEmpty(let columns):
            columns.lazy.map { string(at: $0).firstOfSeveral().trimmed() }.first { !$0.isEmpty } ?? ""
        }
    }
}

extension StringProtocol {
    /// As nearly always there is nothing to trim, this looks at the ends before it copies.
    fileprivate func trimmed() -> String {
        guard first?.isWhitespace == true || last?.isWhitespace == true else { return String(self) }
        let start = drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

extension String {
    fileprivate func firstOfSeveral() -> Substring {
        guard utf8.contains(UInt8(ascii: ":")) else { return self[...] }
        var parts = self[...]
        while let colon = parts.firstIndex(of: ":") {
            if parts[colon...].hasPrefix("::: ") { return self[..<colon] }
            parts = parts[parts.index(after: colon)...]
        }
        return self[...]
    }
}
