import Logging
import Redis
import Support
import Testing

@Suite("While Redis is away")
struct ComingBack {
    @Test("commands fail at once, and go on when it is back, which is said once each")
    func restarted() async throws {
        try await withRedis { redis, server, heard in
            _ = try await redis.does("PING")
            try await server.stop()
            for _ in 0..<50 {
                await #expect(throws: RedisError.self) { try await redis.does("PING") }
            }
            #expect(heard.lines.count == 1)
            #expect(heard.lines.first?.hasPrefix("warning Redis is away") == true && heard.lines.first?.contains(redis.address.place) == true)
            try await server.start()
            try await until { (try? await redis.does("PING")) == .status("PONG") }
            #expect(heard.lines.count == 2 && heard.lines.last?.hasPrefix("notice Redis is back") == true)
        }
    }

    @Test("between two commands nobody notices")
    func unnoticed() async throws {
        try await withRedis { redis, server, heard in
            _ = try await redis.does("PING")
            try await server.stop()
            try await server.start()
            let reply = try await redis.does("PING")
            #expect(reply == .status("PONG"))
            #expect(heard.lines.isEmpty)
        }
    }

    @Test("one that holds its tongue holds up whoever asks for a moment only")
    func silent() async throws {
        try await withRedis(patience: .milliseconds(500)) { redis, server, heard in
            _ = try await redis.does("PING")
            try await server.ask("client", "pause", "3000", "all")
            let error = await #expect(throws: RedisError.self) { try await redis.does("GET", "name") }
            #expect(error.map { "\($0)" }?.contains("said nothing") == true)
            let before = ContinuousClock.now
            for _ in 0..<100 { _ = try? await redis.does("GET", "name") }
            #expect(ContinuousClock.now - before < .seconds(2), "the others do not wait for it")
            try await until { (try? await redis.does("GET", "name")) == .nothing }
            #expect(heard.lines.count == 2)
        }
    }

    @Test("those who ask from the start are told so")
    func nobody() async throws {
        let redis = Redis(try RedisAddress("redis://127.0.0.1:1"), logger: Logger(label: "test") { _ in Heard() })
        let error = await #expect(throws: RedisError.self) { try await redis.does("PING") }
        #expect(error.map { "\($0)" }?.hasPrefix("Redis at 127.0.0.1:1 does not answer: ") == true)
        try await redis.stop()
    }

    @Test("all of those who ask while it goes are answered, one way or the other")
    func underWay() async throws {
        try await withRedis { redis, server, _ in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for asker in 0..<20 {
                    group.addTask {
                        var answered = 0
                        for number in 0..<200 where (try? await redis.does("INCR", "\(asker).\(number)")) != nil { answered += 1 }
                        return answered
                    }
                }
                try await server.stop()
                try await server.start()
                for try await answered in group { #expect(answered <= 200) }
            }
            try await until { (try? await redis.does("PING")) != nil }
        }
    }
}
