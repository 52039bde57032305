import FoundationEssentials
import JWTKit

/// The public keys of a provider (RFC 7517), by which its signatures are checked.
struct KeySet: Sendable {
    private let keys: [JWK]

    /// Those of RFC 7518 §3.1 and RFC 8037 in which a public key proves something. None that share a secret, and not `none`: whoever
    /// knows the public key could else sign with it (RFC 8725 §2.1).
    static let algorithms: Set<String> = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]

    /// Keys of kinds that are not known here are left aside, as RFC 7517 §5 asks.
    /// - Returns: nil where it is no set of keys.
    init?(_ json: [UInt8]) {
        guard let set = try? JSONDecoder().decode(Document.self, from: Data(json)) else { return nil }
        keys = set.keys.compactMap { $0.use == nil || $0.use == "sig" ? $0.key : nil }
    }

    /// Whether one of them has that name, or could be meant where a token names none.
    func has(_ id: String?) -> Bool { id == nil ? !keys.isEmpty : keys.contains { $0.keyIdentifier?.string == id } }

    /// What a token says, once its signature is proven.
    /// - Throws: `IDTokenProblem`.
    func payload(of token: String, _ header: TokenHeader) async throws(IDTokenProblem) -> JSONValue {
        let fitting = keys.filter { header.fits($0) }
        guard !fitting.isEmpty else { throw .key }
        for key in fitting where await isSigned(token, by: key) {
            let parts = token.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 3, let bytes = bytes(base64URL: parts[1]), let payload = try? JSONValue(reading: bytes) else { throw .malformed }
            return payload
        }
        throw .signature
    }

    private func isSigned(_ token: String, by key: JWK) async -> Bool {
        var named = key
        named.keyIdentifier = "it"
        let collection = JWTKeyCollection()
        guard (try? await collection.add(jwk: named)) != nil else { return false }
        // By its one key, whatever the token calls it.
        return await (try? collection.verify(token, as: Anything.self)) != nil
    }

    private struct Document: Decodable {
        let keys: [Entry]
    }

    private struct Entry: Decodable {
        let key: JWK?
        let use: String?

        init(from decoder: any Decoder) throws {
            key = try? JWK(from: decoder)
            use = try? decoder.container(keyedBy: Names.self).decodeIfPresent(String.self, forKey: .use)
        }

        enum Names: CodingKey { case use }
    }

    /// What is in a token is read by `JSONValue`, once the signature is proven.
    private struct Anything: JWTPayload {
        init(from decoder: any Decoder) throws {}
        func encode(to encoder: any Encoder) throws {}
        func verify(using algorithm: some JWTAlgorithm) {}
    }
}

/// How a token says that it is signed (RFC 7515 §4.1).
struct TokenHeader: Sendable {
    let algorithm: String
    let key: String?

    /// - Throws: `IDTokenProblem.malformed`, `.algorithm`.
    init(of token: String) throws(IDTokenProblem) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard token.utf8.count <= 32_768, parts.count == 3, let bytes = bytes(base64URL: parts[0]), let header = try? JSONValue(reading: bytes),
            let algorithm = header["alg"]?.string
        else { throw .malformed }
        guard KeySet.algorithms.contains(algorithm), header["crit"] == nil else { throw .algorithm }
        self.algorithm = algorithm
        key = header["kid"]?.string
    }

    /// Whether the key is the one it names, and made for its algorithm.
    fileprivate func fits(_ key: JWK) -> Bool {
        if let name = self.key, key.keyIdentifier?.string != name { return false }
        if let own = key.algorithm, own.rawValue != algorithm { return false }
        switch algorithm.prefix(2) {
        case "RS", "PS": return key.keyType == .rsa && (key.modulus?.utf8.count ?? 0) >= 342 // 2048 bits, as RFC 7518 §3.3 asks, in base64url
        case "ES": return key.keyType == .ecdsa
        default: return key.keyType == .octetKeyPair
        }
    }
}

/// RFC 4648 §5, without padding; nil where the text is none.
func bytes(base64URL text: some StringProtocol) -> [UInt8]? {
    let padded = String(text).replacing("-", with: "+").replacing("_", with: "/") + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: padded).map { Array($0) }
}
