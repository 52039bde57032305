/// A command and its arguments: bytes, whatever they are.
public struct RedisCommand: Sendable, Hashable {
    let parts: [[UInt8]]

    /// - Parameter parts: the name, then the arguments.
    public init(_ parts: [[UInt8]]) { self.parts = parts }

    public init(_ parts: [String]) { self.parts = parts.map { Array($0.utf8) } }

    /// For errors and logs: never an argument, which may be somebody's.
    var name: String { String(decoding: parts.first ?? [], as: UTF8.self) }

    /// As it goes over the wire: an array of bulk strings (RESP2).
    var encoded: [UInt8] {
        var bytes = Array("*\(parts.count)\r\n".utf8)
        bytes.reserveCapacity(parts.reduce(16) { $0 + $1.count + 24 })
        for part in parts {
            bytes += "$\(part.count)\r\n".utf8
            bytes += part
            bytes += "\r\n".utf8
        }
        return bytes
    }
}
