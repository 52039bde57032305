import CXLSX
import Synchronization

/// A cell of a workbook that is written.
enum WorkbookCell: Sendable, Equatable {
    /// Never a formula, whatever it begins with.
    case text(String)
    case number(Double)
    /// Of one.
    case percent(Double)
    case money(Double, Currency)
    /// Days since the end of 1899, as spreadsheets count them (ECMA-376 part 1 §18.17.4.1).
    case day(Double)
    /// The same with the time of day, in UTC.
    case time(Double)
    case yesNo(Bool)
}

/// A column of a workbook that is written.
struct WorkbookColumn: Sendable {
    let heading: String
    /// In characters.
    let width: Double

    init(_ heading: String, width: Double) {
        self.heading = heading
        self.width = width
    }
}

/// Writes a workbook with libxlsxwriter, row by row: memory stays flat, what is written waits on disk. Its calls belong on a
/// thread of ``WorkbookThreads``.
final class WorkbookWriter: Sendable {
    private let state: Mutex<WorkbookState>
    private let file: SpoolFile

    /// - Parameters:
    ///   - sheet: what the sheet is called; further ones, of the rows that go beyond one, have a number behind it.
    ///   - mostRows: rows of a sheet, its header included.
    init(sheet: String, columns: [WorkbookColumn], isRightToLeft: Bool, mostRows: Int = SheetReader.mostRows) throws {
        file = try SpoolFile()
        state = Mutex(try WorkbookState(file.path, sheet: sheet, columns: columns, isRightToLeft: isRightToLeft, mostRows: mostRows))
    }

    func append(_ rows: [[WorkbookCell]]) throws {
        try state.withLock { state in for row in rows { try state.append(row) } }
    }

    /// - Returns: the whole workbook.
    func finish() throws -> SpoolFile {
        try state.withLock { try $0.close() }
        return file
    }

    deinit { state.withLock { $0.discard() } }
}

/// libxlsxwriter could not write, mostly because the disk is full.
struct WorkbookNotWritten: Error {
    /// Its `lxw_error`.
    let code: UInt32
}

private struct WorkbookState {
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var sheet: UnsafeMutablePointer<lxw_worksheet>?
    private let name: String
    private let columns: [WorkbookColumn]
    private let isRightToLeft: Bool
    private let mostRows: Int
    private var formats: [String: UnsafeMutablePointer<lxw_format>] = [:]
    private var sheets = 0
    private var row = 0

    init(_ path: String, sheet name: String, columns: [WorkbookColumn], isRightToLeft: Bool, mostRows: Int) throws {
        self.name = String(name.filter { !"[]:*?/\\'".contains($0) }.prefix(20))
        self.columns = columns
        self.isRightToLeft = isRightToLeft
        self.mostRows = mostRows
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 1)
        workbook = workbook_new_opt(path, &options)
        try addSheet()
    }

    private mutating func addSheet() throws {
        sheets += 1
        guard let workbook, let sheet = workbook_add_worksheet(workbook, sheets == 1 ? name : "\(name) \(sheets)") else {
            throw WorkbookNotWritten(code: 0)
        }
        self.sheet = sheet
        row = 0
        for (index, column) in columns.enumerated() { worksheet_set_column(sheet, UInt16(index), UInt16(index), column.width, nil) }
        worksheet_freeze_panes(sheet, 1, 0)
        if isRightToLeft { worksheet_right_to_left(sheet) }
        let bold = format("bold") { format_set_bold($0) }
        for (index, column) in columns.enumerated() { try check(worksheet_write_string(sheet, 0, UInt16(index), Self.storable(column.heading), bold)) }
        row = 1
    }

    mutating func append(_ cells: [WorkbookCell]) throws {
        if row == mostRows { try addSheet() }
        for (index, cell) in cells.enumerated() { try check(write(cell, UInt32(row), UInt16(index))) }
        row += 1
    }

    private mutating func write(_ cell: WorkbookCell, _ row: UInt32, _ column: UInt16) -> lxw_error {
        switch cell {
        case .text(""): LXW_NO_ERROR
        case .text(let text): worksheet_write_string(sheet, row, column, Self.storable(text), nil)
        case .number(let number): worksheet_write_number(sheet, row, column, number, nil)
        case .percent(let share): worksheet_write_number(sheet, row, column, share, format("percent") { format_set_num_format($0, "0.00%") })
        case .money(let amount, let currency): worksheet_write_number(sheet, row, column, amount, money(currency))
        // Number 14 is the day as the reader's own settings write it.
        case .day(let day): worksheet_write_number(sheet, row, column, day, format("day") { format_set_num_format_index($0, 14) })
        case .time(let time):
            worksheet_write_number(sheet, row, column, time, format("time") { format_set_num_format($0, "yyyy-mm-dd hh:mm:ss \"UTC\"") })
        case .yesNo(let value): worksheet_write_boolean(sheet, row, column, value ? 1 : 0, nil)
        }
    }

    private mutating func money(_ currency: Currency) -> UnsafeMutablePointer<lxw_format>? {
        let decimals = currency.digits == 0 ? "" : "." + String(repeating: "0", count: currency.digits)
        return format(currency.rawValue) { format_set_num_format($0, "#,##0\(decimals) [$\(currency.rawValue)]") }
    }

    private mutating func format(_ name: String, _ set: (UnsafeMutablePointer<lxw_format>) -> Void) -> UnsafeMutablePointer<lxw_format>? {
        if let made = formats[name] { return made }
        guard let made = workbook_add_format(workbook) else { return nil }
        set(made)
        formats[name] = made
        return made
    }

    private func check(_ error: lxw_error) throws {
        guard error == LXW_NO_ERROR else { throw WorkbookNotWritten(code: error.rawValue) }
    }

    mutating func close() throws {
        guard let open = workbook else { return }
        workbook = nil // closing frees it, whatever comes of it
        try check(workbook_close(open))
    }

    mutating func discard() {
        if let workbook { lxw_workbook_free(workbook) }
        workbook = nil
    }

    /// A cell holds 32,767 characters. What XML cannot hold becomes U+FFFD, and what looks like an escape of such
    /// (§22.9.2.19) is escaped itself.
    private static func storable(_ text: String) -> String {
        var text = text
        if text.utf16.count > 32_767 { text = String(decoding: text.utf16.prefix(32_766), as: UTF16.self) + "…" }
        if text.unicodeScalars.contains(where: { $0.value & 0xFFFE == 0xFFFE && $0.value < 0x10000 }) {
            text = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : $0 }))
        }
        guard text.contains("_x") else { return text }
        var escaped: [UInt8] = []
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            escaped += RichText.isEscape(bytes[index...]) ? Array("_x005F_".utf8) : [bytes[index]]
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
