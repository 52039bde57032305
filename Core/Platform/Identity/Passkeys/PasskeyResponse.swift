/// What a browser sends of an authenticator's answer: JSON with its bytes in base64url (WebAuthn §5.1, RegistrationResponseJSON and
/// AuthenticationResponseJSON).
struct PasskeyResponse {
    let id: [UInt8]
    let clientData: [UInt8]
    /// Empty for a signature.
    let attestation: [UInt8]
    // Empty for a registration.
    let authenticatorData: [UInt8], signature: [UInt8]
    /// Whose key it is, as the authenticator remembers it.
    let userHandle: [UInt8]?

    /// - Throws: `PasskeyError.refused` for anything else.
    init(_ json: String) throws(PasskeyError) {
        guard json.utf8.count <= 32_768, let value = try? JSONValue(reading: Array(json.utf8)), value["type"]?.string == "public-key",
            let id = Self.bytes(value["id"]), let response = value["response"], let clientData = Self.bytes(response["clientDataJSON"])
        else { throw .refused }
        self.id = id
        self.clientData = clientData
        attestation = Self.bytes(response["attestationObject"]) ?? []
        authenticatorData = Self.bytes(response["authenticatorData"]) ?? []
        signature = Self.bytes(response["signature"]) ?? []
        userHandle = Self.bytes(response["userHandle"])
    }

    private static func bytes(_ value: JSONValue?) -> [UInt8]? { value?.string.flatMap { decoded(base64URL: $0) } }
}

/// RFC 4648 §5, without padding.
/// - Returns: nil for any other text.
func decoded(base64URL text: String) -> [UInt8]? {
    var bytes: [UInt8] = [], buffer = 0, bits = 0
    for letter in text.utf8 {
        let value: UInt8
        switch letter {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = letter - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = letter - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = letter + 4
        case UInt8(ascii: "-"): value = 62
        case UInt8(ascii: "_"): value = 63
        default: return nil
        }
        buffer = (buffer << 6 | Int(value)) & 0xFFFF
        bits += 6
        if bits >= 8 {
            bits -= 8
            bytes.append(UInt8(buffer >> bits & 0xFF))
        }
    }
    return bits < 6 && buffer & (1 << bits - 1) == 0 ? bytes : nil
}
