import Platform
import Web

/// The page shown instead of one that cannot be.
struct Apologies: Sendable {
    private let template: Template<ErrorPage, NoFrame>
    private let doorway: Doorway

    /// - Throws: `TemplateError`.
    init(templates: Templates, doorway: Doorway) throws {
        template = try templates.bind(ErrorPage.self, in: NoFrame.self)
        self.doorway = doorway
    }

    @Sendable func page(_ apology: Apology, _ envelope: Envelope) async throws -> PageResponse {
        let voice = doorway.voice(envelope)
        let page = ErrorPage(
            language: voice.language.rawValue, direction: voice.language.direction, status: apology.status.code,
            title: voice.say(apology.title), text: voice.say(apology.message ?? "platform.errors.text"),
            requestID: apology.message == nil ? envelope.id : nil)
        return .html(try template.render(page, in: NoFrame(), language: voice.edition), status: apology.status)
    }
}
