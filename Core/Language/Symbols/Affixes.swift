/// UTF-8 text before and after something that varies.
struct Affixes: Sendable, Equatable {
    var before: [UInt8] = []
    var after: [UInt8] = []
}

extension Affixes {
    /// What surrounds the first occurrence of `core`; nil when it does not occur.
    init?(of text: String, around core: String) {
        let bytes = Array(text.utf8), inner = Array(core.utf8)
        guard inner.count <= bytes.count,
              let start = (0...(bytes.count - inner.count)).first(where: { bytes[$0...].starts(with: inner) })
        else { return nil }
        before = Array(bytes[..<start])
        after = Array(bytes[(start + inner.count)...])
    }

    /// What surrounds the digits of a sample such as `1.234,56 €`; nil when it has none.
    init?(ofNumber text: String) {
        let bytes = Array(text.utf8)
        guard let first = bytes.firstIndex(where: \.isDigit), let last = bytes.lastIndex(where: \.isDigit) else {
            return nil
        }
        before = Array(bytes[..<first])
        after = Array(bytes[(last + 1)...])
    }
}

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
}
