import Platform
import Web

/// `/profile/code`: codes of an app as a second proof at sign-in.
struct CodeRoutes: Sendable {
    let portal: CustomerPortal
    private var accounts: Accounts { portal.accounts }
    private var cookie: Cookie { portal.cookie }
    static let path = "/profile/code"
    /// Tells that the business asks for it.
    static let askedPath = "\(path)?asked=true"
    private static let access = Access.member(AccountPermissions.profile)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { request, scope in
                let isAsked = request.query["asked"] != nil
                return .page(CodePage(try await accounts.secondFactor(of: cookie.session(of: request)), scope, isAsked: isAsked))
            },
            .get("\(Self.path)/new", Self.access) { request, scope in
                .page(CodePage(try await accounts.beginCode(of: cookie.session(of: request)), scope))
            }.freshly,
            .post("\(Self.path)/new", Self.access) { request, scope in try await confirm(request, scope) }.freshly,
            .post("\(Self.path)/recovery", Self.access) { request, scope in
                let mail = try portal.notice(of: .recoveryRenewed, request, scope)
                return .page(CodePage(try await accounts.renewRecoveryCodes(of: cookie.session(of: request), telling: mail), scope), status: .created)
            }.freshly,
            .get("\(Self.path)/off", Self.access) { _, scope in .page(SecurityQuestionPage("code", action: "\(Self.path)/off", cancel: Self.path, scope)) }.freshly,
            .post("\(Self.path)/off", Self.access) { request, scope in
                try await accounts.dropCode(of: cookie.session(of: request), telling: try portal.notice(of: .codeOff, request, scope))
                return Answer<CodePage>.seeOther(Self.path, saying: Announcement(scope.say("security.code.is_off")))
            }.freshly,
            .raw(.post, "\(Self.path)/file", Self.access) { request, _ in file(request.form) },
        ]
    }

    private func confirm(_ request: Request, _ scope: Scope) async throws -> Answer<CodePage> {
        let session = try cookie.session(of: request)
        do {
            let mail = try portal.notice(of: .codeOn, request, scope)
            return .page(CodePage(try await accounts.confirmCode(request.form.text("code"), of: session, telling: mail), scope), status: .created)
        } catch let error as AccountError {
            return .page(CodePage(try await accounts.beginCode(of: session), scope, error), status: error.status)
        }
    }

    /// The codes once more, as a file to keep: only the page that shows them knows them, and sends them along.
    private func file(_ form: Form) -> Response {
        let codes = form.all("code").compactMap { RecoveryCode($0) }.prefix(RecoveryCode.count)
        let text = codes.map { $0.text + "\r\n" }.joined()
        return Response(
            headers: [.contentType: "text/plain; charset=utf-8", .contentDisposition: "attachment; filename=\"kontor-recovery-codes.txt\""],
            body: .bytes(Array(text.utf8)))
    }
}
