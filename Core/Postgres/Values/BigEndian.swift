extension UnsafeRawBufferPointer {
    /// The integer at `offset`, in network byte order.
    /// - Throws: `PostgresMismatch` when it would reach past the end.
    @inlinable
    func integer<T: FixedWidthInteger>(at offset: Int = 0, as type: T.Type = T.self) throws -> T {
        guard offset >= 0, offset + MemoryLayout<T>.size <= count else { throw PostgresMismatch() }
        return T(bigEndian: loadUnaligned(fromByteOffset: offset, as: T.self))
    }
}

extension [UInt8] {
    /// Appends in network byte order.
    mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    /// Overwrites four bytes at `offset` in network byte order.
    mutating func put(_ value: Int32, at offset: Int) {
        Swift.withUnsafeBytes(of: value.bigEndian) { bytes in
            for (index, byte) in bytes.enumerated() { self[offset + index] = byte }
        }
    }
}
