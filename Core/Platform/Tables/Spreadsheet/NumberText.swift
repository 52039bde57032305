import Glibc
import Postgres

/// Writes a workbook's numbers as people see them in it, in the form that imports read.
struct NumberText {
    /// Whether days count from 1904, as they did on early Macs (ECMA-376 part 1 §18.17.4.1).
    let isFrom1904: Bool

    /// - Parameter written: as the file has it; what is no number stays as it is.
    func text(_ written: String, _ format: NumberFormat) -> String {
        guard let value = Double(written), value.isFinite else { return written }
        switch format {
        case .plain: return Self.plain(value)
        case .percent: return Self.plain(value * 100) + "%"
        case .padded(let digits): return Self.padded(Self.plain(value), to: digits)
        case .money(let currency): return Self.money(value, currency) ?? Self.plain(value)
        case .date: return date(value)?.text ?? Self.plain(value)
        case .dateTime:
            guard let date = date(value) else { return Self.plain(value) }
            return date.seconds == 0 ? date.text : "\(date.text)T\(Self.clock(date.seconds))Z"
        case .time: return date(value).map { Self.clock($0.seconds, isShort: true) } ?? Self.plain(value)
        case .elapsed: return value >= 0 && value < 1e9 ? Self.clock(Int((value * 86_400).rounded()), isShort: true) : Self.plain(value)
        }
    }

    /// With the 15 digits that a spreadsheet reckons with, so that 0.1 + 0.2 is 0.3, and written out where that is readable.
    static func plain(_ value: Double) -> String {
        let text = withVaList([value]) { list in
            String(unsafeUninitializedCapacity: 40) { buffer in
                buffer.withMemoryRebound(to: CChar.self) { Int(max(0, vsnprintf($0.baseAddress, 40, "%.14e", list))) }
            }
        }
        let parts = text.split(separator: "e")
        guard value != 0, parts.count == 2, let exponent = Int(parts[1]) else { return "0" }
        let sign = parts[0].first == "-" ? "-" : ""
        var digits = String(parts[0].filter(\.isNumber))
        while digits.last == "0" { digits.removeLast() }
        guard (-15...20).contains(exponent) else {
            let fraction = digits.dropFirst()
            return "\(sign)\(digits.prefix(1))\(fraction.isEmpty ? "" : ".")\(fraction)E\(exponent)"
        }
        if exponent < 0 { return "\(sign)0.\(String(repeating: "0", count: -exponent - 1))\(digits)" }
        if digits.count <= exponent + 1 { return sign + digits + String(repeating: "0", count: exponent + 1 - digits.count) }
        // Where points group digits, 1.234 would be read as a thousand; 1.2340 is not.
        let decimals = digits.dropFirst(exponent + 1)
        return "\(sign)\(digits.prefix(exponent + 1)).\(decimals)\(decimals.count == 3 ? "0" : "")"
    }

    private static func padded(_ text: String, to digits: Int) -> String {
        guard text.allSatisfy(\.isNumber) else { return text }
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }

    private static func money(_ value: Double, _ currency: Currency) -> String? {
        let units = Double(currency.minorUnits) * value
        return Int64(exactly: units.rounded()).map { Money(minorUnits: $0, currency).plain }
    }

    private static func clock(_ seconds: Int, isShort: Bool = false) -> String {
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60]
        return parts.prefix(isShort && parts[2] == 0 ? 2 : 3).map { twoDigits($0) }.joined(separator: ":")
    }

    fileprivate static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension NumberText {
    /// The day and the second of it; nil where a spreadsheet shows no date: before its first day and after 9999.
    private func date(_ value: Double) -> (text: String, seconds: Int)? {
        guard value >= 0, value < 2_958_466 else { return nil }
        let moment = Int((value * 86_400).rounded())
        return (day(moment / 86_400), moment % 86_400)
    }

    /// Day 60 is the 29th of February 1900, which never was: Lotus 1-2-3 thought so, and all that followed it count it.
    private func day(_ number: Int) -> String {
        if !isFrom1904, number == 60 { return "1900-02-29" }
        let sinceEpoch = number - (isFrom1904 ? 24_107 : number < 60 ? 25_568 : 25_569)
        return Day(sinceEpoch: sinceEpoch)?.description ?? ""
    }
}
