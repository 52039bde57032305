import Admin
import CRM
import Hummingbird
import Platform
import Support
import Testing
import Web

/// The operator's portal over a platform of its own.
struct AdminHouse: Sendable {
    let platform: TestPlatform
    private let visit: AdminBrowser
    /// What operators work with.
    let pages: Portal<OperatorScope>

    /// Whoever goes through the door as an operator has this password.
    static let password = "correct horse battery"
    static let passwords = Passwords()

    static func with(
        _ modules: [Module] = [crm], texts: TestTexts = [:], _ body: (AdminHouse) async throws -> Void
    ) async throws {
        try await TestPlatform.with(modules, texts: texts) { platform in
            let house = try AdminHouse(platform)
            // As it is shipped: tests' businesses are otherwise given the plan with everything.
            try await house.arrange("update plans set is_default = false where is_default")
            try await house.arrange("update plans set is_default = true where code = 'free'")
            try await body(house)
        }
    }

    /// As if guessing had gone on until the wait is longer than any test takes.
    func waits() async throws {
        try await platform.superuser.write(.execute("update sign_in_failures set failures = 12, last_failure = now() where failures >= 5"))
    }

    private init(_ platform: TestPlatform) throws {
        self.platform = platform
        let catalogue = platform.voices.catalogue
        let templates = Templates(
            folder: TestTexts.templates, languages: Language.complete.map(\.rawValue), reload: false
        ) { kind, name, language in
            kind == "asset" ? "/static/\(name)" : Language(rawValue: language).flatMap { catalogue.text(name, $0) }
        }
        let portal = try AdminPortal(
            registry: platform.registry, voices: platform.voices, templates: templates,
            operators: Database(operators: platform.operators), passwords: Self.passwords, isSecure: false)
        pages = portal.pages
        let mount = Mount(WireSettings(isSecure: false, trustsProxy: true))
        let router = Router(context: WireContext.self)
        mount.addNothing(of: portal.pages, to: router)
        try mount.add(portal.pages, to: router)
        try mount.add(portal.door, to: router)
        let responder = router.buildResponder()
        visit = AdminBrowser { try await responder.respond(to: $0, context: $1) }
    }

    /// A browser of somebody who has not signed in.
    var browser: AdminBrowser { visit }

    /// A browser of a new operator who has gone through the door.
    func browser(of role: OperatorRole, named name: String = "Ada Operator") async throws -> AdminBrowser {
        let email = try await operatorAdded(role, named: name)
        var browser = browser
        let answer = try await browser.post("/sign-in", ["email": email, "password": Self.password])
        try #require(answer.location == "/")
        return browser
    }

    /// - Returns: the address of a new operator.
    func operatorAdded(_ role: OperatorRole, named name: String = "Ada Operator") async throws -> String {
        let email = "\(ID<Operator>())@platform.example"
        let person = NewOperator(name: name, email: email, password: Self.password, role: role)
        let addition = try await Operators.add(person, through: platform.owner, passwords: Self.passwords)
        try #require(addition == .added)
        return email
    }

    /// A session of a member, as signing in opens one.
    /// - Returns: the digest of its secret.
    func session(of member: Member) async throws -> [UInt8] {
        let digest = Secret().digest
        try await Database<Visitor>(visitors: platform.app).execute(
            "select kontor.start_session(\(digest), \(member.user), '1 hour', 'test')")
        return digest
    }

    /// Does what no door leads to.
    func arrange(_ sql: SQL) async throws { _ = try await platform.superuser.write(Query.execute(sql)) }

    /// The only value of a statement, whatever walls there are.
    func value<T: PostgresDecodable & Sendable>(_ sql: SQL, of type: T.Type = T.self) async throws -> T {
        try await platform.superuser.read(Query<T>.value(sql))
    }
}
