import FoundationEssentials
import HTTPTypes
import Platform
import Web

/// `/assist`: where an operator comes in to assist a member, by a link from the operators' portal. To look does not use it.
struct AssistEntry: Sendable {
    let portal: CustomerPortal
    static let path = "/assist", overPath = "/assist/over"
    private static let access = Access.open(because: "the link itself shows which operator follows it")

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.query.text("link")), let found = try await portal.accounts.assist(by: link) else { return used(visit.voice) }
                return .page(AssistPage(found, link, voice(of: visit, found)))
            },
            .post(Self.path, Self.access) { request, visit in try await begin(request, visit) },
            .get(Self.overPath, Self.access) { _, visit in .page(AssistPage(nothing: "over", visit.voice)) },
        ]
    }

    private func begin(_ request: Request, _ visit: Visit) async throws -> Answer<AssistPage> {
        guard let link = Secret(request.form.text("link")), let found = try await portal.accounts.assist(by: link) else { return used(visit.voice) }
        do {
            let secret = try await portal.accounts.beginAssist(by: link, agent: visit.agent, telling: try letter(found, visit.voice))
            let seconds = max(1, Int64(found.assist.endsAt.timeIntervalSinceNow))
            return .other(.seeOther("/home", setting: portal.cookie.field(secret.text, for: seconds)))
        } catch AccountError.linkUsed {
            return used(visit.voice) // at this moment
        }
    }

    private func used(_ voice: Voice) -> Answer<AssistPage> {
        .page(AssistPage(nothing: "used", voice), status: AccountError.linkUsed.status)
    }

    /// What the operator reads, with the times of the business.
    private func voice(of visit: Visit, _ found: AssistLink) -> Voice { portal.voices.voice(visit.voice.language, timeZone: found.timeZone) }

    /// Tells the member, in their language.
    /// - Returns: nil where no mail goes out.
    private func letter(_ found: AssistLink, _ voice: Voice) throws -> Mail? {
        guard portal.delivery != .none, let email = found.email else { return nil }
        let voice = portal.voices.voice(portal.voices.language(found.language, voice.language, browser: nil), timeZone: found.timeZone)
        func say(_ key: String) -> String {
            voice.say(Phrase("assists.letter.\(key)", [
                "operator": .text(found.assist.operator), "name": .text(found.name), "business": .text(found.business),
                "time": .text(voice.formats.time(found.assist.endsAt)), "reason": .text(found.assist.reason),
            ]))
        }
        return try portal.letters.mail(Letter(
            "assist", subject: say("subject"), paragraphs: [say("hello"), say("text"), say("reason"), say("limits")],
            action: Letter.Action(say("action"), path: SessionRoutes.path)), to: email, voice: voice)
    }
}

/// Asks an operator whether to begin, or says why not. Fills `templates/customer/assist.mustache`.
struct AssistPage: Page {
    static let template = "customer/assist"

    let title: String
    let text: String
    let facts: [Fact]
    /// Where the form posts.
    let action = AssistEntry.path
    /// nil where there is nothing to begin.
    let link: String?

    init(_ found: AssistLink, _ link: Secret, _ voice: Voice) {
        title = voice.say(Phrase("assists.begin.title", ["name": .text(found.name)]))
        text = voice.say("assists.begin.text")
        facts = [
            Fact(voice.say("assists.business"), found.business), Fact(voice.say("assists.until"), voice.formats.time(found.assist.endsAt)),
            Fact(voice.say("assists.reason"), found.assist.reason, isLong: true),
        ]
        self.link = link.text
    }

    /// - Parameter key: of what is said instead.
    init(nothing key: String, _ voice: Voice) {
        title = voice.say(Phrase("assists.\(key).title"))
        text = voice.say(Phrase("assists.\(key).text"))
        facts = []
        link = nil
    }
}
