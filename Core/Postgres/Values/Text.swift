public import FoundationEssentials

extension String: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .text }

    public func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }

    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        // The server sends valid UTF-8 only (client_encoding); decoding repairs rather than traps all the same.
        guard type.isTextual else { throw PostgresMismatch() }
        self.init(decoding: bytes, as: UTF8.self)
    }
}

extension UUID: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .uuid }

    public func encode(into bytes: inout [UInt8]) {
        withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
    }

    @inlinable
    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        guard type == .uuid, bytes.count == 16 else { throw PostgresMismatch() }
        self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}
