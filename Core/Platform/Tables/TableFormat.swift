/// How a table file is written: in which encoding, and what stands between two cells.
///
/// ``detect(_:)`` reads it off a file's first bytes; a person may correct it, so every part can be set.
public struct TableFormat: Sendable, Hashable {
    public var encoding: TextEncoding
    public var delimiter: Delimiter
    /// Whether the first line is `sep=;` or the like, which spreadsheets understand as a setting and which is no row.
    public var startsWithSeparatorLine: Bool
    /// What it was in a workbook; nil for a file of text. Its lines are then the sheet's rows: a line break inside a cell
    /// begins no new one.
    public var sheet: Sheet?

    public init(
        encoding: TextEncoding = .utf8, delimiter: Delimiter = .comma, startsWithSeparatorLine: Bool = false, sheet: Sheet? = nil
    ) {
        self.encoding = encoding
        self.delimiter = delimiter
        self.startsWithSeparatorLine = startsWithSeparatorLine
        self.sheet = sheet
    }

    /// A sheet of a workbook.
    public struct Sheet: Sendable, Hashable, Codable {
        public let name: String
        /// Cells that hold an error, such as `#N/A`, and are read as empty.
        public let errors: Int

        public init(name: String, errors: Int = 0) {
            self.name = name
            self.errors = errors
        }
    }

    /// What stands between two cells; the raw value is its byte.
    public enum Delimiter: UInt8, Sendable, CaseIterable {
        case comma = 0x2C, semicolon = 0x3B, tab = 0x09, pipe = 0x7C
    }
}

/// How a file's bytes stand for text. A byte order mark needs no case of its own: readers skip it.
public enum TextEncoding: String, Sendable, CaseIterable {
    case utf8, utf16LittleEndian, utf16BigEndian, windows1252
}
