/// Something in a file that cannot be taken, and why.
struct ImportProblem: Sendable {
    /// The line on which the row, or the cell, begins; from 1.
    let line: Int
    /// The file's own heading; empty where the whole row is meant.
    let column: String
    /// What stands there, shortened.
    let value: String
    let reason: Phrase

    init(line: Int, column: String = "", value: String = "", _ reason: Phrase) {
        self.line = line
        self.column = column
        self.value = shortened(value)
        self.reason = reason
    }

    /// Of a row that is written wrongly.
    /// - Parameter heading: what a column of the file is called.
    init(_ problem: RowProblem, of row: TableRow, heading: (Int) -> String) {
        self.init(
            line: problem.line, column: problem.column.map(heading) ?? "",
            value: problem.column.map(row.string(at:)) ?? row.strings.prefix(20).joined(separator: " "), problem.reason.phrase)
    }
}

/// Enough to recognise a value by, in one line and without what no text of PostgreSQL can hold.
func shortened(_ text: String, most: Int = 80) -> String {
    let start = text.unicodeScalars.prefix(most + 1).map { $0.value < 0x20 ? $0 == "\0" ? "\u{2400}" : " " : $0 }
    let words = String(String.UnicodeScalarView(start.prefix(most)))
    return start.count > most ? words + "…" : words
}

extension RowProblem.Reason {
    /// For the list of wrong rows.
    var phrase: Phrase {
        switch self {
        case .notText: "imports.problems.not_text"
        case .nulByte: "imports.problems.nul"
        case .unclosedQuote: "imports.problems.unclosed_quote"
        case .textAfterQuote: "imports.problems.text_after_quote"
        case .tooManyCells(let found, let expected): Self.cells("imports.problems.too_many_cells", found, expected)
        case .tooFewCells(let found, let expected): Self.cells("imports.problems.too_few_cells", found, expected)
        case .cellTooLong(let limit): Phrase("imports.problems.cell_too_long", ["limit": .number(limit / 1_024)])
        case .rowTooLong: "imports.problems.row_too_long"
        }
    }

    private static func cells(_ key: String, _ found: Int, _ expected: Int) -> Phrase {
        Phrase(key, ["count": .number(found), "expected": .number(expected)])
    }
}

extension TableError {
    /// Beside the field in which the file was chosen.
    var phrase: Phrase {
        switch self {
        case .empty: "imports.refused.empty"
        case .onlyHeader: "imports.refused.only_header"
        case .foreign(let kind): Phrase("imports.refused.foreign", ["kind": .phrase(kind.phrase)])
        case .notText: "imports.refused.not_text"
        case .headerTooLong: "imports.refused.header_too_long"
        }
    }
}

extension WorkbookError {
    /// Beside the field in which the file was chosen.
    var phrase: Phrase {
        switch self {
        case .noWorkbook: TableError.foreign(.zip).phrase
        case .encrypted: "imports.refused.encrypted"
        case .binary: "imports.refused.binary"
        case .openDocument: "imports.refused.open_document"
        case .broken: "imports.refused.broken_workbook"
        case .tooLarge: Phrase("imports.refused.swollen", ["limit": .number(ImportLimits.unpackedBytes >> 20)])
        case .empty: "imports.refused.empty_workbook"
        }
    }
}

extension FileKind {
    var phrase: Phrase {
        switch self {
        case .zip: "imports.kinds.zip"
        case .oldWorkbook: "imports.kinds.old_workbook"
        case .pdf: "imports.kinds.pdf"
        case .png, .jpeg, .gif: "imports.kinds.image"
        case .gzip, .sevenZip, .rar: "imports.kinds.archive"
        case .sqlite: "imports.kinds.database"
        case .program: "imports.kinds.program"
        case .richText: "imports.kinds.document"
        case .contactCard: "imports.kinds.contact_card"
        case .markup: "imports.kinds.markup"
        case .json: "imports.kinds.json"
        }
    }
}
