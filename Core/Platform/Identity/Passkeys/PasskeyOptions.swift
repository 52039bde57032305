/// What a browser is told to ask an authenticator for, as JSON (WebAuthn §5.1.8 and §5.1.9).
extension Passkeys {
    /// To make a passkey for who is signed in.
    public func registration(for member: Member, of session: [UInt8]) async throws -> JSONValue {
        let known = try await all(of: session), challenge = try await begin(.register, of: session)
        return [
            "challenge": .string(challenge.text),
            "rp": ["id": .string(party.id), "name": "Kontor"],
            "user": [
                "id": .string(base64URL(handle(of: member.user))), "name": .string(member.email), "displayName": .string(member.name),
            ],
            "pubKeyCredParams": .array(PasskeyKey.algorithms.map { ["type": "public-key", "alg": .integer($0)] }),
            "excludeCredentials": .array(known.map { ["type": "public-key", "id": .string(base64URL($0.credential))] }),
            "authenticatorSelection": ["residentKey": "required", "requireResidentKey": true, "userVerification": "required"],
            "attestation": "none",
            "timeout": timeout,
        ]
    }

    /// To come in with any passkey of this place.
    public func entering() async throws -> JSONValue { asking(try await begin(.enter, of: nil), for: []) }

    /// To prove anew, with a passkey of one's own.
    public func confirming(of session: [UInt8]) async throws -> JSONValue {
        asking(try await begin(.confirm, of: session), for: try await all(of: session))
    }

    private func asking(_ challenge: Secret, for known: [Entry]) -> JSONValue {
        [
            "challenge": .string(challenge.text), "rpId": .string(party.id), "userVerification": "required", "timeout": timeout,
            "allowCredentials": .array(known.map { ["type": "public-key", "id": .string(base64URL($0.credential))] }),
        ]
    }

    private var timeout: JSONValue { .integer(Self.patience.components.seconds * 1_000) }

    /// What an authenticator remembers of whose key it is: nothing that tells who they are (§14.6.1).
    func handle(of user: ID<User>) -> [UInt8] { Array(user.description.utf8) }
}
