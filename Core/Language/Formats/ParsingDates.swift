extension Formats {
    /// A day as people type it: ISO (`2024-01-15`, in every language), digits in the language's order with any of
    /// `/ . -` or spaces, or the form `date(year:month:day:)` writes.
    ///
    /// Years have four digits; with two, nobody can see which century was stored.
    /// - Returns: nil when the text is no such day, or the calendar lacks it (30 February).
    public func date(from text: String) -> (year: Int, month: Int, day: Int)? {
        let plain = Typed.plain(text)
        guard let day = inDigits(plain) ?? symbols.mediumDate.read(plain), day.exists else { return nil }
        return (day.year, day.month, day.day)
    }

    private func inDigits(_ text: String) -> CivilDay? {
        let parts = text.utf8.split { !$0.isDigit }
        let others = text.unicodeScalars.filter { !$0.properties.isWhitespace && !("0"..."9").contains($0) }
        guard parts.count == 3, Set(others).isSubset(of: Self.separators) else { return nil }
        let numbers = parts.compactMap { part in String(part).flatMap { Int($0) } }
        let lengths = parts.map(\.count)
        guard numbers.count == 3 else { return nil }
        return switch (lengths[0], lengths[1], lengths[2]) {
        case (4, 1...2, 1...2): CivilDay(year: numbers[0], month: numbers[1], day: numbers[2])
        case (1...2, 1...2, 4) where language == .en: CivilDay(year: numbers[2], month: numbers[0], day: numbers[1])
        case (1...2, 1...2, 4): CivilDay(year: numbers[2], month: numbers[1], day: numbers[0])
        default: nil
        }
    }

    private static let separators: Set<Unicode.Scalar> = ["/", ".", "-"]
}

extension DatePattern {
    /// - Parameter text: in `Typed` form.
    func read(_ text: String) -> CivilDay? {
        for (index, month) in months.enumerated() {
            if let day = month.read(Substring(text.lowercased()), number: index + 1) { return day }
        }
        return nil
    }
}

extension DatePattern.Month {
    fileprivate func read(_ text: Substring, number: Int) -> CivilDay? {
        var rest = text
        guard skip(before, in: &rest), let first = digits(&rest), skip(between, in: &rest),
              let second = digits(&rest), skip(after, in: &rest), rest.isEmpty else { return nil }
        return CivilDay(year: yearFirst ? first : second, month: number, day: yearFirst ? second : first)
    }

    /// Passes over what the pattern has here, whatever its case and spacing.
    private func skip(_ piece: [UInt8], in rest: inout Substring) -> Bool {
        let expected = Typed.sign(String(decoding: piece, as: UTF8.self))
        for character in expected {
            rest = rest.drop { $0 == " " }
            guard rest.first == character else { return false }
            rest.removeFirst()
        }
        rest = rest.drop { $0 == " " }
        return true
    }

    private func digits(_ rest: inout Substring) -> Int? {
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest = rest.dropFirst(digits.count)
        return digits.count <= 4 ? Int(digits) : nil
    }
}
