import CRM
import Customer
import FoundationEssentials
import Hummingbird
import Logging
import Platform
import Web

/// The members' portal as `kontor serve` serves it, with two handlers beside it that it is compared with. It is a
/// process of its own, so that the load's cost is not taken for the server's.
enum BenchServer {
    /// What this program is called with to become that server.
    static let command = "serve-for-bench"
    /// A handler that does nothing.
    static let hello = "/hello"

    static func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let port = environment["KONTOR_PORT"].flatMap { Int($0) } ?? 0
        let owner = environment["DATABASE_URL"] ?? ""
        let pool = ConnectionPool(PoolConfiguration(connectionString: "\(owner) user=kontor_app"))
        let entries = Entries(pool, registry: try Registry([crm]))
        let router = try router(pool, entries)
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let application = Application(
            router: router, server: .http1OnLoops(), configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask { try await entries.run() }
            group.addTask { try await application.run() }
            try await group.next()
        }
    }

    private static func router(_ pool: ConnectionPool, _ entries: Entries) throws -> Router<WireContext> {
        let catalogue = try Catalogue(folder: "\(ListTemplate.home)/templates")
        let templates = try ListTemplate.templates(catalogue)
        let portal = try CustomerPortal(
            registry: try Registry([crm]), voices: Voices(catalogue), templates: templates,
            accounts: Accounts(Database(visitors: pool), passwords: Passwords()), entries: entries,
            fence: Fence(pool, logger: Logger(label: "bench")), pool: pool, isSecure: false)
        let router = Router(context: WireContext.self, options: .autoGenerateHeadEndpoints)
        let mount = Mount(WireSettings(isSecure: false, trustsProxy: false))
        mount.addNothing(of: portal.visitors, to: router)
        try mount.add(portal.members, to: router)
        try ListHandler(pool, ListTemplate(templates, catalogue)).add(to: router)
        router.get(RouterPath(hello)) { _, _ in "hello\n" }
        return router
    }
}
