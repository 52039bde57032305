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
        if let reason = apology.suspension, let entry { return try suspended(entry, reason, voice) }
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

    private func suspended(_ entry: Entry, _ reason: String, _ voice: Voice) throws -> Response {
        let page = SuspendedPage(businessName: entry.business.name, reason: reason, since: "", signOutPath: "/sign-out")
        let template = try portal.templates.bind(SuspendedPage.self, in: CustomerFrame.self)
        let frame = CustomerFrame(language: voice.language.rawValue, direction: voice.language.direction)
        return .html(try template.render(page, in: frame, language: voice.edition), status: .forbidden)
    }
}
