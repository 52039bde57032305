import FoundationEssentials

/// Who asks for passkeys: this installation, by where people reach it (WebAuthn Level 3, <https://www.w3.org/TR/webauthn-3/>).
public struct RelyingParty: Sendable {
    /// The host (§4, RP ID). A passkey is good for it alone.
    public let id: String
    /// The scheme, host and port that a browser says it is at.
    let origin: String

    /// - Parameter origin: where people reach the portal, e.g. `https://kontor.example`.
    public init(origin: String) {
        let url = URL(string: origin), host = url?.host?.lowercased() ?? "localhost", scheme = url?.scheme?.lowercased() ?? "http"
        let isUsual = url?.port == nil || url?.port == (scheme == "https" ? 443 : 80)
        id = host
        self.origin = "\(scheme)://\(host)" + (isUsual ? "" : ":\(url?.port ?? 0)")
    }

    /// Checks what came of registering (§7.1), but for its challenge.
    /// - Throws: `PasskeyError.refused`.
    func registered(_ response: PasskeyResponse) throws(PasskeyError) -> NewPasskey {
        let object: CBOR
        do {
            let read = try CBOR.read(response.attestation)
            guard read.length == response.attestation.count else { throw PasskeyError.refused }
            object = read.value
        } catch { throw .refused }
        // Attestation is not asked for, so there is nothing to believe in one (§8.7).
        guard object["fmt"]?.text == "none", object["attStmt"] == .map([]), let bytes = object["authData"]?.bytes else { throw .refused }
        let data = try checked(AuthenticatorData(bytes))
        guard let credential = data.credential, credential.id == response.id else { throw .refused }
        _ = try PasskeyKey(cose: credential.key)
        return NewPasskey(
            id: credential.id, key: credential.key, signCount: Int64(data.signCount), isBackedUp: data.flags.contains(.isBackedUp))
    }

    /// Checks a signature by a key that is known (§7.2), but for its challenge.
    /// - Throws: `PasskeyError.refused`.
    func signed(_ response: PasskeyResponse, by key: PasskeyKey) throws(PasskeyError) -> AuthenticatorData {
        let data = try checked(AuthenticatorData(response.authenticatorData))
        guard key.isSignature(response.signature, of: response.authenticatorData + sha256(response.clientData)) else { throw .refused }
        return data
    }

    /// The host, that somebody was there, and that the authenticator knew them: so a passkey is two proofs in one.
    private func checked(_ data: AuthenticatorData) throws(PasskeyError) -> AuthenticatorData {
        guard data.relyingParty == sha256(Array(id.utf8)), data.flags.isSuperset(of: [.present, .verified]) else { throw .refused }
        return data
    }

    /// Checks what the browser says it did, and where (§5.8.1).
    /// - Parameter type: `webauthn.create` or `webauthn.get`.
    /// - Returns: the digest of the challenge, to be looked up and used up.
    func challenge(in response: PasskeyResponse, type: String) throws(PasskeyError) -> [UInt8] {
        guard let json = try? JSONValue(reading: response.clientData), json["type"]?.string == type, json["origin"]?.string == origin,
            json["crossOrigin"].map({ $0 == false }) ?? true, let challenge = json["challenge"]?.string, let secret = Secret(challenge)
        else { throw .refused }
        return secret.digest
    }
}

/// A key that was just made.
struct NewPasskey {
    let id: [UInt8], key: [UInt8], signCount: Int64, isBackedUp: Bool
}
