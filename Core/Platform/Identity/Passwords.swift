import CSodium
import NIOPosix

/// Turns passwords into what may be stored, and checks them.
///
/// argon2id (RFC 9106) with 19 MiB and two passes, OWASP's minimum: about 17 ms of a core. It
/// runs on two threads of its own, so that sign-ins wait for each other and pages for none.
public struct Passwords: Sendable {
    private let threads: NIOThreadPool

    /// The characters a new password must have at least (NIST SP 800-63B §5.1.1).
    public static let shortest = 8
    /// Longer ones are refused, because hashing them costs time.
    public static let longest = 1_000

    public init(threads: Int = 2) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.threads.start()
    }

    public func stop() async throws { try await threads.shutdownGracefully() }

    /// - Returns: a self-describing text with its own salt.
    public func hash(_ password: String) async throws -> String {
        try await threads.runIfActive { try argon2id(password) }
    }

    /// Takes the same time whether or not there is a hash to compare with, so that an answer's
    /// delay does not tell which accounts exist.
    public func matches(_ password: String, _ hash: String?) async throws -> Bool {
        try await threads.runIfActive {
            guard let hash else {
                _ = try argon2id(password)
                return false
            }
            return crypto_pwhash_str_verify(hash, password, UInt64(password.utf8.count)) == 0
        }
    }
}

/// The machine could not spare the 19 MiB a hash needs.
struct OutOfMemory: Error {}

private func argon2id(_ password: String) throws -> String {
    var text = [CChar](repeating: 0, count: Int(crypto_pwhash_STRBYTES))
    let status = crypto_pwhash_str(&text, password, UInt64(password.utf8.count), 2, 19 * 1_048_576)
    guard status == 0 else { throw OutOfMemory() }
    return text.withUnsafeBufferPointer { String(decoding: $0.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) }
}
