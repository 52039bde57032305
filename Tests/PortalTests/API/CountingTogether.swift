import Foundation
import Logging
import Platform
import Redis
import Support
import Testing

@testable import API
@testable import Kontor

@Suite("Requests of a member")
struct CountingTogether {
    private let noon = Date(timeIntervalSince1970: 1_800_000_000), ada = UUID(), bob = UUID()
    private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    @Test("are counted by each node alone where there is no Redis, anew each minute")
    func alone() async {
        let limits = RateLimits(perMinute: 2)
        #expect(await limits.take(ada, at: noon).remaining == 1)
        #expect(await limits.take(bob, at: noon).remaining == 1)
        #expect(await limits.take(ada, at: noon + 1).remaining == 0)
        let refused = await limits.take(ada, at: noon + 59)
        #expect(!refused.isGranted && refused.reset == 1 && refused.limit == 2)
        #expect(await limits.take(ada, at: noon + 60).remaining == 1)
    }

    @Test("are granted once by two nodes together, however many come at once")
    func together() async throws {
        try await withNodes { nodes, server in
            let granted = await withTaskGroup(of: Bool.self) { group in
                for number in 0..<200 { group.addTask { [ada, noon] in await nodes[number % 2].take(ada, at: noon).isGranted } }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(granted == 100)
            #expect(await nodes[0].take(bob, at: noon).remaining == 99)
            #expect(await nodes[1].take(ada, at: noon + 60).remaining == 99)
            let keys = try await server.ask("keys", "*").split(separator: "\n")
            #expect(keys.count == 3)
            for key in keys {
                let seconds = try await server.ask("ttl", String(key)).dropLast()
                #expect(Int(seconds) ?? -1 > 0, "\(key) would stay for ever")
            }
        }
    }

    @Test("go on being counted while Redis is away, from where each node was, and together again when it is back")
    func away() async throws {
        try await withNodes { nodes, server in
            for _ in 0..<10 { _ = await nodes[0].take(ada, at: noon) }
            for _ in 0..<20 { _ = await nodes[1].take(ada, at: noon) }
            try await server.stop()
            #expect(await nodes[0].take(ada, at: noon).remaining == 89)
            #expect(await nodes[1].take(ada, at: noon).remaining == 79)
            try await server.start()
            // What it had counted is gone with it.
            try await eventuallyTogether(nodes)
        }
    }

    /// Once what one node takes is what the other has less.
    private func eventuallyTogether(_ nodes: [RateLimits]) async throws {
        var minute = 2.0
        while true {
            let carol = UUID()
            let first = await nodes[0].take(carol, at: noon + minute * 60), second = await nodes[1].take(carol, at: noon + minute * 60)
            if first.remaining == 99, second.remaining == 98 { return }
            minute += 1
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func withNodes(_ body: ([RateLimits], RedisServer) async throws -> Void) async throws {
        try await RedisServer.with { server in
            let address = try RedisAddress(server.url)
            let lines = (0..<2).map { _ in Redis(address, logger: quiet, patience: .seconds(20)) }
            try await body(lines.map { RateLimits(perMinute: 100, shared: $0.count(quiet)) }, server)
            for line in lines { try await line.stop() }
        }
    }
}
