/// Why a text is no JSON that can be taken, and where.
public enum JSONProblem: Error, Sendable, Equatable {
    /// The place is counted in bytes from 0.
    case malformed(at: Int)
    case notUTF8
    case tooDeep(limit: Int)
    /// RFC 8259 §4 leaves open what a name that comes twice means, so it is refused.
    case duplicate(String)
}

extension JSONValue {
    /// Objects and arrays within each other, at most.
    public static let mostLevels = 32

    /// Reads a text that is one value (RFC 8259).
    public init(reading bytes: [UInt8]) throws(JSONProblem) {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = JSONReader(bytes: bytes)
        self = try reader.document()
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var place = 0
    var level = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }
    private var malformed: JSONProblem { .malformed(at: place) }

    mutating func document() throws(JSONProblem) -> JSONValue {
        let value = try value()
        guard next == nil else { throw malformed }
        return value
    }

    /// With the white space around it.
    private mutating func value() throws(JSONProblem) -> JSONValue {
        skipBlanks()
        let value: JSONValue
        switch next {
        case UInt8(ascii: "{"): value = try object()
        case UInt8(ascii: "["): value = try array()
        case UInt8(ascii: "\""): value = .string(try string())
        case UInt8(ascii: "t"): value = try word("true", .bool(true))
        case UInt8(ascii: "f"): value = try word("false", .bool(false))
        case UInt8(ascii: "n"): value = try word("null", .null)
        default: value = try number()
        }
        skipBlanks()
        return value
    }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard next == byte.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func expect(_ byte: Character) throws(JSONProblem) {
        guard take(byte) else { throw malformed }
    }

    private mutating func enter() throws(JSONProblem) {
        level += 1
        place += 1
        guard level <= JSONValue.mostLevels else { throw .tooDeep(limit: JSONValue.mostLevels) }
    }

    private mutating func object() throws(JSONProblem) -> JSONValue {
        try enter()
        defer { level -= 1 }
        var members: [JSONValue.Member] = [], names: Set<String> = []
        skipBlanks()
        if take("}") { return .object([]) }
        repeat {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw malformed }
            let name = try string()
            guard names.insert(name).inserted else { throw .duplicate(name) }
            skipBlanks()
            try expect(":")
            members.append(.init(name, try value()))
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array() throws(JSONProblem) -> JSONValue {
        try enter()
        defer { level -= 1 }
        var values: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array([]) }
        repeat { values.append(try value()) } while take(",")
        try expect("]")
        return .array(values)
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONProblem) -> JSONValue {
        for byte in UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount) {
            guard next == byte else { throw malformed }
            place += 1
        }
        return value
    }

    private mutating func number() throws(JSONProblem) -> JSONValue {
        let start = place
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("-") { _ = take("+") }
            try digits()
        }
        return .number(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func digits() throws(JSONProblem) {
        let start = place
        while let byte = next, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw malformed }
    }

    private mutating func string() throws(JSONProblem) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                place += 1
                try escape(&text)
            case 0..<0x20: throw malformed
            default:
                text.append(byte)
                place += 1
            }
        }
        throw malformed
    }

    private mutating func escape(_ text: inout [UInt8]) throws(JSONProblem) {
        let byte = next
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[place - 1])
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try scalar())).utf8)
        default: throw .malformed(at: place - 1)
        }
    }

    /// Half of a pair of surrogates alone is no character, so it is refused rather than replaced.
    private mutating func scalar() throws(JSONProblem) -> Unicode.Scalar {
        let first = try hex()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, take("\\"), take("u") else { throw malformed }
        let second = try hex()
        guard (0xDC00...0xDFFF).contains(second), let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw malformed }
        return scalar
    }

    private mutating func hex() throws(JSONProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = next.flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else { throw malformed }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }
}
