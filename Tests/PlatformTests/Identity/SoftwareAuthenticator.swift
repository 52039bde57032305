import Crypto
import CryptoExtras
import FoundationEssentials

@testable import Platform

/// An authenticator in software, and the browser before it: what it sends can be spoilt in every part.
struct SoftwareAuthenticator {
    enum Key {
        case es256(P256.Signing.PrivateKey), edDSA(Curve25519.Signing.PrivateKey), rs256(_RSA.Signing.PrivateKey)
    }

    let key: Key
    let id = sha256(Array(Secret().text.utf8))
    var origin = "https://kontor.example"
    var host = "kontor.example"
    var flags: UInt8 = 0b101
    var count: UInt32 = 0
    var userHandle: [UInt8]?
    var format = "none"
    var type: String?
    var crossOrigin = false

    init(_ key: Key = .es256(.init())) { self.key = key }

    /// What a browser posts after `navigator.credentials.create`.
    func registration(_ challenge: Secret) -> String {
        let attestation = map([("fmt", text(format)), ("attStmt", [0xA0]), ("authData", bytes(data(hasKey: true)))])
        return json(["clientDataJSON": base64URL(client("webauthn.create", challenge)), "attestationObject": base64URL(attestation)])
    }

    /// What a browser posts after `navigator.credentials.get`.
    func signature(_ challenge: Secret, spoilt: Bool = false) throws -> String {
        let client = client("webauthn.get", challenge), data = data(hasKey: false)
        var signature = try sign(data + sha256(client))
        if spoilt { signature[signature.count - 1] ^= 1 }
        var response = ["clientDataJSON": base64URL(client), "authenticatorData": base64URL(data), "signature": base64URL(signature)]
        if let userHandle { response["userHandle"] = base64URL(userHandle) }
        return json(response)
    }

    private func client(_ usual: String, _ challenge: Secret) -> [UInt8] {
        let value: JSONValue = [
            "type": .string(type ?? usual), "challenge": .string(challenge.text), "origin": .string(origin), "crossOrigin": .bool(crossOrigin),
        ]
        return value.bytes
    }

    private func json(_ response: [String: String]) -> String {
        let members = response.map { JSONValue.Member($0.key, .string($0.value)) }
        let value: JSONValue = ["id": .string(base64URL(id)), "type": "public-key", "response": .object(members)]
        return String(decoding: value.bytes, as: UTF8.self)
    }

    private func data(hasKey: Bool) -> [UInt8] {
        let start = sha256(Array(host.utf8)) + [hasKey ? flags | 0x40 : flags] + withUnsafeBytes(of: count.bigEndian) { Array($0) }
        return hasKey ? start + [UInt8](repeating: 0, count: 16) + [0, UInt8(id.count)] + id + cose : start
    }

    private func sign(_ data: [UInt8]) throws -> [UInt8] {
        switch key {
        case .es256(let key): Array(try key.signature(for: data).derRepresentation)
        case .edDSA(let key): Array(try key.signature(for: data))
        case .rs256(let key): Array(try key.signature(for: SHA256.hash(data: data), padding: .insecurePKCS1v1_5).rawRepresentation)
        }
    }

    /// COSE_Key, in CTAP2's canonical order.
    var cose: [UInt8] {
        switch key {
        case .es256(let key):
            let point = Array(key.publicKey.rawRepresentation)
            return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21] + bytes(Array(point[..<32])) + [0x22] + bytes(Array(point[32...]))
        case .edDSA(let key): return [0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21] + bytes(Array(key.publicKey.rawRepresentation))
        case .rs256(let key):
            guard let numbers = try? key.publicKey.getKeyPrimitives() else { return [] }
            return [0xA4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20] + bytes(Array(numbers.modulus)) + [0x21] + bytes(Array(numbers.publicExponent))
        }
    }
}

private func head(_ kind: UInt8, _ count: Int) -> [UInt8] {
    switch count {
    case ..<24: [kind << 5 | UInt8(count)]
    case ..<256: [kind << 5 | 24, UInt8(count)]
    default: [kind << 5 | 25, UInt8(count >> 8), UInt8(count & 0xFF)]
    }
}

func bytes(_ value: [UInt8]) -> [UInt8] { head(2, value.count) + value }
func text(_ value: String) -> [UInt8] { head(3, value.utf8.count) + Array(value.utf8) }
func map(_ pairs: [(String, [UInt8])]) -> [UInt8] { head(5, pairs.count) + pairs.flatMap { text($0.0) + $0.1 } }
