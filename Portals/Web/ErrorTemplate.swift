public import Platform

/// The page shown instead of one that cannot be, bound when the server starts: it has to work when nothing else does.
public struct ErrorTemplate: Sendable {
    private let template: Template<ErrorPage, NoFrame>

    /// - Throws: `TemplateError`.
    public init(_ templates: Templates) throws {
        template = try templates.bind(ErrorPage.self, in: NoFrame.self)
    }

    /// - Parameters:
    ///   - requestID: told only where the error is ours, to find it in the log.
    ///   - homePath: where one can go on from here.
    public func page(
        _ apology: Apology, in voice: Voice, requestID: String, homePath: String = "/"
    ) throws -> PageResponse {
        let page = ErrorPage(
            language: voice.language.rawValue, direction: voice.language.direction, status: apology.status.code,
            title: voice.say(apology.title), text: voice.say(apology.message ?? "platform.errors.text"),
            requestID: apology.message == nil ? requestID : nil, homePath: homePath)
        return .html(try template.render(page, in: NoFrame(), language: voice.edition), status: apology.status)
    }
}

/// The frame of a page that needs none.
private struct NoFrame: Sendable {}
