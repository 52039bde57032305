import Platform
import Web

/// The pages shown instead of one that cannot be. Both are bound when the server starts.
struct Apologies: Sendable {
    private let errors: ErrorTemplate
    private let suspended: Template<SuspendedPage, CustomerFrame>

    /// - Throws: `TemplateError`.
    init(_ templates: Templates) throws {
        errors = try ErrorTemplate(templates)
        suspended = try templates.bind(SuspendedPage.self, in: CustomerFrame.self)
    }

    func page(_ apology: Apology, _ envelope: Envelope, of portal: CustomerPortal) async throws -> Response {
        let (apology, entry) = await look(apology, envelope, portal)
        guard let entry else { return try errors.page(apology, in: portal.visit(envelope).voice, requestID: envelope.id) }
        let voice = portal.voice(entry, envelope)
        if apology.suspension != nil, case .suspended(let reason, let since) = entry.business.status {
            return try suspended(entry.business.name, reason, voice.formats.date(since), voice)
        }
        return try errors.page(apology, in: voice, requestID: envelope.id, homePath: "/home")
    }

    /// Whom the page is for. While the database cannot be reached nobody can be told from anybody else, and that is
    /// then what is to be said, whatever else was wrong. Any other failure leaves the page as it was, for nobody.
    private func look(_ apology: Apology, _ envelope: Envelope, _ portal: CustomerPortal) async -> (Apology, Entry?) {
        guard apology.status != .serviceUnavailable else { return (apology, nil) }
        do {
            return (apology, try await portal.entry(envelope))
        } catch let error as DatabaseError where error.isUnavailable {
            return (.unavailable, nil)
        } catch {
            return (apology, nil)
        }
    }

    private func suspended(_ name: String, _ reason: String, _ since: String, _ voice: Voice) throws -> Response {
        let page = SuspendedPage(businessName: name, reason: reason, since: since, signOutPath: "/sign-out")
        let frame = CustomerFrame(language: voice.language.rawValue, direction: voice.language.direction)
        return .html(try suspended.render(page, in: frame, language: voice.edition), status: .forbidden)
    }
}
