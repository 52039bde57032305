import CZlib

/// Compresses as gzip (RFC 1952).
/// - Parameter level: 1, fast, to 9, small.
/// - Returns: nil when zlib could not, or when it would not become smaller.
func gzip(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
    var stream = z_stream()
    // 15 bits of window, plus 16 for gzip's header and checksum instead of zlib's.
    guard deflateInit2_(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    var input = bytes
    let packed = input.withUnsafeMutableBufferPointer { source in
        [UInt8](unsafeUninitializedCapacity: bytes.count) { target, count in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? target.count - Int(stream.avail_out) : 0
        }
    }
    return packed.isEmpty ? nil : packed
}

/// Whether a client takes gzip (RFC 9110 §12.5.3).
func acceptsGzip(_ header: String?) -> Bool {
    guard let header else { return false }
    var any = false
    for coding in header.lowercased().split(separator: ",") {
        let parts = coding.split(separator: ";").map { $0.filter { $0 != " " } }
        let isRefused = parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { ("1"..."9").contains($0) } }
        if parts.first == "gzip" { return !isRefused } // its own name counts before the asterisk
        if parts.first == "*" { any = !isRefused }
    }
    return any
}
