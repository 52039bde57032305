import FoundationEssentials
import Postgres

/// An export as a workbook, for people: the labels of the fields in the reader's language, and cells that a spreadsheet
/// reckons with. What a workbook holds stands at its end, so it is written to disk as a whole before its first byte is sent.
struct ExportedWorkbook<R: Record>: AsyncSequence, Sendable {
    let export: Exporting<R>
    let query: Form

    func makeAsyncIterator() -> Iterator { Iterator(workbook: self) }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate let workbook: ExportedWorkbook<R>
        /// Of a file that is gone with the iterator, also when nobody reads to the end.
        private var pieces: SpoolFile.AsyncIterator?

        fileprivate init(workbook: ExportedWorkbook<R>) { self.workbook = workbook }

        mutating func next() async throws -> [UInt8]? {
            var pieces = if let pieces { pieces } else { try await workbook.write().makeAsyncIterator() }
            defer { self.pieces = pieces }
            return try await pieces.next()
        }
    }

    private var scope: Scope { export.scope }
    private var kind: RecordKind<R> { export.kind }

    private func write() async throws -> SpoolFile {
        try await Records(kind, in: scope).noteRead(listed: query)
        let columns = columns
        let (sheet, isRightToLeft) = (scope.say(kind.many), scope.voice.language.isRightToLeft)
        let writer = try await WorkbookThreads.writing.run { _ in
            try WorkbookWriter(sheet: sheet, columns: columns, isRightToLeft: isRightToLeft)
        }
        var last: ID<R>?
        repeat {
            try Task.checkCancellation()
            let piece = try await export.piece(query, after: last, as: cells)
            try await WorkbookThreads.writing.run { _ in try writer.append(piece.rows) }
            last = piece.last
        } while last != nil
        return try await WorkbookThreads.writing.run { _ in try writer.finish() }
    }

    private var columns: [WorkbookColumn] {
        export.columns.fields.map { WorkbookColumn(scope.say(kind.label($0)), width: $0.kind.columnWidth) }
            + (export.columns.hasCreated ? [WorkbookColumn(scope.say("platform.list.created"), width: 22)] : [])
            // Called so in every language: by it an import finds the record again.
            + (export.columns.hasID ? [WorkbookColumn("ID", width: 38)] : [])
    }

    private var cells: ExportCells<R, WorkbookCell> {
        let readings = Dictionary(uniqueKeysWithValues: kind.fields.map { ($0.name, kind.reading($0, scope.voice)) })
        return ExportCells(
            value: { field, values in
                switch field.kind {
                case .choice, .choices, .file, .image: readings[field.name].map { .text(field.shown(values, $0).text) } ?? .text("")
                default: WorkbookCell(field.plain(values), field.kind)
                }
            },
            text: WorkbookCell.text, moment: WorkbookCell.moment)
    }
}

extension FieldKind {
    /// In characters.
    fileprivate var columnWidth: Double {
        switch self {
        case .yesNo, .integer, .decimal, .percent: 12
        case .date, .choice: 16
        case .money, .phone, .dateTime: 22
        case .text, .email, .web, .reference, .choices, .tags, .file, .image: 30
        case .longText, .lines: 50
        }
    }
}

extension WorkbookCell {
    /// - Parameter plain: as `FieldValue.plain` has it.
    init(_ plain: String, _ kind: FieldKind) {
        self = Self.typed(plain, kind) ?? .text(plain)
    }

    /// nil where a number of a spreadsheet, of 15 digits, cannot hold it.
    private static func typed(_ plain: String, _ kind: FieldKind) -> WorkbookCell? {
        switch kind {
        case .text, .longText, .email, .phone, .web, .choice, .choices, .tags, .reference, .lines, .file, .image: return .text(plain)
        case .yesNo: return plain.isEmpty ? .text("") : .yesNo(plain == "true")
        case .integer, .decimal: return number(plain).map(WorkbookCell.number)
        case .percent: return number(plain.dropLast()).map { .percent($0 / 100) }
        case .money:
            let parts = plain.split(separator: " ")
            guard parts.count == 2, let currency = Currency(rawValue: String(parts[1])) else { return nil }
            return number(parts[0]).map { .money($0, currency) }
        case .date:
            let parts = plain.split(separator: "-").compactMap { Int($0) }
            guard parts.count == 3 else { return nil }
            return Day(year: parts[0], month: parts[1], day: parts[2]).flatMap { serial(Double($0.sinceEpoch)) }.map(WorkbookCell.day)
        case .dateTime: return (try? Date(plain, strategy: .iso8601)).map(WorkbookCell.moment)
        }
    }

    private static func number(_ text: some StringProtocol) -> Double? {
        text.utf8.count { (0x30...0x39).contains($0) } <= 15 ? Double(text) : nil
    }

    fileprivate static func moment(_ date: Date) -> WorkbookCell {
        serial(date.timeIntervalSince1970.rounded(.down) / 86_400).map(WorkbookCell.time) ?? .text(iso8601(date))
    }

    /// Days as a spreadsheet counts them; nil before March 1900, of which it has another opinion than the calendar.
    private static func serial(_ days: Double) -> Double? { days + 25_569 >= 61 ? days + 25_569 : nil }
}
