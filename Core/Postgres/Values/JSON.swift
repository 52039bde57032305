import FoundationEssentials

/// A value stored as `jsonb`, through its `Codable`. Dates are ISO 8601.
public struct JSON<Value: Codable & Sendable>: Sendable {
    public var value: Value
    public init(_ value: Value) { self.value = value }
}

extension JSON: Equatable where Value: Equatable {}

extension JSON: PostgresCodable {
    public static var postgresType: PostgresType { .jsonb }

    public func encode(into bytes: inout [UInt8]) throws {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        RawJSON([UInt8](try encoder.encode(value))).encode(into: &bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        let raw = try RawJSON(postgres: bytes, type: type)
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        // The decoder's own errors can quote the value.
        guard let value = try? decoder.decode(Value.self, from: Data(raw.bytes)) else { throw PostgresMismatch() }
        self.init(value)
    }
}

/// JSON text as it is: `jsonb` out and in, `json` in. The server refuses what is no JSON.
public struct RawJSON: Hashable, Sendable {
    /// UTF-8.
    public var bytes: [UInt8]
    public init(_ bytes: [UInt8]) { self.bytes = bytes }
}

extension RawJSON: PostgresCodable {
    public static var postgresType: PostgresType { .jsonb }

    /// The version of jsonb's binary form, which precedes the text.
    private static var version: UInt8 { 1 }

    public func encode(into bytes: inout [UInt8]) {
        bytes.append(Self.version)
        bytes.append(contentsOf: self.bytes)
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        switch type {
        case .json: self.init([UInt8](bytes))
        case .jsonb where bytes.first == Self.version: self.init([UInt8](bytes.dropFirst()))
        default: throw PostgresMismatch()
        }
    }
}
