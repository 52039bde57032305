/// Why a whole file is refused. What is wrong with one row is a ``RowProblem``.
public enum TableError: Error, Sendable, Hashable {
    /// There is no byte in it, or nothing but white space.
    case empty
    /// There is a header and no row below it.
    case onlyHeader
    /// It is a file of another kind, by its first bytes.
    case foreign(FileKind)
    /// Its first line, or too much of it, is not text.
    case notText
    /// Its first line is longer than ``TableFormat/headLength``.
    case headerTooLong

    /// One sentence for whoever chose the file.
    public var message: String {
        switch self {
        case .empty: "The file is empty."
        case .onlyHeader: "The file has a header but no rows below it."
        case .foreign(let kind): "The file is \(kind.rawValue), not a table; save it as an Excel workbook (.xlsx) or as CSV and choose that file."
        case .notText: "The file is not a table: it holds bytes that are no text."
        case .headerTooLong: "The file is not a table: its first line is longer than 64 kB."
        }
    }
}
