/// A value of the few kinds that authenticators send (RFC 8949): what WebAuthn's attestation objects and keys are made of.
enum CBOR: Equatable {
    case integer(Int64)
    case bytes([UInt8])
    case text(String)
    case array([CBOR])
    /// In the order they were sent; no key comes twice.
    case map([Pair])
    case bool(Bool)
    case null

    struct Pair: Equatable {
        let key: CBOR, value: CBOR
    }

    /// Reads one value from the beginning.
    /// - Returns: the value, and how many bytes it took.
    /// - Throws: `CBORError` for anything but one well-formed value in CTAP2's canonical form, as far as it can be told: shortest lengths,
    ///   nothing indefinite, no tags, no numbers with fractions, no key twice.
    static func read(_ bytes: [UInt8]) throws(CBORError) -> (value: CBOR, length: Int) {
        var reader = CBORReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        return (value, reader.place)
    }

    subscript(_ key: CBOR) -> CBOR? {
        guard case .map(let pairs) = self else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    subscript(_ key: Int64) -> CBOR? { self[.integer(key)] }
    subscript(_ key: String) -> CBOR? { self[.text(key)] }

    var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
    var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
}

enum CBORError: Error, Equatable {
    /// It ends in the middle.
    case short
    /// Well-formed perhaps, but nothing an authenticator sends.
    case unsupported
    /// Longer, or deeper, than anything an authenticator sends.
    case tooLarge
}

private struct CBORReader {
    let bytes: [UInt8]
    var place = 0
    /// CTAP2 has four.
    private static let deepest = 8
    private static let most = 64

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func value(depth: Int) throws(CBORError) -> CBOR {
        guard depth < Self.deepest else { throw .tooLarge }
        let first = try take(1)[0]
        let kind = first >> 5
        if kind == 7 { return try simple(first & 31) }
        let number = try argument(first & 31)
        switch kind {
        case 0: return .integer(try signed(number))
        case 1: return .integer(-1 - (try signed(number)))
        case 2: return .bytes(try take(number))
        case 3:
            guard let text = String(validating: try take(number), as: UTF8.self) else { throw .unsupported }
            return .text(text)
        case 4: return .array(try array(number, depth))
        case 5: return .map(try map(number, depth))
        default: throw .unsupported // tags
        }
    }

    private func simple(_ value: UInt8) throws(CBORError) -> CBOR {
        switch value {
        case 20: .bool(false)
        case 21: .bool(true)
        case 22: .null
        default: throw .unsupported
        }
    }

    private mutating func array(_ count: UInt64, _ depth: Int) throws(CBORError) -> [CBOR] {
        guard count <= Self.most else { throw .tooLarge }
        var values: [CBOR] = []
        for _ in 0..<count { values.append(try value(depth: depth + 1)) }
        return values
    }

    private mutating func map(_ count: UInt64, _ depth: Int) throws(CBORError) -> [CBOR.Pair] {
        guard count <= Self.most else { throw .tooLarge }
        var pairs: [CBOR.Pair] = []
        for _ in 0..<count {
            let key = try value(depth: depth + 1)
            guard !pairs.contains(where: { $0.key == key }) else { throw .unsupported }
            pairs.append(CBOR.Pair(key: key, value: try value(depth: depth + 1)))
        }
        return pairs
    }

    /// In as few bytes as it needs (§4.2.1).
    private mutating func argument(_ short: UInt8) throws(CBORError) -> UInt64 {
        guard short >= 24 else { return UInt64(short) }
        guard short <= 27 else { throw .unsupported }
        let number = try take(1 << UInt64(short - 24)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let least: UInt64 = [24, 0x100, 0x1_0000, 0x1_0000_0000][Int(short - 24)]
        guard number >= least else { throw .unsupported }
        return number
    }

    private func signed(_ number: UInt64) throws(CBORError) -> Int64 {
        guard let number = Int64(exactly: number) else { throw .unsupported }
        return number
    }

    private mutating func take(_ count: UInt64) throws(CBORError) -> [UInt8] {
        guard count <= UInt64(bytes.count - place) else { throw .short }
        defer { place += Int(count) }
        return Array(bytes[place..<place + Int(count)])
    }
}
