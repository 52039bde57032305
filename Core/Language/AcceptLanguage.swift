extension Language {
    /// The language a browser asks for, out of those on offer.
    ///
    /// Ranges are tried from the highest quality to the lowest, equal ones in the order written; `es-MX` finds
    /// `es` by dropping subtags, `*` finds the first offered language that no other range names, `q=0` refuses.
    /// A malformed range is skipped, and only the first 50 are read.
    ///
    /// Source: RFC 9110 §12.4.2 and §12.5.4 (the field), RFC 4647 §3.4 (lookup).
    /// - Returns: nil when nothing on offer is wanted.
    public static func preferred(_ acceptLanguage: String, among offered: [Language]) -> Language? {
        let ranges = acceptLanguage.split(separator: ",").prefix(50).compactMap(LanguageRange.init)
        // Swift's sort does not promise to keep equal elements in order, so their place decides.
        let byWish = ranges.enumerated().sorted { ($1.element.quality, $0.offset) < ($0.element.quality, $1.offset) }
        let named = Set(ranges.compactMap(\.language))
        let refused = Set(ranges.filter { $0.quality == 0 && $0.isWhole }.compactMap(\.language))

        for (_, range) in byWish where range.quality > 0 {
            if range.isAny {
                if let free = offered.first(where: { !named.contains($0) }) { return free }
            } else if let language = range.language, offered.contains(language), !refused.contains(language) {
                return language
            }
        }
        return nil
    }
}

/// One language range with its quality, as in `pt-BR;q=0.8`.
private struct LanguageRange {
    let isAny: Bool
    /// The language its first subtag names, when it is one of ours.
    let language: Language?
    /// Whether the range is the bare language, without region or script.
    let isWhole: Bool
    /// In thousandths, 0…1000.
    let quality: Int

    init?(_ text: Substring) {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
        let subtags = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard let first = subtags.first, !first.isEmpty else { return nil }
        isAny = parts[0] == "*"
        language = Language(rawValue: first.lowercased())
        isWhole = subtags.count == 1
        guard let quality = Self.quality(parts.dropFirst()) else { return nil }
        self.quality = quality
    }

    private static func quality(_ parameters: ArraySlice<Substring>) -> Int? {
        for parameter in parameters {
            let sides = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(trimmed)
            guard sides.count == 2, sides[0].lowercased() == "q" else { continue }
            return thousandths(sides[1])
        }
        return 1000
    }

    /// `0.8` → 800. The grammar is `0` or `1` with up to three decimals, and never above one.
    private static func thousandths(_ text: Substring) -> Int? {
        let sides = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = sides.count == 2 ? sides[1] : ""
        guard sides[0] == "0" || sides[0] == "1", decimals.utf8.count <= 3,
              decimals.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        let value = Int(sides[0] + decimals + String(repeating: "0", count: 3 - decimals.utf8.count))
        return value.flatMap { $0 <= 1000 ? $0 : nil }
    }
}

/// The text without the optional white space (spaces and tabs) HTTP allows around list elements.
private func trimmed(_ text: Substring) -> Substring {
    var text = text
    while text.first == " " || text.first == "\t" { text.removeFirst() }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
}
