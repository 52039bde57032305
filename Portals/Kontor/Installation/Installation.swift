import Admin
import Customer
import FoundationEssentials
import Logging
import Platform
import Site
import Web

/// What every command needs: the modules, their words, and where the database is.
struct Installation: Sendable {
    let settings: InstallationSettings
    var registry: Registry
    let voices: Voices
    let logger: Logger

    /// - Parameter safely: whether a module that does not fit is left out instead of stopping the start.
    static func open(safely: Bool = false) async throws -> Installation {
        let settings = try await InstallationSettings.read()
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, level: settings.logLevel) }
        var registry = safely ? Registry(safely: installedModules) : try Registry(installedModules)
        registry.files = .folder("\(settings.home)/var/files", mostBytes: settings.mostFileBytes, mostBusinessBytes: settings.mostBusinessBytes)
        let folder = "\(settings.home)/templates"
        guard FileManager.default.fileExists(atPath: folder) else { throw MissingFolder(path: folder) }
        let voices = Voices(try Catalogue(folder: folder))
        return Installation(settings: settings, registry: registry, voices: voices, logger: Logger(label: "kontor"))
    }

    /// Where the database is, started if it is our own, with its schema up to date.
    func database() async throws -> InstalledDatabase {
        let server = settings.databaseURL == nil
            ? PrivateServer(folder: "\(settings.home)/var/postgres", logger: logger) : nil
        let owner = if let server { try await server.start() } else { settings.databaseURL ?? "" }
        return InstalledDatabase(
            server: server, logins: Logins(owner: owner, app: settings.appURL, operators: settings.operatorURL))
    }
}

extension InstalledDatabase {
    /// Lends out connections of the owner's login.
    func asOwner<T: Sendable>(_ body: @Sendable (ConnectionPool) async throws -> T) async throws -> T {
        let pool = ConnectionPool(PoolConfiguration(connectionString: logins.owner))
        return try await pool.during { try await body(pool) }
    }
}

/// A database that can be connected to, and the server behind it where that is ours.
struct InstalledDatabase: Sendable {
    let server: PrivateServer?
    let logins: Logins

    /// Runs `body`, then leaves the server, whatever happens.
    func use<T: Sendable>(_ body: () async throws -> T) async throws -> T {
        do {
            let value = try await body()
            await server?.stop()
            return value
        } catch {
            await server?.stop()
            throw error
        }
    }
}
