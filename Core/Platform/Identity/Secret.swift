import CSodium

/// A random value that proves who carries it: 256 bits, as a cookie or a link holds it.
public struct Secret: Sendable {
    /// 43 characters of base64url.
    public let text: String

    public init() {
        var bytes = [UInt8](repeating: 0, count: 32)
        randombytes_buf(&bytes, bytes.count)
        text = base64URL(bytes)
    }

    /// - Returns: nil when the text cannot be such a secret.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 43 else { return nil }
        self.text = String(text)
    }

    /// What is stored instead of the secret: its SHA-256. Fast is right here, because 256 random
    /// bits cannot be guessed.
    public var digest: [UInt8] { sha256(Array(text.utf8)) }
}

/// FIPS 180-4.
public func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(crypto_hash_sha256_BYTES))
    crypto_hash_sha256(&digest, bytes, UInt64(bytes.count))
    return digest
}

/// RFC 4648 §5, without padding.
public func base64URL(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var buffer = 0
    var bits = 0
    for byte in bytes {
        buffer = buffer << 8 | Int(byte)
        bits += 8
        while bits >= 6 {
            bits -= 6
            text.append(alphabet[buffer >> bits & 63])
        }
        buffer &= (1 << bits) - 1
    }
    if bits > 0 { text.append(alphabet[buffer << (6 - bits) & 63]) }
    return String(decoding: text, as: UTF8.self)
}
