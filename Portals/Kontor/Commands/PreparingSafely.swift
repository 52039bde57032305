import Customer
import Logging
import Platform

extension Installation {
    /// Brings the platform's own schema up to date, then looks at each module by itself: its migrations, its words, routes
    /// and tables, its pages. One that fails is named in the log and on every page, and stops nothing.
    mutating func prepareSafely(_ logins: Logins) async throws {
        _ = try await migrate(logins, Migration.platform)
        let services = try Services(self, logins: logins)
        for (module, reason) in try await services.app.during({ [self] in await failures(services, logins) }) {
            registry.leaveOut(module, because: reason)
        }
        try await services.passwords.stop()
        logger.warning("safe mode: no module is served")
        for failure in registry.safety?.failures ?? [] {
            logger.critical("a module does not pass its checks", metadata: ["module": "\(failure.module)", "reason": "\(failure.reason)"])
        }
    }

    private func failures(_ services: Services, _ logins: Logins) async -> [(Module, String)] {
        var failures: [(Module, String)] = []
        for module in registry.modules {
            do { try await check(module, services, logins) } catch { failures.append((module, "\(error)")) }
        }
        return failures
    }

    private func check(_ module: Module, _ services: Services, _ logins: Logins) async throws {
        var alone = self
        alone.registry = try Registry.alone(module)
        _ = try await migrate(logins, alone.registry.modules.flatMap(\.migrations))
        try await ModuleAudit(alone.registry, catalogue: voices.catalogue).check(services.app)
        try Portals(alone, services: services).customer.check(module)
    }
}
