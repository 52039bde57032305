public import FoundationEssentials
import Crypto

/// Codes of six digits that change every 30 seconds (RFC 6238, with SHA-1, which is what every authenticator app knows).
public struct OneTimeCode: Sendable {
    /// 160 random bits, as long as SHA-1's output (RFC 4226 §4, R6).
    public let secret: [UInt8]
    /// Seconds.
    public static let period = 30

    public init(secret: [UInt8]) { self.secret = secret }

    public static func new() -> OneTimeCode {
        OneTimeCode(secret: SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Array($0) })
    }

    /// How many periods have passed since 1970.
    public static func step(at date: Date) -> Int64 { Int64((date.timeIntervalSince1970 / Double(period)).rounded(.down)) }

    /// Six digits (RFC 4226 §5.3).
    public func code(at step: Int64) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(hash[19] & 0xF)
        let number = hash[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// The step a code is of: this one, or the one before or after, because no two clocks agree (RFC 6238 §5.2).
    /// - Parameter last: the step whose code was used last; it, and what came before, is good no more.
    /// - Returns: nil for a wrong code. It takes as long whichever digit is wrong.
    public func step(of code: String, at date: Date, after last: Int64) -> Int64? {
        let now = Self.step(at: date)
        return (now - 1...now + 1).reduce(nil as Int64?) { found, step in
            isSame(self.code(at: step), code) && step > last ? step : found
        }
    }

    /// What an app reads from a QR code (the key URI format of Google Authenticator).
    public func address(account: String, issuer: String = "Kontor") -> String {
        "otpauth://totp/\(urlEscaped(issuer)):\(urlEscaped(account))?secret=\(base32(secret))&issuer=\(urlEscaped(issuer))"
    }

    /// The secret as somebody types it, in groups of four.
    public var text: String {
        stride(from: 0, to: 32, by: 4).map { String(base32(secret).dropFirst($0).prefix(4)) }.joined(separator: " ")
    }
}

/// Takes the same time wherever two texts of one length differ.
func isSame(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    return one.count == other.count && zip(one, other).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
}

/// RFC 4648 §6, without padding.
func base32(_ bytes: [UInt8]) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    var text = "", buffer = 0, bits = 0
    for byte in bytes {
        buffer = (buffer << 8 | Int(byte)) & 0xFFFF
        bits += 8
        while bits >= 5 {
            bits -= 5
            text.append(alphabet[buffer >> bits & 31])
        }
    }
    if bits > 0 { text.append(alphabet[buffer << (5 - bits) & 31]) }
    return text
}
