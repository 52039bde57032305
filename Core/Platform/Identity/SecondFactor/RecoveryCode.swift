import CSodium

/// Gets somebody in who has lost their second factor; each is good once. 80 random bits, so that a fast digest is enough to keep.
public struct RecoveryCode: Sendable {
    /// Four groups of four, such as `k7xm-2hqd-9wpa-e3rt`.
    public let text: String

    /// How many somebody gets at a time.
    public static let count = 10
    /// No two that are easily taken for each other.
    private static let alphabet = Array("23456789abcdefghijkmnpqrstuvwxyz")

    public init() {
        var bytes = [UInt8](repeating: 0, count: 16)
        randombytes_buf(&bytes, bytes.count)
        let letters = bytes.map { Self.alphabet[Int($0 & 31)] }
        text = stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// Takes it in any case, with any marks between the groups.
    /// - Returns: nil when the text cannot be one.
    public init?(_ typed: String) {
        let letters = typed.lowercased().filter { $0.isLetter || $0.isNumber }
        guard letters.count == 16, letters.allSatisfy(Self.alphabet.contains) else { return nil }
        let all = Array(letters)
        text = stride(from: 0, to: 16, by: 4).map { String(all[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// What is stored instead: its SHA-256.
    var digest: [UInt8] { sha256(Array(text.utf8)) }
}
