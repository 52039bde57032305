/// A CLDR plural category: which form of a noun goes with a count.
public enum PluralCategory: String, CaseIterable, Sendable {
    case zero, one, two, few, many, other
}

extension Language {
    /// The form a whole number takes, ignoring its sign.
    ///
    /// Source: Unicode CLDR, cardinal plural rules for integers (i = n, v = 0, e = 0),
    /// https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
    public func plural(_ count: Int) -> PluralCategory {
        let n = count.magnitude
        switch self {
        case .en, .de: return n == 1 ? .one : .other
        case .es: return n == 1 ? .one : n.isWholeMillions ? .many : .other
        case .fr: return n <= 1 ? .one : n.isWholeMillions ? .many : .other
        case .hi: return n <= 1 ? .one : .other
        case .ja, .zh: return .other
        case .ar:
            switch (n, n % 100) {
            case (0, _): return .zero
            case (1, _): return .one
            case (2, _): return .two
            case (_, 3...10): return .few
            case (_, 11...99): return .many
            default: return .other
            }
        }
    }

    /// The categories a plural text must have. Spanish and French may add `many` (`1 000 000 de clients`),
    /// which falls back to `other`.
    public var requiredPlurals: [PluralCategory] {
        switch self {
        case .en, .es, .fr, .de, .hi: [.one, .other]
        case .ja, .zh: [.other]
        case .ar: PluralCategory.allCases
        }
    }

    /// The categories a plural text may have; any other would never be chosen.
    public var possiblePlurals: [PluralCategory] {
        switch self {
        case .es, .fr: [.one, .many, .other]
        case .en, .de, .hi, .ja, .zh, .ar: requiredPlurals
        }
    }
}

extension UInt {
    fileprivate var isWholeMillions: Bool { self != 0 && self % 1_000_000 == 0 }
}
