import Crypto
import CryptoExtras
import FoundationEssentials

/// An authenticator's public key, by which its signatures are checked: a COSE_Key (RFC 9052 §7, RFC 9053) of one of three algorithms.
struct PasskeyKey {
    private let key: Key

    private enum Key {
        /// ECDSA with SHA-256 on P-256.
        case es256(P256.Signing.PublicKey)
        /// Ed25519.
        case edDSA(Curve25519.Signing.PublicKey)
        /// RSASSA-PKCS1-v1_5 with SHA-256.
        case rs256(_RSA.Signing.PublicKey)
    }

    /// The algorithms that are offered, the best first (IANA's registry of COSE algorithms).
    static let algorithms: [Int64] = [-8, -7, -257]

    /// - Throws: `PasskeyError.refused` for any other key, and for one that is none.
    init(cose: [UInt8]) throws(PasskeyError) {
        do {
            let (map, length) = try CBOR.read(cose)
            guard length == cose.count else { throw PasskeyError.refused }
            switch (map[1]?.integer, map[3]?.integer) {
            case (2, -7): key = .es256(try Self.p256(map))
            case (1, -8): key = .edDSA(try Self.ed25519(map))
            case (3, -257): key = .rs256(try Self.rsa(map))
            default: throw PasskeyError.refused
            }
        } catch { throw .refused }
    }

    /// WebAuthn §6.5.5: ECDSA's signatures are in ASN.1, the others as they are.
    func isSignature(_ signature: [UInt8], of data: [UInt8]) -> Bool {
        switch key {
        case .es256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(derRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: data)
        case .edDSA(let key): return key.isValidSignature(signature, for: data)
        case .rs256(let key):
            return key.isValidSignature(_RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: data), padding: .insecurePKCS1v1_5)
        }
    }

    private static func p256(_ map: CBOR) throws -> P256.Signing.PublicKey {
        guard map[-1]?.integer == 1, let x = map[-2]?.bytes, let y = map[-3]?.bytes, x.count == 32, y.count == 32 else { throw PasskeyError.refused }
        return try P256.Signing.PublicKey(rawRepresentation: x + y) // refuses a point that is not on the curve
    }

    private static func ed25519(_ map: CBOR) throws -> Curve25519.Signing.PublicKey {
        guard map[-1]?.integer == 6, let x = map[-2]?.bytes, x.count == 32 else { throw PasskeyError.refused }
        return try Curve25519.Signing.PublicKey(rawRepresentation: x)
    }

    private static func rsa(_ map: CBOR) throws -> _RSA.Signing.PublicKey {
        guard let n = map[-1]?.bytes, let e = map[-2]?.bytes, (256...512).contains(n.count), (1...4).contains(e.count) else { throw PasskeyError.refused }
        return try _RSA.Signing.PublicKey(n: n, e: e)
    }
}
