/// What a cell's number format makes of its number, as far as an import must know (ECMA-376 part 1 §18.8.30, §18.8.31).
enum NumberFormat: Equatable {
    case plain
    case date, dateTime, time
    /// Hours that may be more than a day's.
    case elapsed
    /// At least that many digits, filled up with zeros: `00000`.
    case padded(Int)
    case percent
    case money(Currency)

    /// One of those that files refer to by number alone. East Asian editions have more dates.
    init(builtIn id: Int) {
        switch id {
        case 14...17, 27...31, 34...36, 50...58: self = .date
        case 22: self = .dateTime
        case 18...21, 32, 33, 45, 47: self = .time
        case 46: self = .elapsed
        case 9, 10: self = .percent
        default: self = .plain
        }
    }

    /// Excel takes no longer code, and shows no more digits of a number.
    private static let mostCode = 255, mostDigits = 30

    init(_ code: String) {
        guard code.utf16.count <= Self.mostCode else { self = .plain; return }
        let parts = FormatParts(code)
        let letters = Set(parts.letters.lowercased())
        let isGeneral = parts.letters.lowercased().hasPrefix("general")
        let hasTime = !isGeneral && !letters.isDisjoint(with: "hs")
        let hasDate = !isGeneral && (!letters.isDisjoint(with: "yd") || letters.contains("m") && !hasTime && !parts.isElapsed)
        if let currency = parts.currency {
            self = .money(currency)
        } else if parts.letters.contains("%") {
            self = .percent
        } else if parts.isElapsed {
            self = .elapsed
        } else if hasDate {
            self = hasTime ? .dateTime : .date
        } else if hasTime {
            self = .time
        } else if (2...Self.mostDigits).contains(parts.letters.count), parts.letters.allSatisfy({ $0 == "0" }), parts.isBare {
            self = .padded(parts.letters.count)
        } else {
            self = .plain
        }
    }
}

/// The first section of a format code, that for positive numbers, without what is only written out.
private struct FormatParts {
    /// What stands for digits and parts of dates.
    var letters = ""
    var currency: Currency?
    var isElapsed = false
    /// Whether nothing else was in it.
    var isBare = true

    init(_ code: String) {
        var rest = Substring(code)
        while let first = rest.popFirst(), first != ";" {
            switch first {
            case "\"": take(written: String(rest.prefix { $0 != "\"" }), &rest, until: "\"")
            case "[": take(bracket: rest.prefix { $0 != "]" }, &rest)
            case "\\", "_", "*":
                rest = rest.dropFirst()
                isBare = false
            default: letters.append(first)
            }
        }
    }

    private mutating func take(written text: String, _ rest: inout Substring, until end: Character) {
        rest = rest.drop { $0 != end }.dropFirst()
        isBare = false
        if let found = Self.currency(text) { currency = found }
    }

    /// `[$EUR-407]` is a currency, `[h]` elapsed time; colours, languages and conditions are nothing here.
    private mutating func take(bracket text: Substring, _ rest: inout Substring) {
        rest = rest.drop { $0 != "]" }.dropFirst()
        isBare = false
        if text.first == "$" {
            let parts = text.dropFirst().split(separator: "-", omittingEmptySubsequences: false)
            let region = parts.count > 1 ? parts[1] : ""
            if let sign = parts.first, let found = Self.currency(sign == "$" && region == "409" ? "USD" : String(sign)) { currency = found }
        } else if let first = text.first, text.allSatisfy({ $0 == first }), "hmsHMS".contains(first) {
            isElapsed = true
        }
    }

    /// By its code, or by a sign that only one of them has.
    private static func currency(_ text: String) -> Currency? {
        let text = String(text.filter { !$0.isWhitespace })
        switch text {
        case "€": return .eur
        case "£": return Currency(rawValue: "GBP")
        case "₹": return .inr
        default: return Currency(rawValue: text)
        }
    }
}

/// The number formats of a workbook, by the number that cells carry as their style.
struct CellStyles {
    private var formats: [NumberFormat] = []
    /// Excel has 65,490 at most.
    private static let most = 100_000

    /// - Parameter part: the part of the styles, nil when there is none.
    init(_ part: XMLPart?) throws(WorkbookError) {
        guard let part else { return }
        var own: [Int: NumberFormat] = [:], isInCells = false
        while let event = try part.next() {
            if part.isNamed("cellXfs") { isInCells = event == .start }
            guard event == .start, formats.count < Self.most, own.count < Self.most else { continue }
            if part.isNamed("numFmt"), let id = part.attribute("numFmtId").flatMap({ Int($0) }), let code = part.attribute("formatCode") {
                own[id] = NumberFormat(code)
            } else if isInCells, part.isNamed("xf") {
                let id = part.attribute("numFmtId").flatMap { Int($0) } ?? 0
                formats.append(own[id] ?? NumberFormat(builtIn: id))
            }
        }
    }

    subscript(style: Int) -> NumberFormat { formats.indices.contains(style) ? formats[style] : .plain }
}
