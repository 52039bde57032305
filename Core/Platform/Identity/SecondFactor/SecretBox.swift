import CSodium
import Postgres
import Synchronization

/// Seals what has to be read again, such as the secret of a second factor, for keeping in the database: XChaCha20-Poly1305
/// (draft-irtf-cfrg-xchacha). The key is the server's own and lies apart from what it seals, where no login reads it; the first
/// node that needs it makes it.
public final class SecretBox: Sendable {
    private let db: Database<Visitor>
    private let kept = Mutex<[UInt8]?>(nil)
    /// What every sealed value begins with, so that another way of sealing can be told from this one.
    private static let version: UInt8 = 1

    init(_ db: Database<Visitor>) { self.db = db }

    /// - Parameter owner: whose it is; for anybody else it does not open.
    func seal(_ secret: [UInt8], for owner: ID<some Any>) async throws -> [UInt8] {
        let key = try await key(), label = Array(owner.description.utf8)
        var nonce = [UInt8](repeating: 0, count: Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES))
        randombytes_buf(&nonce, nonce.count)
        var sealed = [UInt8](repeating: 0, count: secret.count + Int(crypto_aead_xchacha20poly1305_ietf_ABYTES))
        crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, secret, UInt64(secret.count), label, UInt64(label.count), nil, nonce, key)
        return [Self.version] + nonce + sealed
    }

    /// - Throws: `BrokenSeal` when it was changed, or sealed for somebody else.
    func open(_ sealed: [UInt8], of owner: ID<some Any>) async throws -> [UInt8] {
        let key = try await key(), label = Array(owner.description.utf8)
        let start = 1 + Int(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES), tag = Int(crypto_aead_xchacha20poly1305_ietf_ABYTES)
        guard sealed.first == Self.version, sealed.count >= start + tag else { throw BrokenSeal() }
        let nonce = Array(sealed[1..<start]), text = Array(sealed[start...])
        var secret = [UInt8](repeating: 0, count: text.count - tag)
        let status = crypto_aead_xchacha20poly1305_ietf_decrypt(
            &secret, nil, nil, text, UInt64(text.count), label, UInt64(label.count), nonce, key)
        guard status == 0 else { throw BrokenSeal() }
        return secret
    }

    private func key() async throws -> [UInt8] {
        if let key = kept.withLock({ $0 }) { return key }
        let key = try await db.write(Query<[UInt8]>.value("select kontor.secret_key(\(sha256(Array(Secret().text.utf8))))"))
        kept.withLock { $0 = key }
        return key
    }
}

struct BrokenSeal: Error {}
