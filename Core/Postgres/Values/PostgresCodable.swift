/// A type that has one in PostgreSQL.
public protocol PostgresTyped: SendableMetatype {
    /// What parameters are declared as; error messages name it too.
    static var postgresType: PostgresType { get }

    /// The type of an array of these: the type's own array, except that an array of `UInt8` is `bytea`.
    static var postgresArrayType: PostgresType { get }
}

extension PostgresTyped {
    public static var postgresArrayType: PostgresType { postgresType.array }
}

/// A value that can be bound to a statement, in PostgreSQL's binary format.
public protocol PostgresEncodable: PostgresTyped, Sendable {
    /// Whether this binds NULL; then `encode(into:)` is not called.
    var isNull: Bool { get }

    /// Appends the value as the type's binary receive function expects it, without a length.
    /// - Throws: where PostgreSQL's type has no such value, like a number that is none.
    func encode(into bytes: inout [UInt8]) throws

    /// Appends an array of these as `postgresArrayType` expects it.
    static func encode(array: [Self], into bytes: inout [UInt8]) throws
}

extension PostgresEncodable {
    @inlinable
    public var isNull: Bool { false }
}

/// A value that can be read from a column, in PostgreSQL's binary format.
public protocol PostgresDecodable: PostgresTyped {
    /// What NULL decodes to; nil where NULL is an error.
    static var postgresNull: Self? { get }

    /// Reads one value, which is not NULL.
    /// - Parameters:
    ///   - bytes: the value, valid during this call only.
    ///   - type: what the column is, which need not be `postgresType`.
    /// - Throws: `PostgresMismatch` when the column's type or its bytes do not fit.
    init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws

    /// Reads an array of these.
    static func decode(array bytes: UnsafeRawBufferPointer, type: PostgresType) throws -> [Self]
}

extension PostgresDecodable {
    @inlinable
    public static var postgresNull: Self? { nil }
}

/// A value that can be bound and read back.
public typealias PostgresCodable = PostgresEncodable & PostgresDecodable

/// The column's type or bytes do not fit the Swift type asked for. Says nothing about the value itself.
public struct PostgresMismatch: Error {
    public init() {}
}

extension Optional: PostgresTyped where Wrapped: PostgresTyped {
    @inlinable
    public static var postgresType: PostgresType { Wrapped.postgresType }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    public var isNull: Bool { self?.isNull ?? true }
    public func encode(into bytes: inout [UInt8]) throws { try self?.encode(into: &bytes) }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    @inlinable
    public static var postgresNull: Self? { .some(.none) }
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        self = try Wrapped(postgres: bytes, type: type)
    }
}

// An enum over a codable raw value is codable by declaring it. A raw value it does not know throws.

extension RawRepresentable where RawValue: PostgresTyped {
    @inlinable
    public static var postgresType: PostgresType { RawValue.postgresType }
}

extension RawRepresentable where RawValue: PostgresEncodable {
    public func encode(into bytes: inout [UInt8]) throws { try rawValue.encode(into: &bytes) }
}

extension RawRepresentable where RawValue: PostgresDecodable {
    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard let value = Self(rawValue: try RawValue(postgres: bytes, type: type)) else { throw PostgresMismatch() }
        self = value
    }
}
