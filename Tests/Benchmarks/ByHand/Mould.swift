/// The bytes around the values of a piece of markup, as one would paste them into a program by hand. They are found
/// by rendering marks in place of the values, so that they need not be pasted anew whenever a template changes.
struct Mould<Value: RawRepresentable<UInt8> & Sendable>: Sendable {
    private var literals: [[UInt8]] = []
    private var values: [Value] = []

    /// Stands in for a value while markup is rendered for `init(marked:)`.
    static func mark(_ value: Value) -> String { "\u{1}\(Character(Unicode.Scalar(letterA + value.rawValue)))" }

    init(marked: some Sequence<UInt8>) {
        var literal: [UInt8] = []
        var isMark = false
        for byte in marked {
            if isMark, let value = Value(rawValue: byte &- letterA) {
                values.append(value)
                literals.append(literal)
                literal = []
            } else if byte != 1 {
                literal.append(byte)
            }
            isMark = byte == 1
        }
        literals.append(literal)
    }

    @inline(__always)
    func append(to out: inout [UInt8], _ text: (Value) -> String) {
        for index in values.indices {
            out.append(contentsOf: literals[index])
            out.append(escaping: text(values[index]))
        }
        out.append(contentsOf: literals[values.count])
    }
}

private let letterA = UInt8(ascii: "A")

extension [UInt8] {
    /// Appends text as it may stand in markup: whole runs of plain bytes at a time.
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() {
                let entity: StaticString
                switch byte {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                entity.withUTF8Buffer { append(contentsOf: $0) }
                start = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }

    /// What lies before the first `start` and from the next `end` on, with `start` itself before the cut.
    func cut(between start: String, and end: String) throws -> (before: ArraySlice<UInt8>, inside: ArraySlice<UInt8>, after: ArraySlice<UInt8>) {
        guard let start = firstRange(of: Array(start.utf8)),
            let end = self[start.upperBound...].firstRange(of: Array(end.utf8))
        else { throw BenchError("The list's page has no \(start) … \(end): measure another part of it.") }
        return (self[..<start.upperBound], self[start.upperBound..<end.lowerBound], self[end.lowerBound...])
    }
}

/// - Throws: `BenchError` that shows where two pages differ: what makes different bytes cannot be compared.
func mustEqual(_ page: [UInt8], _ byHand: [UInt8]) throws {
    guard page != byHand else { return }
    let place = zip(page, byHand).prefix { $0 == $1 }.count
    func excerpt(_ bytes: [UInt8]) -> String { String(decoding: bytes[max(0, place - 60)..<min(bytes.count, place + 60)], as: UTF8.self) }
    throw BenchError("The page made by hand is another one:\n\(excerpt(byHand))\ninstead of\n\(excerpt(page))")
}
