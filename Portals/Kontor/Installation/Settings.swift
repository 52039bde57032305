import Configuration
import Customer
import FoundationEssentials
import Logging
import Platform
import Redis
import SystemPackage

/// What an operator decides about an installation, from the environment or a file `.env` in its folder.
struct InstallationSettings: Sendable {
    /// Where templates/, static/ and var/ are.
    let home: String
    /// libpq connection string of the owner; nil: a private server under var/.
    let databaseURL: String?
    let appURL: String?
    let operatorURL: String?
    let host: String
    let port: Int
    let adminPort: Int
    /// Whether browsers reach the portals over TLS.
    let isSecure: Bool
    let trustsProxy: Bool
    /// Where people reach the customer portal, e.g. `https://kontor.example`; links in mails begin with it.
    let url: String
    /// Where operators reach their portal; links in their mails begin with it.
    let adminURL: String
    /// nil: mail stays in the queue.
    let mail: SMTPServer?
    /// What becomes of mail: where there is no mail server, an operator may have it shown to everybody at `/outbox`.
    let delivery: Delivery
    /// Passwords that nobody may choose, if the operator has a list of them.
    let breachedPasswords: BreachedPasswords?
    /// Where nodes tell each other what has changed, and count together; nil: they have PostgreSQL alone.
    let redis: RedisAddress?
    /// Whether changed templates are picked up at once.
    let isDevelopment: Bool
    /// Requests of one member through the API: on all nodes together where there is a Redis, otherwise on this node.
    let apiRequestsPerMinute: Int
    /// Bytes of a file that is uploaded.
    let mostFileBytes: Int
    /// Bytes of all files of one business.
    let mostBusinessBytes: Int
    let logLevel: Logger.Level
    /// The name server that is asked for businesses' domains; nil: this machine's.
    let nameServer: DNSServer?
    /// What may be called of what customers name.
    let outbound: OutboundPolicy

    static func read() async throws -> InstallationSettings {
        let home = try findHome()
        let config = ConfigReader(providers: [
            EnvironmentVariablesProvider(),
            try await EnvironmentVariablesProvider(environmentFilePath: FilePath("\(home)/.env"), allowMissing: true),
        ])
        let port = config.int(forKey: "kontor.port", default: 8080), adminPort = config.int(forKey: "kontor.admin.port", default: 8081)
        let mail = try SMTPServer.read(config), url = try Self.url(config, isNeeded: mail != nil)
        return InstallationSettings(
            home: home,
            databaseURL: config.string(forKey: "database.url", isSecret: true),
            appURL: config.string(forKey: "database.app.url", isSecret: true),
            operatorURL: config.string(forKey: "database.operator.url", isSecret: true),
            host: config.string(forKey: "kontor.host", default: "127.0.0.1"),
            port: port,
            adminPort: adminPort,
            isSecure: config.bool(forKey: "kontor.secure", default: false),
            trustsProxy: config.bool(forKey: "kontor.trust.proxy", default: false),
            url: url ?? "http://localhost:\(port)",
            adminURL: config.string(forKey: "kontor.admin.url") ?? "http://localhost:\(adminPort)",
            mail: mail,
            delivery: mail != nil ? .sent : config.bool(forKey: "kontor.outbox", default: false) ? .shown : .none,
            breachedPasswords: try breachedPasswords(config),
            redis: try redis(config),
            isDevelopment: config.string(forKey: "kontor.mode") == "development",
            apiRequestsPerMinute: max(1, config.int(forKey: "kontor.api.rate", default: 6_000)),
            mostFileBytes: max(1, config.int(forKey: "kontor.files.mb", default: 20)) << 20,
            mostBusinessBytes: max(1, config.int(forKey: "kontor.files.business.mb", default: 10_240)) << 20,
            logLevel: config.string(forKey: "log.level").flatMap { Logger.Level(rawValue: $0) } ?? .info,
            nameServer: try nameServer(config), outbound: OutboundPolicy(
                allowsPrivate: config.bool(forKey: "kontor.outbound.private", default: false), authorities: config.string(forKey: "kontor.outbound.ca")))
    }

    /// KONTOR_HOME; otherwise the nearest folder with templates/ in it, upwards from the program, then from here.
    private static func findHome() throws -> String {
        if let home = ProcessInfo.processInfo.environment["KONTOR_HOME"], !home.isEmpty { return home }
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for start in [program, FileManager.default.currentDirectoryPath] {
            var folder = start
            while folder.count > 1 {
                if FileManager.default.fileExists(atPath: "\(folder)/templates/layouts") { return folder }
                folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
            }
        }
        throw NoHome()
    }
}

/// The program was started far from its files.
struct NoHome: Error, CustomStringConvertible {
    var description: String {
        "Kontor does not find its folders templates/ and static/. Put them beside the program, or say where they are in KONTOR_HOME."
    }
}
