import Logging
import ServiceLifecycle
import Testing

@testable import Kontor

@Suite("A server of several services")
struct StoppingWithAService {
    private struct Broken: Error {}

    private func group(_ running: [Running]) -> ServiceGroup {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return ServiceGroup(configuration: .init(services: running.map(\.configuration), logger: logger))
    }

    @Test("stops, and says why, when one of them ends in an error", .timeLimit(.minutes(1)))
    func fails() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (stopped, stop) = AsyncStream.makeStream(of: Void.self)
        let other = Running("other", logger) {
            try? await Task.sleep(for: .seconds(600))
            stop.finish()
        }
        await #expect(throws: Broken.self) { try await group([other, Running("broken", logger) { throw Broken() }]).run() }
        for await _ in stopped {}
    }

    @Test("stops without a complaint when it is told to, whatever they throw then, and not before", .timeLimit(.minutes(1)))
    func told() async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        let done = Running("done", logger) {}
        let working = Running("working", logger) {
            begin.finish()
            do { try await Task.sleep(for: .seconds(600)) } catch { throw Broken() }
        }
        let group = group([done, working])
        async let run: Void = group.run()
        for await _ in begun {}
        await group.triggerGracefulShutdown()
        try await run
    }
}
