public import FoundationEssentials

/// Reading back what people type. Each accepts what the same language writes, with or without grouping, in Latin,
/// Arabic-Indic or Devanagari digits, with any kind of space or minus. A sign of another language is refused, not
/// guessed at: `1.234` is about one to an American and over a thousand to a German.
extension Formats {
    /// - Returns: nil when the text is no whole number, or too large for `Int`.
    public func integer(from text: String) -> Int? {
        scaled(from: text, digits: 0).map(Int.init)
    }

    /// - Returns: nil when the text is no number, or has more than 38 digits.
    public func decimal(from text: String) -> Decimal? {
        symbols.numbers.read(Typed.plain(text))?.decimal
    }

    /// A number in whole units of its last decimal: `1,234.5` with two digits is 123450.
    /// - Returns: nil when the text is no number, has more decimals, or too many digits for `Int64`.
    public func scaled(from text: String, digits: Int) -> Int64? {
        symbols.numbers.read(Typed.plain(text))?.units(digits: min(max(digits, 0), 18))
    }

    /// An amount in the currency's minor units, its sign or code before or after it, or none: `€ 1,234.56`, `5 EUR`.
    /// - Returns: nil when the text is no amount, names another currency, or has parts of a minor unit.
    public func money(from text: String, in currency: Currency) -> Int64? {
        let plain = Typed.plain(text)
        let number = symbols.numbers.read(plain) ?? symbols.numbers.read(plain, with: symbols.currency(currency).signs)
        return number?.units(digits: currency.digits)
    }
}

extension NumberSymbols {
    /// - Parameter text: in `Typed` form.
    func read(_ text: String) -> PlainNumber? {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst().drop { $0 == " " } }
        let sides = rest.split(omittingEmptySubsequences: false) { isDecimalSign($0) }
        guard sides.count <= 2, let whole = ungrouped(sides[0]) else { return nil }
        let fraction = (sides.count == 2 ? sides[1] : "").utf8
        guard fraction.allSatisfy(\.isDigit), sides.count == 1 ? !whole.isEmpty : !fraction.isEmpty else { return nil }
        return PlainNumber(isNegative: isNegative, whole: whole, fraction: fraction)
    }

    /// An amount with one of the signs before or after it, and perhaps a minus on either side of the first.
    func read(_ text: String, with signs: Set<String>) -> PlainNumber? {
        guard let first = text.utf8.firstIndex(where: \.isDigit),
              let last = text.utf8.lastIndex(where: \.isDigit) else { return nil }
        var before = Substring(Typed.sign(String(text[..<first])))
        let after = Typed.sign(String(text[text.utf8.index(after: last)...]))
        let isNegative = before.first == "-" || before.last == "-"
        if isNegative { before = before.first == "-" ? before.dropFirst() : before.dropLast() }
        guard before.isEmpty != after.isEmpty,
              signs.contains(before.isEmpty ? after : String(before)) else { return nil }
        return read((isNegative ? "-" : "") + text[first...last])
    }

    /// The digits without their group signs; nil when something else is there or a group has a wrong length.
    private func ungrouped(_ text: Substring) -> [UInt8]? {
        let groups = text.split(omittingEmptySubsequences: false) { isGroupSign($0) }
        guard groups.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }) else { return nil }
        if groups.count > 1 {
            let lengths = groups.map { $0.utf8.count }
            guard isGrouping(lengths, groupSize.others) || isGrouping(lengths, groupSize.primary) else { return nil }
        }
        return groups.flatMap { Array($0.utf8) }
    }

    /// Hindi's `12,34,567` and the world's `1,234,567` are both understood where the language groups by two.
    private func isGrouping(_ lengths: [Int], _ others: Int) -> Bool {
        guard let first = lengths.first, let last = lengths.last else { return false }
        return (1...others).contains(first) && last == groupSize.primary
            && lengths.dropFirst().dropLast().allSatisfy { $0 == others }
    }

    private func isDecimalSign(_ character: Character) -> Bool {
        character == "\u{66B}" || String(character).utf8.elementsEqual(decimal)
    }

    /// A group sign that is a space is typed as any space; the Arabic one is understood everywhere.
    private func isGroupSign(_ character: Character) -> Bool {
        character == "\u{66C}" || String(character) == Typed.groupSign(group)
    }
}

extension Typed {
    fileprivate static func groupSign(_ sign: [UInt8]) -> String {
        let text = String(decoding: sign, as: UTF8.self)
        return text.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? " " : text
    }
}
