import HTTPTypes
import Platform
import Web

/// The pages shown instead of one that cannot be.
struct Apologies: Sendable {
    let portal: CustomerPortal

    func page(_ apology: Apology, _ envelope: Envelope) async throws -> Response {
        // While the database cannot be reached nobody can be told from anybody else.
        let entry = apology.status == .serviceUnavailable ? nil : try await portal.entry(envelope)
        let voice = entry.map { portal.voice($0, envelope) } ?? portal.visit(envelope).voice
        if apology.suspension != nil, let entry, case .suspended(let reason, let since) = entry.business.status {
            return try suspended(entry.business.name, reason, voice.formats.date(since), voice)
        }
        return try error(apology, envelope, voice, homePath: entry == nil ? "/" : "/home")
    }

    private func error(_ apology: Apology, _ envelope: Envelope, _ voice: Voice, homePath: String) throws -> Response {
        let page = ErrorPage(
            language: voice.language.rawValue, direction: voice.language.direction, status: apology.status.code,
            title: voice.say(apology.title), text: voice.say(apology.message ?? "platform.errors.text"),
            requestID: apology.message == nil ? envelope.id : nil, homePath: homePath)
        let template = try portal.templates.bind(ErrorPage.self, in: NoFrame.self)
        return .html(try template.render(page, in: NoFrame(), language: voice.edition), status: apology.status)
    }

    private func suspended(_ name: String, _ reason: String, _ since: String, _ voice: Voice) throws -> Response {
        let page = SuspendedPage(businessName: name, reason: reason, since: since, signOutPath: "/sign-out")
        let template = try portal.templates.bind(SuspendedPage.self, in: CustomerFrame.self)
        let frame = CustomerFrame(language: voice.language.rawValue, direction: voice.language.direction)
        return .html(try template.render(page, in: frame, language: voice.edition), status: .forbidden)
    }
}
