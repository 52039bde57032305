import Crypto
import FoundationEssentials
import Glibc

/// Passwords that are known to have been stolen somewhere (NIST SP 800-63B §5.1.1.2): a text file of SHA-1 digests in hexadecimal, one a
/// line and sorted, as Have I Been Pwned offers it, with or without `:` and how often each was seen. Searched by halves where it lies:
/// it may have forty gigabytes.
public final class BreachedPasswords: Sendable {
    private let file: Int32
    private let size: Int64
    /// Longer than any line.
    private static let window = 128
    private static let digits = 40

    /// - Throws: `NoList` where there is no such file, or one that does not begin with a digest.
    public init(path: String) throws(NoList) {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw NoList(path: path, reason: "it cannot be opened") }
        var facts = stat()
        guard fstat(file, &facts) == 0 else { throw NoList(path: path, reason: "it cannot be read") }
        size = Int64(facts.st_size)
        guard let first = line(from: 0, before: size)?.digest, first.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else {
            throw NoList(path: path, reason: "its first line is no SHA-1 digest")
        }
    }

    deinit { close(file) }

    /// A file that is no such list.
    public struct NoList: Error {
        public let path: String, reason: String
    }

    /// Whether the password is among them. Reads some forty times a few bytes of the file.
    public func contains(_ password: String) -> Bool {
        let wanted = Self.hexadecimal(Insecure.SHA1.hash(data: Array(password.utf8)))
        var low: Int64 = 0, high = size
        while low < high {
            let middle = low + (high - low) / 2
            guard let (start, digest) = line(from: middle, before: high) else { high = middle; continue }
            if digest == wanted { return true }
            if digest.lexicographicallyPrecedes(wanted) { low = start + 1 } else { high = middle }
        }
        return false
    }

    /// The first line that begins at a place or behind it.
    /// - Returns: where it begins, and its digest in capitals; nil where none begins before `end`.
    private func line(from place: Int64, before end: Int64) -> (start: Int64, digest: [UInt8])? {
        var start = place
        if place > 0 {
            guard let newline = read(Self.window, at: place - 1).firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            start = place + Int64(newline)
        }
        guard start < end else { return nil }
        let digest = read(Self.digits, at: start)
        return digest.count == Self.digits ? (start, digest.map { $0 >= UInt8(ascii: "a") ? $0 - 32 : $0 }) : nil
    }

    private func read(_ count: Int, at place: Int64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let length = pread(file, &bytes, count, off_t(place))
        return length > 0 ? Array(bytes[..<length]) : []
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
