import FoundationEssentials
import Platform
import Web

/// The page shown instead of a module's that rests, bound when the server starts.
struct RestingPlaces: Sendable {
    private let template: Template<RestingPage, CustomerFrame>

    init(_ templates: Templates) throws { template = try templates.bind(RestingPage.self, in: CustomerFrame.self) }

    func page(_ resting: Resting, _ scope: Scope, in frame: CustomerFrame) throws -> Response {
        let module: [String: Phrase.Argument] = ["module": .phrase(Phrase("\(resting.module).name"))]
        let page = RestingPage(
            title: scope.say(Phrase("customer.resting.title", module)),
            again: scope.say(Phrase("customer.resting.again", ["when": .text(scope.formats.time(resting.until))])), homePath: "/home")
        var response = Response.html(try template.render(page, in: frame, language: scope.voice.edition), status: resting.status)
        response.headers[.retryAfter] = String(max(1, Int(resting.until.timeIntervalSince(scope.now))))
        return response
    }
}
