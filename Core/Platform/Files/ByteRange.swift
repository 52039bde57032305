/// Which bytes of a file are asked for (RFC 9110 §14).
enum ByteRange: Equatable {
    case whole
    case part(Range<Int>)
    /// It begins behind the end.
    case unsatisfiable

    /// Takes one range. Several, and what is no range, are answered with the whole, as §14.2 allows.
    /// - Parameters:
    ///   - size: of the file.
    ///   - condition: `If-Range`; the range counts only while the file is still the one it was asked of (§13.1.5).
    init(_ header: String?, of size: Int, ifRange condition: String? = nil, etag: String = "") {
        guard let header, condition == nil || condition == etag, let range = header.lowercased().wholeMatch(of: /\s*bytes\s*=\s*([0-9]{0,18})-([0-9]{0,18})\s*/)
        else { self = .whole; return }
        switch (Int(range.1), Int(range.2)) {
        case (nil, nil): self = .whole
        case (nil, let last?): self = last == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - last)..<size)
        case (let first?, let last): self = Self.from(first, last, size)
        }
    }

    private static func from(_ first: Int, _ last: Int?, _ size: Int) -> ByteRange {
        if let last, last < first { return .whole } // no range at all (§14.1.1)
        return first >= size ? .unsatisfiable : .part(first..<min(last.map { $0 + 1 } ?? size, size))
    }
}
