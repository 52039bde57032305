import Logging
import ServiceLifecycle

/// Something that runs until the server stops; it outlives the doors, which stop first.
///
/// Losing the database is no reason for it to end, so when it does end in an error, something is wrong that trying again
/// would not mend. The server then stops, after the requests under way, and says why: whoever watches over it sees that
/// and starts it anew. The alternative is a server that looks well while nobody imports, or forgets who has left.
struct Running: Service {
    let name: String
    let logger: Logger
    let body: @Sendable () async throws -> Void

    init(_ name: String, _ logger: Logger, _ body: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.logger = logger
        self.body = body
    }

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown(body)
        } catch where !Task.isShuttingDownGracefully && !Task.isCancelled {
            logger.critical("a service ended, and so does the server", metadata: ["service": "\(name)", "error": "\(error)"])
            throw error
        } catch {} // It was told to stop, and says in its own way that it did not finish.
        // A service that ends would end the others: it waits for its turn to stop.
        try await gracefulShutdown()
    }

    var configuration: ServiceGroupConfiguration.ServiceConfiguration {
        .init(service: self, failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: name)
    }
}
