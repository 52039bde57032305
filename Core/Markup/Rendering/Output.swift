/// The bytes rendered so far: in the buffer it was given while they fit, then in larger ones of
/// its own.
struct Output: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var cursor: UnsafeMutablePointer<UInt8>
    private var limit: UnsafeMutablePointer<UInt8>
    private var owned = false

    init(_ buffer: UnsafeMutableBufferPointer<UInt8>) {
        // An empty buffer may have no address; the first byte then makes it grow.
        start = buffer.baseAddress ?? UnsafeMutablePointer.allocate(capacity: 1)
        owned = buffer.baseAddress == nil
        cursor = start
        limit = start + buffer.count
    }

    deinit {
        if owned { start.deallocate() }
    }

    var count: Int { cursor - start }

    /// The bytes, when they no longer are in the buffer given.
    var overflow: [UInt8]? {
        owned ? Array(UnsafeBufferPointer(start: start, count: count)) : nil
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if limit - cursor < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let count = count, capacity = max(2 * (limit - start), count + more, 1024)
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        if owned { start.deallocate() }
        owned = true
        start = larger
        cursor = larger + count
        limit = larger + capacity
    }

    /// Appends bytes that may be read, though not used, up to `Output.slack` further than `count`.
    @inline(__always)
    mutating func append(padded bytes: UnsafePointer<UInt8>, count: Int) {
        reserve(count + Self.slack)
        if count <= Self.slack {
            let block = UnsafeRawPointer(bytes).loadUnaligned(as: SIMD16<UInt8>.self)
            UnsafeMutableRawPointer(cursor).storeBytes(of: block, as: SIMD16<UInt8>.self)
        } else {
            cursor.update(from: bytes, count: count)
        }
        cursor += count
    }

    static var slack: Int { 16 }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        reserve(bytes.count)
        cursor.update(from: base, count: bytes.count)
        cursor += bytes.count
    }

    /// Appends text with `& < > " '` as their entities: eight bytes at a time while there is none.
    @inline(__always)
    mutating func append(escaped bytes: UnsafeBufferPointer<UInt8>) {
        guard var next = bytes.baseAddress else { return }
        let end = next + bytes.count
        reserve(bytes.count)
        while end - next >= 8 {
            let word = UnsafeRawPointer(next).loadUnaligned(as: UInt64.self)
            guard !word.hasSpecial else { return escape(from: next, to: end) }
            UnsafeMutableRawPointer(cursor).storeBytes(of: word, as: UInt64.self)
            cursor += 8
            next += 8
        }
        while next < end {
            guard !next.pointee.isSpecial else { return escape(from: next, to: end) }
            cursor.pointee = next.pointee
            cursor += 1
            next += 1
        }
    }

    /// The rest of a text, byte by byte, once there is something to escape: rare and short.
    @inline(never)
    private mutating func escape(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) {
        for byte in UnsafeBufferPointer(start: start, count: end - start) {
            if let entity = byte.entity {
                entity.withUTF8Buffer { append($0) }
            } else {
                reserve(1)
                cursor.pointee = byte
                cursor += 1
            }
        }
    }

    mutating func append(_ number: Int) {
        reserve(20)
        if number < 0 {
            cursor.pointee = UInt8(ascii: "-")
            cursor += 1
        }
        var rest = number.magnitude, digits = 1
        while rest >= 10 { rest /= 10; digits += 1 }
        rest = number.magnitude
        cursor += digits
        for back in 1...digits {
            cursor[-back] = UInt8(truncatingIfNeeded: rest % 10) &+ UInt8(ascii: "0")
            rest /= 10
        }
    }
}

extension UInt8 {
    /// Whether it is one of `" & ' < >`, all below 64: one bit each.
    @inline(__always)
    var isSpecial: Bool { self < 64 && 0x5000_00C4_0000_0000 as UInt64 &>> UInt64(self) & 1 == 1 }

    var entity: StaticString? {
        switch self {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}

extension UInt64 {
    /// Whether one of its eight bytes is special: `"` and `&` differ in one bit, as do `<` and `>`.
    @inline(__always)
    fileprivate var hasSpecial: Bool {
        let quotes = (self | 0x0404_0404_0404_0404) ^ 0x2626_2626_2626_2626
        let apostrophes = self ^ 0x2727_2727_2727_2727
        let angles = (self | 0x0202_0202_0202_0202) ^ 0x3E3E_3E3E_3E3E_3E3E
        return quotes.hasZero || apostrophes.hasZero || angles.hasZero
    }

    /// Whether one of its eight bytes is zero: only then does taking one from each set the highest
    /// bit of a byte that had it clear.
    @inline(__always)
    private var hasZero: Bool {
        ((self &- 0x0101_0101_0101_0101) & ~self & 0x8080_8080_8080_8080) != 0
    }
}

/// Text as it may stand in markup.
func escaped(_ text: String) -> [UInt8] {
    text.utf8.flatMap { byte in byte.entity.map { $0.withUTF8Buffer(Array.init) } ?? [byte] }
}
