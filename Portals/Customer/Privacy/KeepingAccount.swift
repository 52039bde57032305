import Platform
import Web

/// `/keep-account`: where the link leads by which somebody takes the end of their account back.
struct KeepingAccount: Sendable {
    let portal: CustomerPortal
    static let path = "/keep-account"
    private static let access = Access.open(because: "whose account is shut cannot sign in")

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.query.text("link")), try await portal.accounts.canKeep(by: link) else { return used(visit) }
                return .page(page(visit, link.text))
            },
            .post(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.form.text("link")) else { return used(visit) }
                do {
                    try await portal.accounts.keep(by: link)
                } catch AccountError.linkUsed {
                    return used(visit)
                }
                return .seeOther("/sign-in", saying: Announcement(visit.voice.say("privacy.end.kept")))
            },
        ]
    }

    /// One button: to look at the page does not use the link.
    private func page(_ visit: Visit, _ link: String) -> ResetPage {
        ResetPage(
            title: visit.voice.say("privacy.end.keep_title"), text: visit.voice.say("privacy.end.keep_text"), action: Self.path,
            submit: visit.voice.say("privacy.end.keep"), link: link, fields: [], error: nil)
    }

    private func used(_ visit: Visit) -> Answer<ResetPage> {
        .seeOther("/sign-in", saying: Announcement(visit.voice.say("privacy.end.keep_over"), kind: .warning))
    }
}
