import CHiredis

/// What Redis answers to a command (RESP2, https://redis.io/docs/latest/develop/reference/protocol-spec/).
public enum RedisReply: Hashable, Sendable {
    case nothing
    case integer(Int)
    case bytes([UInt8])
    /// A word such as `OK`.
    case status(String)
    case list([RedisReply])
    /// Why Redis refuses one part of a list. A command that is refused as a whole throws instead.
    case refusal(String)

    /// The number; nil where it is something else.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

    /// The bytes; nil where it is something else.
    public var bytes: [UInt8]? { if case .bytes(let value) = self { value } else { nil } }

    /// - Parameter reply: as hiredis has read it; whoever calls frees it.
    init(_ reply: redisReply) {
        switch reply.type {
        case REDIS_REPLY_INTEGER: self = .integer(Int(reply.integer))
        case REDIS_REPLY_STRING: self = .bytes(Self.bytes(of: reply))
        case REDIS_REPLY_STATUS: self = .status(String(decoding: Self.bytes(of: reply), as: UTF8.self))
        case REDIS_REPLY_ERROR: self = .refusal(String(decoding: Self.bytes(of: reply), as: UTF8.self))
        case REDIS_REPLY_ARRAY: self = .list((0..<reply.elements).map { reply.element[$0].map { RedisReply($0.pointee) } ?? .nothing })
        default: self = .nothing
        }
    }

    private static func bytes(of reply: redisReply) -> [UInt8] {
        guard let text = reply.str else { return [] }
        return text.withMemoryRebound(to: UInt8.self, capacity: reply.len) { Array(UnsafeBufferPointer(start: $0, count: reply.len)) }
    }
}
