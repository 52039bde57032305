import FoundationEssentials
import Postgres

/// What a provider sends the browser back with (OpenID Connect Core §3.1.2.5, RFC 9207).
public struct CompanyAnswer: Sendable {
    let state, code, issuer, error: String?

    public init(_ query: Form) {
        state = query["state"]
        code = query["code"]
        issuer = query["iss"]
        error = query["error"]
    }
}

/// Somebody for whom a provider vouches, and who is not in yet.
public struct CompanyArrival: Sendable {
    public let arrival: Arrival
    public let business: ID<Business>
    /// Where they wanted to go.
    public let next: String?
    let throttle: Throttle
}

extension CompanyDoor {
    /// Takes a provider's answer, which is good once.
    /// - Parameters:
    ///   - provider: as the path names it to which the browser came back.
    ///   - browser: what the browser's cookie holds.
    /// - Throws: `CompanyError`, `DirectoryError`, `LimitReached`.
    public func arrive(
        _ answer: CompanyAnswer, from provider: ID<SignInProvider>, holding browser: Secret, with device: Device
    ) async throws -> CompanyArrival {
        guard answer.state == Self.state(browser) else { throw CompanyError.over }
        let begun = try await accounts.db.write(.first("select * from kontor.take_company_sign_in(\(browser.digest))") { row in
            (provider: try OpenProvider(row: &row), nonce: try row.next(String.self), verifier: try row.next(String.self), next: try row.next(String.self))
        })
        guard let begun else { throw CompanyError.over }
        let metadata = try await book.metadata(of: begun.provider.issuer)
        // An answer belongs to the provider that was asked, by its own address here and by its name.
        guard begun.provider.id == provider, answer.issuer == nil ? !metadata.namesItself : answer.issuer == metadata.issuer
        else { throw CompanyError.mixedUp }
        if let error = answer.error { throw CompanyError.declined(String(error.filter { $0.isASCII && $0.isLetter || $0 == "_" }.prefix(60))) }
        guard let code = answer.code, !code.isEmpty else { throw CompanyError.badAnswer }
        let token = try await token(code, begun.verifier, begun.nonce, begun.provider, metadata)
        return try await seat(token, begun.provider, next: begun.next, with: device)
    }

    /// Opens the session, for the business alone.
    /// - Throws: `CompanyError.over` when the seat or the account was ended at this moment.
    public func enter(_ coming: CompanyArrival, telling mail: Mail? = nil) async throws -> Secret {
        let secret = Secret(), device = coming.arrival.device
        try await accounts.db.transaction { db in
            let isOpen = try await db.write(Query<Bool>.value("""
                select kontor.open_company_session(\(secret.digest), \(ID<Session>()), \(coming.arrival.user), \(coming.business),
                    \(Self.sessionLifetime.inSQL)::text::interval, \(device.agent), \(device.address), \(device.mark.digest))
                """))
            guard isOpen else { throw CompanyError.over }
            if let replaced = device.replaced { try await db.execute("select kontor.end_session(\(replaced))") }
            try await db.execute(coming.throttle.succeeded)
            if let mail { try await db.execute(mail.posting) }
        }
        return secret
    }

    private func seat(_ token: IDToken, _ provider: OpenProvider, next: String, with device: Device) async throws -> CompanyArrival {
        guard let address = token.address else { throw CompanyError.noAddress }
        guard !token.isUnverified else { throw CompanyError.unverifiedAddress }
        let found: (state: String, member: ID<Member>?, user: ID<User>?)? = try await accounts.db.write(.first("""
            select * from kontor.seat_by_company(\(provider.business), \(provider.issuer), \(token.subject), \(address.text), \(token.name(or: address)),
                \(token.groups(provider.groupsClaim)), \(ID<User>()), \(ID<Member>()), \(ID<CompanyArrival>()))
            """) { row in (state: try row.next(), member: try row.next(), user: try row.next()) })
        guard let found, found.member != nil, let user = found.user else {
            try await accounts.note(.refused, email: address.text, by: .sso, with: device)
            switch found?.state {
            case "reused": throw CompanyError.reusedAddress
            case "shut": throw DirectoryError.shut
            default: throw CompanyError.foreignAddress(address.text)
            }
        }
        let throttle = Throttle(.company, account: base64URL(device.mark.digest), address: device.address)
        let arrival = try await accounts.arrival(of: user, "", by: .sso, with: device)
        return CompanyArrival(arrival: arrival, business: provider.business, next: next.isEmpty ? nil : next, throttle: throttle)
    }

    /// Exchanges the code, and proves what comes for it.
    private func token(_ code: String, _ verifier: String, _ nonce: String, _ provider: OpenProvider, _ metadata: ProviderMetadata) async throws -> IDToken {
        let tokens = try await exchanged(code, verifier, provider, metadata)
        guard let text = tokens["id_token"]?.string else { throw CompanyError.badAnswer }
        let token: IDToken
        do {
            let header = try TokenHeader(of: text), keys = try await book.keys(of: metadata, having: header.key)
            let check = IDTokenCheck(issuer: metadata.issuer, client: provider.client, nonce: nonce, now: accounts.now())
            token = try check.claims(try await keys.payload(of: text, header))
        } catch let problem as IDTokenProblem {
            throw CompanyError.forged(problem)
        }
        guard token.claims["email"] == nil, let place = metadata.userInfoEndpoint, let access = tokens["access_token"]?.string else { return token }
        let response = try await book.sent(OutboundRequest(place, headers: [("Accept", "application/json"), ("Authorization", "Bearer \(access)")]))
        guard response.status == 200, let more = try? JSONValue(reading: response.body) else { return token }
        return token.filled(by: more)
    }

    private func exchanged(_ code: String, _ verifier: String, _ provider: OpenProvider, _ metadata: ProviderMetadata) async throws -> JSONValue {
        var form: [(name: String, value: String)] = [
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", returnAddress(provider.id)), ("client_id", provider.client),
            ("code_verifier", verifier),
        ]
        var headers = [(name: "Accept", value: "application/json"), (name: "Content-Type", value: "application/x-www-form-urlencoded")]
        if let sealed = provider.secret {
            let secret = String(decoding: try await accounts.box.open(sealed, of: provider.id), as: UTF8.self)
            if metadata.takesSecretInForm {
                form.append(("client_secret", secret))
            } else { // RFC 6749 §2.3.1
                let pair = Data("\(urlEscaped(provider.client)):\(urlEscaped(secret))".utf8)
                headers.append((name: "Authorization", value: "Basic \(pair.base64EncodedString())"))
            }
        }
        let response = try await book.sent(OutboundRequest(metadata.tokenEndpoint, body: Array(Form(form).urlEncoded.utf8), headers: headers))
        guard response.status == 200, let json = try? JSONValue(reading: response.body) else { throw CompanyError.badAnswer }
        return json
    }
}
