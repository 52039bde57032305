import FoundationEssentials
import Platform
import Web

/// `/profile/data`: what the platform keeps about whoever is signed in, to take along or to end.
struct OwnDataRoutes: Sendable {
    let portal: CustomerPortal
    static let path = "/profile/data"
    private static let endPath = "/profile/data/delete"
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in .page(try await page(request, scope)) },
            .raw(.get, "\(Self.path)/download", Self.access) { request, scope in
                try await portal.accounts.ownData(of: portal.cookie.session(of: request)).archive(for: scope.member.name, in: scope.voice, at: scope.now)
            }.freshly,
            .get(Self.endPath, Self.access) { request, scope in .page(try await question(request, scope)) }.freshly,
            .post(Self.endPath, Self.access) { request, scope in try await end(request, scope) }.freshly,
        ]
    }

    private func say(_ key: String, _ scope: Scope, _ arguments: [String: Phrase.Argument] = [:]) -> String { scope.say(Phrase("privacy.\(key)", arguments)) }

    private func page(_ request: Request, _ scope: Scope) async throws -> OwnDataPage {
        let data = try await portal.accounts.ownData(of: portal.cookie.session(of: request))
        return OwnDataPage(
            crumbs: securityCrumbs(scope), lists: table(OwnData.List.allCases, data, "own.kept", nil, scope) ?? Table("", columns: [], rows: []),
            downloadPath: "\(Self.path)/download", endPath: Self.endPath)
    }

    /// - Parameter end: what becomes of each, below `privacy.end`; nil where that is not asked.
    private func table(_ lists: [OwnData.List], _ data: OwnData, _ title: String, _ end: String?, _ scope: Scope) -> Table? {
        let count = say("preview.count", scope), becomes = say("preview.becomes", scope)
        let rows = lists.filter { data.count($0) > 0 }.map { list in
            Table.Row(
                id: list.rawValue, title: say("own.lists.\(list.rawValue)", scope),
                cells: [Table.Cell(scope.formats.number(data.count(list)), label: count, style: .number)]
                    + (end.map { [Table.Cell(say("end.\($0).\(list.rawValue)", scope), label: becomes, style: .reason)] } ?? []))
        }
        let columns = [Table.Column(say("preview.what", scope)), .init(count, isNumeric: true)] + (end == nil ? [] : [.init(becomes)])
        return rows.isEmpty ? nil : Table(say(title, scope), columns: columns, rows: rows)
    }

    private func question(_ request: Request, _ scope: Scope, error: String? = nil) async throws -> EndAccountPage {
        let session = try portal.cookie.session(of: request)
        let data = try await portal.accounts.ownData(of: session), blocks = try await portal.accounts.soleSeats(of: session)
        let going = OwnData.List.allCases.filter { ![.written, .seats].contains($0) }
        return EndAccountPage(
            crumbs: securityCrumbs(scope) + [Crumb(say("own.title", scope), path: Self.path)],
            text: say(portal.delivery == .none ? "end.text_unmailed" : "end.text", scope, ["email": .text(scope.member.email)]),
            gone: table(going, data, "preview.gone", "goes", scope), stays: table([.seats, .written], data, "preview.stays", "stays", scope),
            blocks: blocks.map { say($0.isAlone ? "end.alone" : "end.owner", scope, ["business": .text($0.business)]) },
            isBlocked: !blocks.isEmpty, isFree: blocks.isEmpty,
            error: error, action: Self.endPath, cancelPath: Self.path)
    }

    private func end(_ request: Request, _ scope: Scope) async throws -> Answer<EndAccountPage> {
        guard request.form["sure"] != nil else {
            return .page(try await question(request, scope, error: scope.say("platform.erase.unsure")), status: .unprocessableContent)
        }
        let link = Secret()
        do {
            try await portal.accounts.end(portal.cookie.session(of: request), keeping: link, by: try mail(link, scope))
        } catch let error as AccountEndError {
            return .page(try await question(request, scope, error: scope.say(error.message)), status: error.status)
        }
        return .seeOther("/sign-in", saying: Announcement(say("end.said", scope)))
    }

    private func mail(_ link: Secret, _ scope: Scope) throws -> Mail? {
        guard portal.delivery != .none, let email = EmailAddress(scope.member.email) else { return nil }
        let letter = Letter(
            "account_end", subject: say("end.mail.subject", scope), paragraphs: [say("end.mail.text", scope, ["name": .text(scope.member.name)])],
            action: Letter.Action(say("end.mail.action", scope), path: "\(KeepingAccount.path)?link=\(link.text)"), note: say("end.mail.note", scope),
            lifetime: Accounts.endGrace)
        return try portal.letters.mail(letter, to: email, voice: scope.voice)
    }
}
