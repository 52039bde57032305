import FoundationEssentials
import HTTPTypes
import Platform
import Web

/// `/settings/assists`: when operators worked in the business, why, and what they did; and the ways to end that.
struct AssistRoutes: Sendable {
    let portal: CustomerPortal
    static let path = "/settings/assists", endPath = "/assist/end"
    private static let settings = Access.member(AccountPermissions.settings), everybody = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.settings) { _, scope in
                .page(AssistsPage(try await Assists(in: scope).all(), scope))
            },
            .get("\(Self.path)/{assist}", Self.settings) { request, scope in
                let assists = Assists(in: scope), id = try id(request)
                return .page(AssistHistory(registry: portal.registry, scope: scope).page(try await assists.one(id), try await assists.events(of: id)))
            },
            .raw(.post, "/assists/{assist}/end", Self.everybody) { request, scope in
                let isDone = try await Assists(in: scope).end(try id(request))
                let next = localPath(request.query["next"]) ?? "/home"
                return portal.said.seeOther(next, saying: Announcement(
                    scope.say(isDone ? "assists.said.ended" : "assists.said.ended_already"), kind: isDone ? .success : .info))
            },
            .raw(.post, Self.endPath, Self.everybody) { request, _ in
                try await portal.accounts.endAssist(of: portal.cookie.session(of: request))
                return .seeOther(AssistEntry.overPath, setting: portal.cookie.removed)
            }.openToAssists,
        ]
    }

    private func id(_ request: Request) throws -> ID<Assist> { try request.id("assist") }
}

extension CustomerFrame {
    /// What everybody is told while an operator assists: the member, or the operator.
    /// - Parameter page: on which it is said, and stays.
    static func assisting(_ scope: Scope, on page: String) -> [Assisting] {
        func told(_ assist: Assist, _ key: String, _ path: String) -> Assisting {
            Assisting(
                text: scope.say(Phrase("assists.banner.\(key)", [
                    "operator": .text(assist.operator), "member": .text(scope.member.name), "business": .text(scope.business.name),
                    "time": .text(scope.formats.time(assist.endsAt)),
                ])), reason: assist.reason, endPath: path, endLabel: scope.say(Phrase("assists.banner.\(key)_end")))
        }
        if let assist = scope.assist { return [told(assist, "own", AssistRoutes.endPath)] }
        return scope.assists.filter { $0.endsAt > scope.now }
            .map { told($0, "other", "/assists/\($0.id)/end?next=\(urlEscaped(page))") }
    }
}
