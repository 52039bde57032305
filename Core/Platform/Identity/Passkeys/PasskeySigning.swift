import Postgres

/// Coming in, and proving anew, by a passkey.
extension Passkeys {
    /// Takes a signature. A passkey is two proofs in one, because its authenticator knows its owner.
    /// - Throws: `PasskeyError`; `AccountError.deactivated`.
    public func arrive(_ json: String, with device: Device) async throws -> Arrival {
        let response = try PasskeyResponse(json)
        try await use(party.challenge(in: response, type: "webauthn.get"), for: .enter, of: nil)
        let known = try await checked(response, device)
        guard !known.isDeactivated else { throw AccountError.deactivated }
        return try await accounts.arrival(of: known.user, known.passwordHash, by: .passkey, with: device)
    }

    /// Proves anew who one is.
    /// - Throws: `PasskeyError`.
    public func confirm(_ session: [UInt8], _ json: String, of user: ID<User>, with device: Device) async throws {
        let response = try PasskeyResponse(json)
        try await use(party.challenge(in: response, type: "webauthn.get"), for: .confirm, of: session)
        guard try await checked(response, device).user == user else { throw PasskeyError.refused }
        try await accounts.db.execute("select kontor.confirm_session(\(session))")
    }

    private func checked(_ response: PasskeyResponse, _ device: Device) async throws -> KnownPasskey {
        let known = try await accounts.db.first("select * from kontor.passkey(\(response.id))", as: KnownPasskey.init(row:))
        guard let known else { throw PasskeyError.refused }
        let data = try party.signed(response, by: PasskeyKey(cose: known.key))
        guard response.userHandle.map({ $0 == handle(of: known.user) }) ?? true else { throw PasskeyError.refused }
        let goesOn = try await accounts.db.write(Query<Bool>.value(
            "select kontor.passkey_used(\(known.id), \(Int64(data.signCount)), \(data.flags.contains(.isBackedUp)))"))
        guard goesOn else {
            try await accounts.note(.refused, of: known.user, by: .passkey, with: device)
            throw PasskeyError.refused
        }
        return known
    }
}

/// A row of `kontor.passkey`.
private struct KnownPasskey: Sendable {
    let id: ID<Passkeys>, user: ID<User>, key: [UInt8], isDeactivated: Bool, passwordHash: String

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        user = try row.next()
        key = try row.next()
        isDeactivated = try row.next()
        passwordHash = try row.next()
    }
}
