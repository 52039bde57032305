import Platform
import Web

/// Finds out who asks, and in which language.
struct Doorway: Sendable {
    let operators: Operators
    let voices: Voices
    let session: Cookie
    let languages: LanguageChoice

    init(operators: Operators, voices: Voices, isSecure: Bool) {
        self.operators = operators
        self.voices = voices
        session = Cookie("kontor_operator", isSecure: isSecure)
        languages = LanguageChoice(isSecure: isSecure)
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
        voices.voice(voices.language(languages.chosen(by: envelope.cookies), browser: envelope.headers[.acceptLanguage]))
    }

    private func scope(_ envelope: Envelope) async throws -> OperatorScope? {
        guard let digest = session.digest(in: envelope.cookies) else { return nil }
        return try await operators.scope(for: digest, voice: voice(envelope))
    }
}
