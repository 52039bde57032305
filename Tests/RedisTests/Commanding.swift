import Logging
import Redis
import Support
import Testing

@Suite("Redis does what it is told")
struct Commanding {
    @Test("and answers with what each command is about")
    func replies() async throws {
        try await withRedis { redis, _, _ in
            let asked: [([String], RedisReply)] = [
                (["SET", "name", "Ada"], .status("OK")), (["GET", "name"], .bytes(Array("Ada".utf8))), (["GET", "nobody"], .nothing),
                (["INCRBY", "count", "-7"], .integer(-7)), (["MGET", "name", "nobody"], .list([.bytes(Array("Ada".utf8)), .nothing])),
            ]
            for (words, expected) in asked {
                let reply = try await redis.command(RedisCommand(words))
                #expect(reply == expected, "\(words)")
            }
        }
    }

    @Test("and keeps any bytes, none of them, and many")
    func bytes() async throws {
        try await withRedis { redis, _, _ in
            let all = (0...255).map { UInt8($0) }
            for value in [all, [], Array("\r\n$5\r\n\0".utf8), Array(repeating: 0xA5, count: 20 << 20)] {
                _ = try await redis.command(RedisCommand([Array("SET".utf8), all, value]))
                let reply = try await redis.command(RedisCommand([Array("GET".utf8), all]))
                #expect(reply.bytes == value, "\(value.count) bytes")
            }
        }
    }

    @Test("and gives each of many who ask at once their own answer")
    func many() async throws {
        try await withRedis { redis, _, _ in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<2_000 {
                    group.addTask {
                        let reply = try await redis.does("ECHO", "\(number)")
                        #expect(reply == .bytes(Array("\(number)".utf8)))
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("and runs scripts where nothing comes in between")
    func scripts() async throws {
        try await withRedis { redis, _, _ in
            let reply = try await redis.eval("return {KEYS[1], ARGV[1], 3}", keys: ["a"], arguments: [[0, 255]])
            #expect(reply == .list([.bytes(Array("a".utf8)), .bytes([0, 255]), .integer(3)]))
        }
    }

    @Test("and says what it refuses, without the values, and goes on")
    func refusals() async throws {
        try await withRedis { redis, _, heard in
            _ = try await redis.does("SET", "name", "Ada")
            let error = await #expect(throws: RedisError.self) { try await redis.does("INCR", "name") }
            guard case .refused("INCR", redis.address.place, let reason) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(reason.hasPrefix("ERR") && !"\(String(describing: error))".contains("Ada"))
            await #expect(throws: RedisError.self) { try await redis.eval("return nonsense(", keys: []) }
            let name = try await redis.does("GET", "name")
            #expect(name == .bytes(Array("Ada".utf8)))
            #expect(heard.lines.isEmpty, "a refusal is no absence")
        }
    }

    @Test("to those who know the password, in the database they name")
    func introducing() async throws {
        try await withRedis(password: "secret") { _, server, _ in
            let logger = Logger(label: "test") { _ in Heard() }
            let known = Redis(try RedisAddress("\(server.url)/5"), logger: logger)
            let stranger = Redis(try RedisAddress("redis://:wrong@127.0.0.1:\(server.port)"), logger: logger)
            _ = try await known.does("SET", "here", "yes")
            let kept = try await server.ask("-n", "5", "get", "here")
            #expect(kept == "yes\n")
            let error = await #expect(throws: RedisError.self) { try await stranger.does("PING") }
            #expect(error.map { "\($0)" }?.contains("AUTH") == true)
            #expect(error.map { "\($0)" }?.contains("wrong@") == false)
            try await known.stop()
            try await stranger.stop()
        }
    }
}
