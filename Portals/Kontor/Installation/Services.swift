import Admin
import API
import Customer
import FoundationEssentials
import Hummingbird
import Platform
import Redis
import Site
import Web

/// What runs as long as the server does.
struct Services: Sendable {
    let app: ConnectionPool
    let operators: ConnectionPool
    let passwords: Passwords
    let accounts: Accounts
    let entries: Entries
    let tokens: Tokens
    let keyUses: KeyUses
    /// Where programs come in.
    let door: APIDoor
    let fence: Fence
    let announcements: Announcements
    let imports: ImportRunner
    let sweep: Sweep
    let fileSweep: FileSweep
    let sealing: Sealing
    /// nil where there is no mail server.
    let mail: SMTPClient?
    /// nil where nodes have PostgreSQL alone.
    let redis: Redis?
    let files: StaticFiles
    let templates: Templates

    init(_ installation: Installation, logins: Logins) throws {
        let settings = installation.settings
        var application = PoolConfiguration(connectionString: logins.app)
        application.applicationName = "kontor"
        app = ConnectionPool(application)
        var portal = PoolConfiguration(connectionString: logins.operators)
        portal.applicationName = "kontor admin"
        portal.maximum = 3
        operators = ConnectionPool(portal)
        passwords = Passwords(breached: settings.breachedPasswords)
        redis = settings.redis.map { Redis($0, logger: installation.logger) }
        let fanout = redis.map { Fanout(over: $0) } ?? .byPostgreSQL
        entries = Entries(app, registry: installation.registry, fanout: fanout)
        let visitors = Database<Visitor>(visitors: app)
        accounts = Accounts(visitors, passwords: passwords)
        tokens = Tokens(visitors, accounts: accounts)
        keyUses = KeyUses(app, logger: installation.logger)
        door = APIDoor(visitors, entries: entries, tokens: tokens, uses: keyUses)
        fence = Fence(app, logger: installation.logger, fanout: fanout)
        announcements = Announcements(app, logger: installation.logger, fanout: fanout)
        imports = ImportRunner(
            Seats(app, registry: installation.registry, voices: installation.voices), logger: installation.logger)
        sweep = Sweep(app, logger: installation.logger)
        fileSweep = FileSweep(app, files: installation.registry.files, logger: installation.logger)
        sealing = Sealing(app, logger: installation.logger)
        mail = settings.mail.map(SMTPClient.init)
        let files = try StaticFiles(folder: "\(settings.home)/static")
        self.files = files
        let catalogue = installation.voices.catalogue
        templates = Templates(
            folder: "\(settings.home)/templates", languages: Language.complete.map(\.rawValue), reload: settings.isDevelopment,
            constant: { kind, name, language in
                switch kind {
                case "t": Language(rawValue: language).flatMap { catalogue.text(name, $0) }
                case "asset": files.path(name)
                default: nil
                }
            })
    }
}

extension Services {
    /// An operator has changed something, perhaps for everybody.
    @Sendable func changed() {
        entries.forgetEverybody()
        fence.changed()
        announcements.changed()
    }
}

/// The portals of this installation.
struct Portals: Sendable {
    let customer: CustomerPortal
    let site: SitePortal
    let admin: AdminPortal
    let api: APIPortal
    /// Where programs get their tokens.
    let tokens: Portal<Visit>
    let docs: Portal<Visit>
    /// Where the businesses' directories come in.
    let directory: Portal<DirectoryScope>

    init(_ installation: Installation, services: Services) throws {
        let customer = try CustomerPortal(
            registry: installation.registry, voices: installation.voices, templates: services.templates,
            accounts: services.accounts,
            entries: services.entries, fence: services.fence, pool: services.app, announcements: services.announcements,
            isSecure: installation.settings.isSecure, origin: installation.settings.url, delivery: installation.settings.delivery,
            resolver: .system(installation.settings.nameServer), outbound: .calls(installation.settings.outbound))
        self.customer = customer
        site = SitePortal(templates: services.templates, visit: customer.visit, apologise: customer.visitors.apologise)
        let door = services.door
        api = APIPortal(
            registry: installation.registry, voices: installation.voices, pool: services.app, fence: services.fence,
            requestsPerMinute: installation.settings.apiRequestsPerMinute, counted: services.redis?.count(installation.logger),
            door: { try await door.entry(authorization: $0, address: $1) })
        tokens = api.doors(tokens: services.tokens, visit: customer.visit)
        docs = api.docs(templates: services.templates, visit: customer.visit, apologise: customer.visitors.apologise)
        directory = DirectoryPortal(
            door: DirectoryDoor(services.app, voices: installation.voices), voices: installation.voices, origin: installation.settings.url,
            requestsPerMinute: installation.settings.apiRequestsPerMinute, counted: services.redis?.count(installation.logger)).portal
        admin = try AdminPortal(
            registry: installation.registry, voices: installation.voices, templates: services.templates,
            operators: Database(operators: services.operators), passwords: services.passwords,
            isSecure: installation.settings.isSecure, sendsMail: installation.settings.mail != nil, origin: installation.settings.url,
            adminOrigin: installation.settings.adminURL, changed: services.changed)
    }
}
