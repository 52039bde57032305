extension Bool: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .bool }

    public func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }

    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .bool, bytes.count == 1 else { throw PostgresMismatch() }
        self = bytes[0] != 0
    }
}

/// `int2`, `int4` and `int8` columns decode to any of the integer types the value fits in.
extension PostgresDecodable where Self: FixedWidthInteger {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        let value: Int64 = switch type {
        case .int8: try bytes.integer(as: Int64.self)
        case .int4: Int64(try bytes.integer(as: Int32.self))
        case .int2: Int64(try bytes.integer(as: Int16.self))
        default: throw PostgresMismatch()
        }
        guard let fitting = Self(exactly: value) else { throw PostgresMismatch() }
        self = fitting
    }
}

extension Int: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .int8 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }
}

extension Int64: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .int8 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int32: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .int4 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int16: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .int2 }
    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Double: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .float8 }

    public func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }

    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        switch type {
        case .float8: self.init(bitPattern: try bytes.integer())
        case .float4: self.init(Float(bitPattern: try bytes.integer()))
        default: throw PostgresMismatch()
        }
    }
}
