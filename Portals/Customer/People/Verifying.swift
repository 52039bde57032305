import Platform
import Web

/// `/verify`: where a link leads that shows an address to be somebody's. To look does not use it: programs that look for harm in mails
/// follow every link.
struct Verifying: Sendable {
    let portal: CustomerPortal
    static let path = "/verify"
    private static let access = Access.open(because: "the link itself shows who follows it")

    var routes: [Route<Visit>] {
        [
            .get(Self.path, Self.access) { request, visit in
                guard let link = Secret(request.query.text("link")), let email = try await portal.accounts.askedAddress(by: link) else { return used(visit) }
                return .page(VerifyPage(text: visit.voice.say(Phrase("platform.address.confirm_text", ["email": .text(email)])), link: link.text, error: nil))
            },
            .post(Self.path, Self.access) { request, visit in try await verify(request, visit) },
        ]
    }

    private func verify(_ request: Request, _ visit: Visit) async throws -> Answer<VerifyPage> {
        guard let link = Secret(request.form.text("link")) else { return used(visit) }
        let shown: ShownAddress
        do {
            shown = try await portal.accounts.showAddress(by: link) { before, language in
                let voice = portal.voices.voice(portal.voices.language(language, visit.voice.language, browser: nil))
                return try portal.letters.mail(PeopleLetters(voice: voice).addressChanged(), to: before, voice: voice)
            }
        } catch AccountError.linkUsed {
            return used(visit)
        }
        let place = visit.isSignedIn ? "/profile" : "/sign-in"
        switch shown {
        case .verified: return .seeOther(place, saying: Announcement(visit.voice.say("platform.address.said_verified")))
        case .changed: return .seeOther(place, saying: Announcement(visit.voice.say("platform.address.said_changed")))
        case .taken: return .page(VerifyPage(text: "", link: nil, error: visit.voice.say("platform.address.taken")), status: .conflict)
        }
    }

    private func used(_ visit: Visit) -> Answer<VerifyPage> {
        .page(VerifyPage(text: "", link: nil, error: visit.voice.say("platform.address.link_used")), status: .gone)
    }
}

/// Fills `templates/customer/verify.mustache`.
struct VerifyPage: Page {
    static let template = "customer/verify"

    let text: String
    /// nil where it cannot be used.
    let link: String?
    let error: String?
}
