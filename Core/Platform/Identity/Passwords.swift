import CSodium
import NIOPosix
import Synchronization

/// Turns passwords into what may be stored, and checks them.
///
/// argon2id (RFC 9106) with 19 MiB and two passes, OWASP's minimum: about 17 ms of a core. It
/// runs on two threads of its own, so that sign-ins wait for each other and pages for none.
public struct Passwords: Sendable {
    private let threads: NIOThreadPool
    private let breached: BreachedPasswords?
    private let waiting = Waiting()

    /// The characters a new password must have at least (NIST SP 800-63B §5.1.1).
    public static let shortest = 8
    /// Longer ones are refused, because hashing them costs time.
    public static let longest = 1_000

    /// - Parameter breached: those that nobody may choose any more; nil: there is no list of them.
    public init(threads: Int = 2, breached: BreachedPasswords? = nil) {
        self.breached = breached
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.threads.start()
    }

    public func stop() async throws { try await threads.shutdownGracefully() }

    /// What is stored of a password that somebody chooses.
    /// - Throws: `AccountError.breached` for one that was stolen somewhere.
    public func chosen(_ password: String) async throws -> String {
        try await work { [breached] in
            if breached?.contains(password) == true { throw AccountError.breached }
            return try argon2id(password)
        }
    }

    /// - Returns: a self-describing text with its own salt.
    public func hash(_ password: String) async throws -> String {
        try await work { try argon2id(password) }
    }

    /// Takes the same time whether or not there is a hash to compare with, or a text that is none, so that an answer's delay does not
    /// tell which accounts exist, or which have no password.
    public func matches(_ password: String, _ hash: String?) async throws -> Bool {
        try await work {
            guard let hash, hash.hasPrefix("$argon2id$"), password.utf8.count <= Self.longest else {
                _ = try argon2id(String(password.prefix(Self.longest)))
                return false
            }
            return crypto_pwhash_str_verify(hash, password, UInt64(password.utf8.count)) == 0
        }
    }
}

extension Passwords {
    private func work<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
        try waiting.enter()
        defer { waiting.leave() }
        return try await threads.runIfActive(body)
    }

    /// How many wait for a thread. More than a few seconds' worth are turned away at once, so that
    /// a flood of sign-ins cannot pile up.
    private final class Waiting: Sendable {
        private let count = Mutex(0)
        private static let most = 200

        func enter() throws(AccountError) {
            let isFull = count.withLock { count in
                guard count < Self.most else { return true }
                count += 1
                return false
            }
            if isFull { throw .busy }
        }

        func leave() { count.withLock { $0 -= 1 } }
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
