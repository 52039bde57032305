/// The first sheet of a workbook that is shown and not empty, as a table in UTF-8 with commas, which the import goes on with.
///
/// Formulas give the value they had when the workbook was saved, cells with an error (`#N/A`) nothing, and of merged
/// cells the first has the value, as the file has it. Empty rows are empty lines, so that each row keeps its number.
struct WorkbookTable: Sendable {
    let file: SpoolFile
    let sheet: TableFormat.Sheet

    /// - Throws: `WorkbookError`; `TableError.headerTooLong`; `UploadError.tooLarge`; `CancellationError`; `SpoolError`.
    init(_ workbook: SpoolFile, _ flag: CancellationFlag) throws {
        let archive = try ZipArchive(workbook)
        let book = try Workbook(archive)
        let styles = try CellStyles(book.styles.flatMap { name throws(WorkbookError) in try archive.xml(name) })
        let strings = try book.strings.flatMap { name throws(WorkbookError) in try archive.xml(name) }
        let numbers = NumberText(isFrom1904: book.isFrom1904)
        let found: (SpoolFile, TableFormat.Sheet)? = try SharedStrings.with(strings, flag) { strings in
            for sheet in book.sheets {
                guard let part = try archive.xml(sheet.part) else { throw WorkbookError.broken }
                var writer = SheetWriter(try SpoolFile())
                var rows = SheetReader(part, strings: strings, styles: styles, numbers: numbers)
                while let row = try rows.next() {
                    try flag.check()
                    try writer.take(row)
                }
                if try writer.finish() { return (writer.file, TableFormat.Sheet(name: sheet.name, errors: rows.errors)) }
            }
            return nil
        }
        guard let found else { throw WorkbookError.empty }
        (file, sheet) = found
    }

    /// How the table is written.
    var format: TableFormat { TableFormat(encoding: .utf8, delimiter: .comma, sheet: sheet) }
}

/// Writes the rows of a sheet down.
private struct SheetWriter {
    let file: SpoolFile
    private let writer = TableWriter()
    private var pending: [UInt8] = []
    private var bytes = 0
    /// The last row that was written, and how many cells the first one had.
    private var last = 0
    private var width: Int?
    /// Above the header: more would not fit into what is looked at to recognise a file.
    private static let mostEmptyLines = 1_000

    init(_ file: SpoolFile) { self.file = file }

    mutating func take(_ row: SheetRow) throws {
        guard row.cells.contains(where: { !$0.isEmpty }) else { return }
        let gap = row.number - last - 1
        for _ in 0..<(width == nil ? min(gap, Self.mostEmptyLines) : gap) { pending += [.carriageReturn, .lineFeed] }
        last = row.number
        // Cells that were never touched are no sign of a row cut off.
        writer.append(row.cells + Array(repeating: "", count: max(0, (width ?? 0) - row.cells.count)), to: &pending)
        if width == nil {
            width = row.cells.count
            guard pending.count < TableFormat.headLength else { throw TableError.headerTooLong }
        }
        if pending.count > 1 << 20 { try flush() }
    }

    /// - Returns: whether there was any row.
    mutating func finish() throws -> Bool {
        try flush()
        return width != nil
    }

    private mutating func flush() throws {
        bytes += pending.count
        guard bytes <= ImportLimits.fileBytes else { throw UploadError.tooLarge }
        try file.append(pending)
        pending.removeAll(keepingCapacity: true)
    }
}
