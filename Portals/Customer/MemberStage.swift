import Platform
import Web

/// Puts members' pages into the portal's frame.
struct MemberStage: Stage {
    let portal: CustomerPortal

    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, Request, Scope) async throws -> [UInt8] {
        let template = try portal.templates.bind(P.self, in: CustomerFrame.self)
        return { page, request, scope in
            try template.render(page, in: portal.frame(for: scope, request), language: scope.voice.edition)
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> Response {
        portal.said.seeOther(path, saying: announcement)
    }
}

/// Puts the pages before sign-in into a frame without a menu.
struct VisitorStage: Stage {
    let portal: CustomerPortal

    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, Request, Visit) async throws -> [UInt8] {
        let template = try portal.templates.bind(P.self, in: CustomerFrame.self)
        return { page, request, visit in
            // A form's query is in the form; its page is asked for without.
            let here = request.method == .get ? address(request.path, request.query) : request.path
            let frame = CustomerFrame(
                language: visit.voice.language.rawValue, direction: visit.voice.language.direction,
                languages: LanguageChoice.links(to: here),
                notices: portal.said.notices(request.headers, undo: visit.voice.say("platform.undo")))
            return try template.render(page, in: frame, language: visit.voice.edition)
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> Response {
        portal.said.seeOther(path, saying: announcement)
    }
}

extension CustomerPortal {
    /// What every page of a member shows around its content.
    func frame(for scope: Scope, _ request: Request) -> CustomerFrame {
        let page = request.method == .get ? request.path : "/home"
        return CustomerFrame(
            language: scope.voice.language.rawValue, direction: scope.voice.language.direction,
            business: .init(
                name: scope.business.name, initials: initials(scope.business.name), homePath: "/home",
                themePath: Fixtures.themePath(scope.business.hue),
                others: scope.assist == nil ? scope.elsewhere.map { .init(id: $0.business.description, name: $0.name, initials: initials($0.name)) } : []),
            member: .init(
                name: scope.member.name, initials: initials(scope.member.name), email: scope.member.email,
                role: scope.say(scope.member.businessRole.name), profilePath: scope.assist == nil ? "/profile" : nil, passwordPath: "/profile/password",
                signOutPath: "/sign-out"),
            menus: menus(for: scope, at: request.path),
            notices: safetyNotice(scope.voice) + said.notices(request.headers, undo: scope.say("platform.undo")),
            assists: CustomerFrame.assisting(scope, on: page), told: scope.assist == nil ? Dismissing.told(announcements, scope, on: page) : [],
            searchPath: scope.may(AccountPermissions.search) ? GlobalSearch.path : nil)
    }

    /// Why there is less to see than usual, while that is so.
    private func safetyNotice(_ voice: Voice) -> [Notice] {
        registry.safety == nil ? [] : [Notice(.warning, voice.say("platform.safe_mode"))]
    }

    private func menus(for scope: Scope, at path: String) -> [Menu] {
        func entry(_ label: String, _ place: String, _ icon: String, shortcut: String? = nil) -> MenuEntry {
            MenuEntry(label, path: place, icon: icon, isCurrent: path == place || path.hasPrefix(place + "/"), shortcut: shortcut)
        }
        let modules = registry.menu(for: scope).map { group in
            Menu(group.entries.count > 1 ? scope.say(group.title) : nil, entries: group.entries.map { label, place, icon in
                entry(scope.say(label), place, icon)
            })
        }
        let house = Menu(entries: [entry(scope.say("platform.home.title"), "/home", "home", shortcut: "g h")])
        // What is closed to an operator who assists is not offered.
        guard scope.assist == nil else { return [house] + modules }
        var business = [entry(scope.say("platform.home.members"), "/members", "person")]
        if scope.may(AccountPermissions.settings) {
            business.append(MenuEntry(
                scope.say("platform.home.settings"), path: "/settings", icon: "settings", isCurrent: path == "/settings"))
        }
        if scope.may(AccountPermissions.modules) {
            business.append(entry(scope.say("customer.modules.title"), ModuleSwitches.path, "module"))
        }
        return [house] + modules + [Menu(scope.say("platform.home.business"), entries: business)]
    }
}

extension Role {
    var name: Phrase { Phrase("platform.roles.\(rawValue)") }
}
