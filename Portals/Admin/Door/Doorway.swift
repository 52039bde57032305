import Platform
import Web

/// Finds out who asks, and in which language.
struct Doorway: Sendable {
    let operators: Operators
    let voices: Voices
    let session: Cookie
    /// What somebody chose who may not have signed in yet.
    let language: Cookie

    init(operators: Operators, voices: Voices, isSecure: Bool) {
        self.operators = operators
        self.voices = voices
        session = Cookie("kontor_operator", isSecure: isSecure)
        language = Cookie("kontor_language", isSecure: isSecure)
    }

    @Sendable func enter(_ envelope: Envelope) async throws -> Entrance<OperatorScope> {
        if let scope = try await scope(envelope) { return .come(scope) }
        guard envelope.method == .get, envelope.target != "/" else { return .elsewhere(SigningIn.path) }
        return .elsewhere("\(SigningIn.path)?next=\(urlEscaped(envelope.target))")
    }

    @Sendable func visit(_ envelope: Envelope) async throws -> Entrance<Visit> {
        .come(Visit(
            voice: voice(envelope), address: envelope.address, agent: envelope.headers[.userAgent] ?? "",
            isSignedIn: try await scope(envelope) != nil))
    }

    func voice(_ envelope: Envelope) -> Voice {
        let chosen = envelope.cookies[language.name].flatMap { Language(rawValue: String($0)) }
        return voices.voice(voices.language(chosen, browser: envelope.headers[.acceptLanguage]))
    }

    private func scope(_ envelope: Envelope) async throws -> OperatorScope? {
        guard let digest = digest(envelope.cookies) else { return nil }
        return try await operators.scope(for: digest, voice: voice(envelope))
    }

    /// What the session's cookie is stored under; nil when there is none.
    func digest(_ cookies: Cookies) -> [UInt8]? {
        cookies[session.name].flatMap { Secret($0) }?.digest
    }
}
