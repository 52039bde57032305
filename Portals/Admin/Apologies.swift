import HTTPTypes
import Platform
import Web

/// The page shown instead of one that cannot be.
struct Apologies: Sendable {
    private let template: Template<ErrorPage, AdminFrame>
    private let doorway: Doorway

    /// - Throws: `TemplateError`.
    init(templates: Templates, doorway: Doorway) throws {
        template = try templates.bind(ErrorPage.self, in: AdminFrame.self)
        self.doorway = doorway
    }

    @Sendable func page(_ apology: Apology, _ envelope: Envelope) async throws -> PageResponse {
        let voice = doorway.voice(envelope)
        let language = voice.language
        let page = ErrorPage(
            language: language.rawValue, direction: language.direction, status: apology.status.code,
            title: voice.say(Phrase("operators.errors.\(Self.title(apology.status))")),
            text: voice.say(apology.message ?? "operators.errors.ours"),
            requestID: apology.message == nil ? envelope.id : nil)
        let frame = AdminFrame(language: language.rawValue, direction: language.direction)
        return .html(try template.render(page, in: frame, language: language.edition), status: apology.status)
    }

    private static func title(_ status: HTTPResponse.Status) -> String {
        switch status {
        case .notFound: "not_found"
        case .unauthorized, .forbidden: "refused"
        case .serviceUnavailable: "unavailable"
        case .internalServerError: "wrong"
        default: "not_done"
        }
    }
}
