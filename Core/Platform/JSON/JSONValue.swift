/// A value of JSON (RFC 8259). Numbers keep the digits they were written with, objects the order of their members.
public indirect enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As it is written, such as `-12.50` or `1e3`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    public struct Member: Sendable, Equatable {
        public let name: String
        public var value: JSONValue

        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    public static func integer(_ number: some BinaryInteger) -> JSONValue { .number(String(number)) }

    /// The member of that name; nil also where this is no object.
    public subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public var string: String? { if case .string(let text) = self { text } else { nil } }
    public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    public var members: [Member]? { if case .object(let members) = self { members } else { nil } }

    /// A whole number, also when it is written as `1.0` or `1e2`: JSON knows one kind of number only.
    /// - Returns: nil for any other value, and beyond 64 bits.
    public var integer: Int64? {
        guard case .number(let text) = self else { return nil }
        if let number = Int64(text) { return number }
        guard let number = Double(text), number.rounded() == number, number.magnitude <= 9_007_199_254_740_992 else { return nil }
        return Int64(number)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map { Member($0.0, $0.1) }) }
}
