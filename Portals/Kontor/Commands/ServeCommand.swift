import API
import ArgumentParser
import FoundationEssentials
import Hummingbird
import Logging
import Platform
import ServiceLifecycle
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve", abstract: "Serve the portals until told to stop.",
        discussion: """
            Without DATABASE_URL a private PostgreSQL server is created and started under var/postgres.
            The customer portal and the site answer on KONTOR_PORT (8080), the operator's portal on KONTOR_ADMIN_PORT (8081).
            """)

    enum Which: String, ExpressibleByArgument, CaseIterable { case customer, admin, site, all }

    @Option(help: "Which portal to serve: customer, admin, site or all.") var portal = Which.all
    @Flag(help: "Serve the platform's own pages only, and say which module does not pass its checks.") var safeMode = false

    func run() async throws {
        var installation = try await Installation.open(safely: safeMode)
        let database = try await installation.database()
        try await database.use {
            if safeMode {
                try await installation.prepareSafely(database.logins)
            } else {
                _ = try await installation.migrate(database.logins)
            }
            let services = try Services(installation, logins: database.logins)
            if !safeMode { try await ModuleAudit(installation.registry, catalogue: installation.voices.catalogue).check(services.app) }
            try await serve(installation, services, try Portals(installation, services: services), database.server)
            try await services.passwords.stop()
            try await services.mail?.stop()
            try await services.redis?.stop()
        }
    }

    private func serve(
        _ installation: Installation, _ services: Services, _ portals: Portals, _ server: PrivateServer?
    ) async throws {
        let logger = installation.logger
        var running = [
            Running("private server", logger) { await server?.watch() },
            Running("pool", logger) { try await services.app.run() },
            Running("operators' pool", logger) { try await services.operators.run() },
            Running("entries", logger) { try await services.entries.run() },
            Running("key uses", logger) { await services.keyUses.run() },
            Running("session uses", logger) { await portals.customer.sessionUses.run() },
            Running("announcements", logger) { try await services.announcements.run() },
            Running("fence", logger) { try await services.fence.run() },
            Running("sweep", logger) { await services.sweep.run() },
            Running("files", logger) { await services.fileSweep.run() },
            Running("sealing", logger) { await services.sealing.run() },
        ]
        if let mail = services.mail {
            let runner = MailRunner(services.app, logger: logger) { try await mail.send($0) }
            running.append(Running("mail", logger) { try await runner.run() })
        }
        if !safeMode { running.append(Running("imports", logger) { try await services.imports.run() }) }
        let doors = try doors(installation, services, portals).map { ServiceGroupConfiguration.ServiceConfiguration(service: $0, serviceName: "door") }
        try await ServiceGroup(configuration: .init(
            services: running.map(\.configuration) + doors, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        )).run()
    }

    private func doors(_ installation: Installation, _ services: Services, _ portals: Portals) throws -> [any Service] {
        let settings = installation.settings
        let mount = Mount(WireSettings(
            isSecure: settings.isSecure, trustsProxy: settings.trustsProxy,
            speculationRules: services.files.path("speculation-rules.json")))
        let fixtures = Fixtures(files: services.files) { await services.app.healthy() ? nil : "the database does not answer" }
        var doors: [any Service] = []
        if portal != .admin {
            let router = Router(context: WireContext.self, options: .autoGenerateHeadEndpoints)
            mount.addNothing(of: portals.customer.visitors, to: router)
            fixtures.add(to: router)
            if portal != .site {
                mount.addNothing(of: portals.api.portal, below: "\(APIPortal.root)/", to: router)
                mount.addNothing(of: portals.directory, below: "\(DirectoryPortal.root)/", to: router)
                mount.addNothing(of: portals.tokens, below: "\(APIPortal.root)/auth/", to: router)
                try mount.add(portals.customer.members, to: router)
                try mount.add(portals.api.portal, to: router)
                try mount.add(portals.tokens, to: router)
                try mount.add(portals.docs, to: router)
                try mount.add(portals.directory, to: router)
            }
            try mount.add(portal == .site ? portals.customer.signUp : portals.customer.visitors, to: router)
            if portal != .customer { try mount.add(portals.site.portal, to: router) }
            doors.append(door(router, settings.port, installation))
        }
        if portal == .admin || portal == .all {
            let router = Router(context: WireContext.self, options: .autoGenerateHeadEndpoints)
            mount.addNothing(of: portals.admin.door, to: router)
            fixtures.add(to: router)
            try mount.add(portals.admin.pages, to: router)
            try mount.add(portals.admin.door, to: router)
            doors.append(door(router, settings.adminPort, installation))
        }
        return doors
    }

    private func door(_ router: Router<WireContext>, _ port: Int, _ installation: Installation) -> any Service {
        Application(
            router: router, server: .http1OnLoops(idleTimeout: .seconds(75)),
            configuration: .init(address: .hostname(installation.settings.host, port: port), serverName: nil),
            logger: installation.logger)
    }
}
