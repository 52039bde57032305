/// The texts of a workbook that cells refer to by number (ECMA-376 part 1 §18.4.8). There may be millions, in any
/// order, so they lie on disk: the texts in one file, and where each ends in another.
struct SharedStrings {
    private let texts: UnsafeRawBufferPointer
    private let ends: UnsafeRawBufferPointer

    var count: Int { ends.count / MemoryLayout<Int>.size }

    /// The text of that number; nil when there is none.
    subscript(index: Int) -> UnsafeRawBufferPointer? {
        guard index >= 0, index < count else { return nil }
        return UnsafeRawBufferPointer(rebasing: texts[(index == 0 ? 0 : end(index - 1))..<end(index)])
    }

    private func end(_ index: Int) -> Int { ends.load(fromByteOffset: index * MemoryLayout<Int>.size, as: Int.self) }

    /// Calls `body` with the texts of a part; with none when the workbook has no such part.
    static func with<T>(_ part: XMLPart?, _ flag: CancellationFlag, _ body: (SharedStrings) throws -> T) throws -> T {
        let texts = try SpoolFile(), ends = try SpoolFile()
        if let part { try copy(part, flag, to: texts, ends) }
        return try texts.withBytes { texts in
            try ends.withBytes { ends in try body(SharedStrings(texts: texts, ends: ends)) }
        }
    }

    private static func copy(_ part: XMLPart, _ flag: CancellationFlag, to texts: SpoolFile, _ ends: SpoolFile) throws {
        var text = RichText(), bytes: [UInt8] = [], places: [UInt8] = [], end = 0
        func flush() throws {
            try flag.check()
            try texts.append(bytes)
            try ends.append(places)
            bytes.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
        }
        while let event = try part.next() {
            text.take(event, part)
            guard event == .end, part.isNamed("si") else { continue }
            let plain = text.finish()
            bytes += plain
            end += plain.count
            withUnsafeBytes(of: end) { places.append(contentsOf: $0) }
            if bytes.count + places.count > 1 << 20 { try flush() }
        }
        try flush()
    }
}

/// A text that may be cut into runs of different looks (§18.4.8), each in a `t`. How to pronounce it (`rPh`) is left out.
struct RichText {
    private var bytes: [UInt8] = []
    private var isText = false
    private var phoneticDepth = 0
    /// One more than a cell may hold, so that a longer one is noticed.
    static let most = TableLimits().cellBytes + 1

    mutating func take(_ event: XMLPart.Event, _ part: XMLPart) {
        switch event {
        case .text: if isText, phoneticDepth == 0 { part.appendText(to: &bytes, most: Self.most) }
        case .start: if part.isNamed("t") { isText = true } else if part.isNamed("rPh") { phoneticDepth += 1 }
        case .end: if part.isNamed("t") { isText = false } else if part.isNamed("rPh") { phoneticDepth -= 1 }
        }
    }

    /// The whole text; the next begins empty.
    mutating func finish() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return Self.unescaped(bytes)
    }

    /// `_x000D_` stands for a character that XML cannot hold, and `_x005F_` for the `_` of what only looks so (§22.9.2.19).
    static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 7, bytes.contains(UInt8(ascii: "_")) else { return bytes }
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if let scalar = escape(bytes[index...]) {
                plain.append(contentsOf: Array(String(scalar).utf8))
                index += 7
            } else {
                plain.append(bytes[index])
                index += 1
            }
        }
        return plain
    }

    /// Whether an escape begins here.
    static func isEscape(_ bytes: ArraySlice<UInt8>) -> Bool { escape(bytes) != nil }

    private static func escape(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar? {
        guard bytes.first == UInt8(ascii: "_"), bytes.count >= 7, bytes[bytes.startIndex + 6] == UInt8(ascii: "_"),
            bytes[bytes.startIndex + 1] == UInt8(ascii: "x")
        else { return nil }
        let digits = bytes[(bytes.startIndex + 2)..<(bytes.startIndex + 6)]
        guard digits.allSatisfy({ ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) || (0x30...0x39).contains($0) }) else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
    }
}
