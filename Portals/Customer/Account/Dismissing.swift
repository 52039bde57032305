import Platform
import Web

/// Shows a member an announcement no more.
struct Dismissing: Sendable {
    let announcements: Announcements

    var route: Route<Scope> {
        .raw(.post, "/announcements/{announcement}/dismiss", .member(AccountPermissions.profile)) { [announcements] request, scope in
            guard let id = ID<PlatformAnnouncement>(request.parameters["announcement"] ?? "") else { throw PageError.notFound }
            try await announcements.dismiss(id, for: scope)
            return .seeOther(localPath(request.query["next"]) ?? "/home")
        }
    }

    /// - Parameter page: on which they are, and stay.
    static func told(_ announcements: Announcements, _ scope: Scope, on page: String) -> [CustomerFrame.Told] {
        announcements.told(to: scope).map { told in
            CustomerFrame.Told(
                kind: told.kind.rawValue, text: told.text(in: scope.voice.language),
                dismissPath: "/announcements/\(told.id)/dismiss?next=\(urlEscaped(page))")
        }
    }
}
