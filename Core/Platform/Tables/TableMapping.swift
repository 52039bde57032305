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
            Self.trimmed(utf8(at: column))
        case .joined(let columns, let separator):
            columns.map { Self.trimmed(utf8(at: $0)) }.filter { !$0.isEmpty }.joined(separator: separator)
        case .firstNonEmpty(let columns):
            columns.lazy.map { Self.firstOfSeveral(utf8(at: $0)) }.first { !$0.isEmpty } ?? ""
        }
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
        guard let first = bytes.firstIndex(where: { !isSpace($0) }), let last = bytes.lastIndex(where: { !isSpace($0) })
        else { return "" }
        let text = String(decoding: bytes[first...last], as: UTF8.self)
        // Scripts have spaces of their own, but looking for them costs more than all the rest.
        guard bytes[first] >= 0x80 || bytes[last] >= 0x80, text.first?.isWhitespace == true || text.last?.isWhitespace == true
        else { return text }
        let start = text.drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    }

    private static func firstOfSeveral(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: ":")) else { return trimmed(bytes) }
        let mark = Array(" ::: ".utf8)
        var rest = bytes
        while let end = rest.indices.first(where: { rest[$0...].starts(with: mark) }) {
            let value = trimmed(rest[..<end])
            if !value.isEmpty { return value }
            rest = rest[(end + mark.count)...]
        }
        return trimmed(rest)
    }
}
