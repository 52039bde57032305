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
                return .page(asking(link, email, visit))
            },
            .post(Self.path, Self.access) { request, visit in try await verify(request, visit) },
        ]
    }

    private func verify(_ request: Request, _ visit: Visit) async throws -> Answer<VerifyPage> {
        guard let link = Secret(request.form.text("link")) else { return used(visit) }
        let shown: ShownAddress
        do {
            shown = try await portal.accounts.showAddress(by: link, session: portal.cookie.digest(in: Cookies(request.headers))) { before, language in
                let voice = portal.voices.voice(portal.voices.language(language, visit.voice.language, browser: nil))
                return try portal.letters.mail(PeopleLetters(voice: voice).addressChanged(), to: before, voice: voice)
            }
        } catch AccountError.linkUsed {
            return used(visit)
        }
        switch shown {
        case .verified: return .seeOther("/profile", saying: Announcement(visit.voice.say("platform.address.said_verified")))
        case .changed: return .seeOther("/profile", saying: Announcement(visit.voice.say("platform.address.said_changed")))
        case .askedByAnother:
            let email = try await portal.accounts.askedAddress(by: link) ?? ""
            return .page(asking(link, email, visit, isOther: true), status: .forbidden)
        case .taken: return .page(VerifyPage(text: "", link: nil, signInPath: nil, error: visit.voice.say("platform.address.taken")), status: .conflict)
        }
    }

    /// Who is not signed in does so first, and comes back.
    private func asking(_ link: Secret, _ email: String, _ visit: Visit, isOther: Bool = false) -> VerifyPage {
        let isIn = visit.isSignedIn && !isOther
        return VerifyPage(
            text: visit.voice.say(Phrase(isIn ? "platform.address.confirm_text" : "platform.address.sign_in_first", ["email": .text(email)])),
            link: isIn ? link.text : nil, signInPath: isIn ? nil : "/sign-in?next=\(urlEscaped("\(Self.path)?link=\(link.text)"))", error: nil)
    }

    private func used(_ visit: Visit) -> Answer<VerifyPage> {
        .page(VerifyPage(text: "", link: nil, signInPath: nil, error: visit.voice.say("platform.address.link_used")), status: .gone)
    }
}

/// Fills `templates/customer/verify.mustache`.
struct VerifyPage: Page {
    static let template = "customer/verify"

    let text: String
    /// nil where it cannot be used.
    let link: String?
    /// Where to sign in first, and come back from.
    let signInPath: String?
    let error: String?
}
