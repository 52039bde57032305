import Platform
import Web

/// Makes what surrounds a page, for an operator or for somebody at the door.
struct Frames: Sendable {
    let said: Said
    let safety: SafeMode?

    @Sendable func frame(_ request: PageRequest, _ scope: OperatorScope) -> AdminFrame {
        // A form's own address may not be there to be read.
        let here = request.method == .get ? address(request.path, request.query) : "/"
        return AdminFrame(
            language: scope.voice.language.rawValue, direction: scope.voice.language.direction,
            languages: LanguageChoice.links(to: here),
            operator: AdminFrame.SignedInOperator(
                name: scope.name, initials: initials(scope.name), email: scope.email,
                role: scope.voice.say(Phrase("operators.roles.\(scope.role.rawValue)")), signOutPath: SigningIn.outPath),
            menus: [Menu(entries: Self.places.filter { $0.key != "accounts" || scope.role == .admin }.map { place in entry(place, request.path, scope.voice) })],
            notices: safetyNotices(scope.voice) + said.notices(request.headers, undo: scope.voice.say("platform.undo")))
    }

    /// That no module is served, and which of them fail, while that is so.
    private func safetyNotices(_ voice: Voice) -> [Notice] {
        guard let safety else { return [] }
        return [Notice(.warning, voice.say("operators.safe_mode.text"))] + safety.failures.map { failure in
            Notice(.danger, voice.say(Phrase("operators.safe_mode.failure", [
                "module": .text(failure.module), "reason": .text(failure.reason),
            ])))
        }
    }

    @Sendable func frame(_ request: PageRequest, _ visit: Visit) -> AdminFrame {
        let next = request.method == .get ? request.query : request.form.with("email", nil).with("password", nil)
        return AdminFrame(
            language: visit.voice.language.rawValue, direction: visit.voice.language.direction,
            languages: LanguageChoice.links(to: address(SigningIn.path, next)))
    }

    private static let places: [(key: String, path: String, icon: String, shortcut: String)] = [
        ("overview", Overview.path, "home", "g h"),
        ("businesses", "/businesses", "building", "g b"),
        ("people", "/people", "people", "g p"),
        ("plans", PlanRoutes.path, "bookmark", "g l"),
        ("modules", "/modules", "module", "g m"),
        ("mail", MailRoutes.path, "mail", "g e"),
        ("announcements", AnnouncementRoutes.path, "info", "g a"),
        ("accounts", OperatorRoutes.path, "key", "g o"),
    ]

    private func entry(
        _ place: (key: String, path: String, icon: String, shortcut: String), _ current: String, _ voice: Voice
    ) -> MenuEntry {
        MenuEntry(
            voice.say(Phrase("operators.\(place.key).title")), path: place.path, icon: place.icon,
            isCurrent: current == place.path || place.path != Overview.path && current.hasPrefix(place.path + "/"), shortcut: place.shortcut)
    }
}
