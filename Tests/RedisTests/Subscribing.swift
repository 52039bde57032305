import Redis
import Support
import Testing

@Suite("A subscription to Redis")
struct Subscribing {
    private func message(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("hears what is published on its channels, in order, whatever the bytes")
    func hears() async throws {
        try await withRedis { redis, _, _ in
            var news = redis.subscribe(to: ["news", "other"]).makeAsyncIterator()
            #expect(await news.next() == .listening)
            let large = [UInt8](repeating: 0, count: 4 << 20)
            redis.publish(message("one"), on: "news")
            redis.publish(message("x"), on: "elsewhere")
            redis.publish([0, 13, 10, 255], on: "other")
            redis.publish([], on: "news")
            redis.publish(large, on: "news")
            #expect(await news.next() == .heard(message("one"), channel: "news"))
            #expect(await news.next() == .heard([0, 13, 10, 255], channel: "other"))
            #expect(await news.next() == .heard([], channel: "news"))
            #expect(await news.next() == .heard(large, channel: "news"))
        }
    }

    @Test("hears thousands")
    func many() async throws {
        try await withRedis { redis, _, _ in
            var news = redis.subscribe(to: ["news"]).makeAsyncIterator()
            #expect(await news.next() == .listening)
            for number in 0..<5_000 { redis.publish(message("\(number)"), on: "news") }
            for number in 0..<5_000 {
                guard await news.next() == .heard(message("\(number)"), channel: "news") else {
                    Issue.record("\(number) was not heard")
                    return
                }
            }
        }
    }

    @Test("comes back when the server does, and says so")
    func restarted() async throws {
        try await withRedis { redis, server, heard in
            var news = redis.subscribe(to: ["news"]).makeAsyncIterator()
            #expect(await news.next() == .listening)
            try await server.stop()
            #expect(await news.next() == .lost)
            try await server.start()
            #expect(await news.next() == .listening)
            try await until { heard.lines.count == 2 }
            redis.publish(message("back"), on: "news")
            #expect(await news.next() == .heard(message("back"), channel: "news"))
            #expect(heard.lines.count == 2, "away, and back: \(heard.lines)")
        }
    }

    @Test("comes back when its connection is cut")
    func cut() async throws {
        try await withRedis { redis, server, _ in
            var news = redis.subscribe(to: ["news"]).makeAsyncIterator()
            for _ in 0..<3 {
                #expect(await news.next() == .listening)
                try await server.ask("client", "kill", "type", "pubsub")
                #expect(await news.next() == .lost)
            }
            #expect(await news.next() == .listening)
        }
    }

    @Test("ends when its task is cancelled")
    func cancelled() async throws {
        try await withRedis { redis, server, _ in
            let (started, signal) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for await _ in redis.subscribe(to: ["news"]) { signal.yield() }
            }
            for await _ in started { break }
            let count = try await server.ask("pubsub", "numsub", "news")
            #expect(count == "news\n1\n")
            task.cancel()
            await task.value
            try await until { try await server.ask("pubsub", "numsub", "news") == "news\n0\n" }
        }
    }

    @Test("that is not allowed is said, and everything else goes on")
    func refused() async throws {
        try await withRedis { redis, server, heard in
            try await server.ask("acl", "setuser", "default", "resetchannels")
            let reading = Task { for await _ in redis.subscribe(to: ["news"]) {} }
            try await until { !heard.lines.isEmpty }
            #expect(heard.lines.first?.contains("SUBSCRIBE") == true)
            let reply = try await redis.does("PING")
            #expect(reply == .status("PONG"))
            reading.cancel()
            await reading.value
        }
    }
}
