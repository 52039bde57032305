/// Reads the rows of a sheet (ECMA-376 part 1 §18.3.1.73) from the first to the last.
struct SheetReader {
    private let part: XMLPart
    private let strings: SharedStrings
    private let styles: CellStyles
    private let numbers: NumberText

    private(set) var errors = 0
    private var row = SheetRow()
    private var cell = SheetCell()
    private var text = RichText()
    private var value: [UInt8] = []
    private var isValue = false

    /// The last of each that a sheet can have.
    static let mostRows = 1_048_576, mostColumns = 16_384

    init(_ part: XMLPart, strings: SharedStrings, styles: CellStyles, numbers: NumberText) {
        self.part = part
        self.strings = strings
        self.styles = styles
        self.numbers = numbers
    }

    /// The next row that is written down; nil behind the last one. Rows without anything may be left out of a file.
    mutating func next() throws(WorkbookError) -> SheetRow? {
        while let event = try part.next() {
            switch event {
            case .text:
                if isValue { part.appendText(to: &value, most: RichText.most) } else { text.take(event, part) }
            case .start:
                if !cell.isOpen { try begin() } else if part.isNamed("v") { isValue = true } else { text.take(event, part) }
            case .end:
                if part.isNamed("v") {
                    isValue = false
                } else if part.isNamed("c") {
                    endCell()
                } else if part.isNamed("row") {
                    return row
                } else if part.isNamed("sheetData") {
                    return nil
                } else {
                    text.take(event, part)
                }
            }
        }
        return nil
    }

    private mutating func begin() throws(WorkbookError) {
        if part.isNamed("row") {
            row.begin(number: part.attribute("r").flatMap { Int($0) })
            guard row.number <= Self.mostRows else { throw .broken }
        } else if part.isNamed("c") {
            cell = SheetCell(type: part.attribute("t") ?? "n", style: part.attribute("s").flatMap { Int($0) } ?? 0)
            row.moveTo(column: part.attribute("r").flatMap(Self.column))
            guard row.column < Self.mostColumns else { throw .broken }
        }
    }

    private mutating func endCell() {
        row.put(content())
        cell.isOpen = false
        value.removeAll(keepingCapacity: true)
    }

    private mutating func content() -> String {
        let inline = text.finish()
        let written = String(decoding: value, as: UTF8.self)
        switch cell.type {
        case "s": return Int(written).flatMap { strings[$0] }.map { String(decoding: $0, as: UTF8.self) } ?? ""
        case "inlineStr": return String(decoding: inline, as: UTF8.self)
        case "str": return String(decoding: RichText.unescaped(value), as: UTF8.self)
        case "b": return written.isEmpty ? "" : written == "0" || written == "false" ? "false" : "true"
        case "e":
            errors += 1
            return ""
        case "d": return written.hasSuffix("T00:00:00") || written.hasSuffix("T00:00:00Z") ? String(written.prefix { $0 != "T" }) : written
        default: return numbers.text(written, styles[cell.style])
        }
    }

    /// The column of a cell's name, from 0: `B7` is in 1.
    private static func column(_ name: String) -> Int? {
        let letters = name.utf8.prefix { (0x41...0x5A).contains($0 & 0xDF) }
        guard !letters.isEmpty, letters.count <= 3 else { return nil }
        return letters.reduce(0) { $0 * 26 + Int($1 & 0xDF) - 0x40 } - 1
    }
}

/// A cell being read.
private struct SheetCell {
    var type = "n"
    var style = 0
    var isOpen = false

    init() {}

    init(type: String, style: Int) {
        (self.type, self.style) = (type, style)
        isOpen = true
    }
}

/// A row of a sheet.
struct SheetRow {
    /// As the spreadsheet shows it, from 1.
    private(set) var number = 0
    /// Up to the last that holds anything.
    private(set) var cells: [String] = []
    private(set) var column = -1
    private var bytes = 0

    /// Rows may go without their numbers; none lies above one that stands before it.
    mutating func begin(number given: Int?) {
        number = max(number + 1, given ?? 0)
        cells.removeAll(keepingCapacity: true)
        column = -1
        bytes = 0
    }

    mutating func moveTo(column given: Int?) { column = given ?? column + 1 }

    /// Past the limit of a row nothing more is kept: it is long enough to be refused.
    mutating func put(_ text: String) {
        guard !text.isEmpty, bytes <= TableLimits().rowBytes else { return }
        bytes += text.utf8.count
        while cells.count <= column { cells.append("") }
        cells[column] = text
    }
}
