extension Array: PostgresTyped where Element: PostgresTyped {
    public static var postgresType: PostgresType { Element.postgresArrayType }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
    public func encode(into bytes: inout [UInt8]) throws { try Element.encode(array: self, into: &bytes) }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try Element.decode(array: bytes, type: type)
    }
}

// The binary form, after array_send and array_recv in PostgreSQL's arrayfuncs.c: number of dimensions, whether
// there are NULLs, element type; size and lower bound of each dimension; then each element after its length,
// -1 being NULL.

extension PostgresEncodable {
    public static func encode(array: [Self], into bytes: inout [UInt8]) throws {
        bytes.append(bigEndian: Int32(array.isEmpty ? 0 : 1))
        bytes.append(bigEndian: Int32(array.contains(where: \.isNull) ? 1 : 0))
        bytes.append(bigEndian: postgresType.oid)
        guard !array.isEmpty else { return }
        bytes.append(bigEndian: Int32(array.count))
        bytes.append(bigEndian: Int32(1))
        for element in array { try bytes.append(field: element) }
    }
}

extension [UInt8] {
    /// Appends a value after its length, as arrays and binary `COPY` hold it.
    mutating func append(field value: some PostgresEncodable) throws {
        guard !value.isNull else { return append(bigEndian: Int32(-1)) }
        let start = count
        append(bigEndian: Int32(0))
        try value.encode(into: &self)
        put(Int32(count - start - 4), at: start)
    }
}

extension PostgresDecodable {
    /// - Throws: `PostgresMismatch` for arrays of several dimensions and for NULLs in an array without optionals.
    public static func decode(array bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [Self] {
        let dimensions: Int32 = try bytes.integer()
        let element = PostgresType(oid: try bytes.integer(at: 8))
        // Says that this is an array at all, except for arrays of types that `create type` made.
        guard type == element.array || element.oid >= 16384 else { throw PostgresMismatch() }
        if dimensions == 0 { return [] }
        let size = Int(try bytes.integer(at: 12, as: Int32.self))
        guard dimensions == 1, size >= 0, size <= bytes.count / 4 else { throw PostgresMismatch() }
        var offset = 20
        var array: [Self] = []
        array.reserveCapacity(size)
        for _ in 0..<size { array.append(try field(in: bytes, at: &offset, type: element)) }
        return array
    }

    private static func field(
        in bytes: UnsafeRawBufferPointer, at offset: inout Int, type: PostgresType
    ) throws -> Self {
        let length = Int(try bytes.integer(at: offset, as: Int32.self))
        offset += 4
        if length == -1 {
            guard let null = postgresNull else { throw PostgresMismatch() }
            return null
        }
        guard length >= 0, length <= bytes.count - offset else { throw PostgresMismatch() }
        defer { offset += length }
        return try Self(postgres: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + length]), type: type)
    }
}

/// Alone a `smallint`; an array of them is `bytea`.
extension UInt8: PostgresCodable {
    public static var postgresType: PostgresType { .int2 }
    public static var postgresArrayType: PostgresType { .bytea }

    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int16(self)) }
    public static func encode(array: [UInt8], into bytes: inout [UInt8]) { bytes.append(contentsOf: array) }

    public static func decode(array bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [UInt8] {
        guard type == .bytea else { throw PostgresMismatch() }
        return [UInt8](bytes)
    }
}
