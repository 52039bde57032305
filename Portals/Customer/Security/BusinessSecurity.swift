import FoundationEssentials
import Platform
import Web

/// `/settings/security`: whether the business asks its members for a second factor, and whether operators may assist.
struct BusinessSecurity: Sendable {
    let portal: CustomerPortal
    static let path = "/settings/security"
    private static let access = Access.member(AccountPermissions.settings)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in .page(try await page(request, scope)) },
            .post("\(Self.path)/on", Self.access) { request, scope in
                guard try await hasFactor(request) else {
                    return .page(try await page(request, scope, error: "security.enforced.own_first"), status: .conflict)
                }
                return try await turned(true, scope)
            }.freshly,
            .post("\(Self.path)/off", Self.access) { _, scope in try await turned(false, scope) }.freshly,
            .post("\(Self.path)/assists/on", Self.access) { _, scope in try await allowed(true, scope) }.freshly,
            .post("\(Self.path)/assists/off", Self.access) { _, scope in try await allowed(false, scope) },
        ]
    }

    private func turned(_ isOn: Bool, _ scope: Scope) async throws -> Answer<BusinessSecurityPage> {
        try await scope.db.execute("""
            update businesses set asks_second_factor = \(isOn), updated_at = now() where id = \(scope.business.id)
            """)
        return .seeOther(Self.path, saying: Announcement(scope.say(isOn ? "security.enforced.is_on" : "security.enforced.is_off")))
    }

    private func allowed(_ isAllowed: Bool, _ scope: Scope) async throws -> Answer<BusinessSecurityPage> {
        try await Assists(in: scope).allow(isAllowed)
        return .seeOther(Self.path, saying: Announcement(scope.say(isAllowed ? "assists.setting.is_on" : "assists.setting.is_off")))
    }

    /// Who has none would shut themselves out.
    private func hasFactor(_ request: Request) async throws -> Bool {
        let session = try portal.cookie.session(of: request)
        if try await portal.accounts.secondFactor(of: session).since != nil { return true }
        return try await !portal.passkeys.all(of: session).isEmpty
    }

    private func page(_ request: Request, _ scope: Scope, error: Phrase? = nil) async throws -> BusinessSecurityPage {
        let (isOn, without) = try await scope.db.fetch(
            Query<Bool>.value("select asks_second_factor from businesses where id = \(scope.business.id)"),
            Query<Int>.value("select kontor.members_without_second_factor()"))
        let has = try await hasFactor(request)
        return BusinessSecurityPage(
            crumbs: [Crumb(scope.say("platform.home.settings"), path: "/settings")], isOn: isOn,
            without: scope.say(Phrase("security.enforced.without", ["count": .number(without)])),
            error: error.map(scope.say), onPath: isOn || !has ? nil : "\(Self.path)/on", offPath: isOn ? "\(Self.path)/off" : nil,
            ownPath: isOn || has ? nil : CodeRoutes.path, allowsAssists: try await Assists(in: scope).areAllowed())
    }
}

/// Fills `templates/customer/business-security.mustache`.
struct BusinessSecurityPage: Page {
    static let template = "customer/business-security"

    let crumbs: [Crumb]
    let isOn: Bool
    /// How many members have no second factor.
    let without: String
    let error: String?
    /// Where a POST asks for it from now on; nil while it is asked for, or for who has none.
    let onPath: String?
    let offPath: String?
    /// Where one gets a second factor first.
    let ownPath: String?
    let allowsAssists: Bool
    let assistsPath = "\(BusinessSecurity.path)/assists", assistListPath = AssistRoutes.path
}
