import Admin
import CRM
import Conformance
import Customer
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platform
import Site
import Support
import Web

/// The customer portal and the site over a platform of their own, asked without a network.
struct CustomerHouse: Sendable {
    let platform: TestPlatform
    let customer: CustomerPortal
    let site: SitePortal
    let admin: AdminPortal
    let announcements: Announcements
    private let line: Wire

    static let passwords = Passwords()
    static let statics = TestTexts.templates + "/../static"

    static func with(
        _ modules: [Module] = [crm], texts: TestTexts = [:], isSecure: Bool = false, _ body: (CustomerHouse) async throws -> Void
    ) async throws {
        try await TestPlatform.with(modules, texts: texts) { platform in try await body(CustomerHouse(platform, isSecure)) }
    }

    private init(_ platform: TestPlatform, _ isSecure: Bool) throws {
        self.platform = platform
        let templates = Self.templates(platform)
        announcements = Announcements(platform.app, logger: Logger(label: "test"))
        customer = try CustomerPortal(
            registry: platform.registry, voices: platform.voices, templates: templates,
            accounts: Accounts(Database(visitors: platform.app), passwords: Self.passwords),
            entries: Entries(platform.app, registry: platform.registry), fence: Fence(platform.app, logger: Logger(label: "test")),
            pool: platform.app, announcements: announcements, isSecure: isSecure)
        site = SitePortal(templates: templates, visit: customer.visit, apologise: customer.visitors.apologise)
        admin = try AdminPortal(
            registry: platform.registry, voices: platform.voices, templates: templates,
            operators: Database(operators: platform.operators), passwords: Self.passwords, isSecure: isSecure)
        let mount = Mount(WireSettings(isSecure: isSecure, trustsProxy: false))
        let router = Router(context: WireContext.self)
        mount.addNothing(of: customer.visitors, to: router)
        Fixtures(files: try StaticFiles(folder: Self.statics)) { nil }.add(to: router)
        try mount.add(customer.members, to: router)
        try mount.add(customer.visitors, to: router)
        try mount.add(site.portal, to: router)
        line = Wire(to: router)
    }

    static func templates(_ platform: TestPlatform, folder: String = TestTexts.templates) -> Templates {
        let catalogue = platform.voices.catalogue
        return Templates(folder: folder, languages: Language.complete.map(\.rawValue), reload: false) { kind, name, language in
            kind == "asset" ? "/static/\(name)" : Language(rawValue: language).flatMap { catalogue.text(name, $0) }
        }
    }

    /// The cookie of somebody who has signed in.
    func cookie(of scope: Scope) async throws -> String {
        let secret = Secret()
        try await Database<Visitor>(visitors: platform.app).execute(
            "select kontor.start_session(\(secret.digest), \(scope.member.user), '1 hour', 'test')")
        return "kontor_session=\(secret.text)"
    }

    typealias Answer = LineAnswer

    func ask(
        _ method: HTTPRequest.Method, _ path: String, cookie: String = "", _ fields: KeyValuePairs<String, String> = [:], headers: HTTPFields = [:]
    ) async throws -> Answer {
        try await ask(method, path, cookie: cookie, Form(fields.map { (name: $0.key, value: $0.value) }), headers: headers)
    }

    func ask(
        _ method: HTTPRequest.Method, _ path: String, cookie: String = "", _ form: Form, headers: HTTPFields = [:]
    ) async throws -> Answer {
        var all = headers
        all[.cookie] = cookie
        if method == .post { all[.contentType] = "application/x-www-form-urlencoded" }
        return try await line.ask(method, path, headers: all, body: ByteBuffer(string: form.urlEncoded))
    }
}
