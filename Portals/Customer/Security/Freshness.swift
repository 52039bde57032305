import HTTPTypes
import Platform
import Web

/// Asks for a proof first, where a route asks for a fresh one and the last is too old.
struct Freshness: Sendable {
    let accounts: Accounts
    let company: CompanyDoor
    let cookie: Cookie
    /// The paths that can be read.
    private let readable: Set<String>

    init(accounts: Accounts, company: CompanyDoor, cookie: Cookie, _ routes: [Route<Scope>]) {
        self.accounts = accounts
        self.company = company
        self.cookie = cookie
        readable = Set(routes.filter { $0.method == .get }.map(\.path))
    }

    /// - Returns: nil where nothing stands in the way.
    func detour(from route: Route<Scope>, _ request: Request) async throws -> Response? {
        guard route.asksFreshProof, case let session = try cookie.session(of: request), try await !accounts.isFresh(session) else { return nil }
        let isForm = request.method != .get
        let next = isForm ? page(of: route, request) : address(request.path, request.query)
        if let business = try await company.company(of: session) { return .seeOther(CompanySignIn.proving(for: business, next: next)) }
        return .seeOther("\(ConfirmRoutes.path)?next=\(urlEscaped(next))\(isForm ? "&again=true" : "")")
    }

    /// Where the form stands that was sent: it cannot be kept, so it is shown once more.
    private func page(of route: Route<Scope>, _ request: Request) -> String {
        if readable.contains(route.path) { return address(request.path, request.query) }
        guard let referer = request.headers[.referer], let scheme = referer.firstRange(of: "://"),
            let slash = referer[scheme.upperBound...].firstIndex(of: "/")
        else { return "/home" }
        return localPath(String(referer[slash...])) ?? "/home"
    }
}

extension HTTPField.Name {
    fileprivate static let referer = HTTPField.Name("Referer") ?? .via
}

extension Cookie {
    /// The digest of the session a request comes with.
    /// - Throws: `Refusal.user` when it comes with none.
    func session(of request: Request) throws -> [UInt8] {
        guard let digest = digest(in: Cookies(request.headers)) else { throw Refusal.user }
        return digest
    }
}
