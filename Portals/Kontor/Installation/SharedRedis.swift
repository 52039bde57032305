import API
import Configuration
import Logging
import Platform
import Redis

extension InstallationSettings {
    /// The Redis that an operator names; nil where they name none.
    static func redis(_ config: ConfigReader) throws -> RedisAddress? {
        guard let url = config.string(forKey: "kontor.redis.url", isSecret: true), !url.isEmpty else { return nil }
        do {
            return try RedisAddress(url)
        } catch {
            throw WrongSetting(name: "KONTOR_REDIS_URL", fix: error.fix)
        }
    }
}

extension RedisAddress {
    /// What our channels and keys begin with. Channels know no databases, so its number stands in the name: installations that
    /// share a server are told apart by it.
    fileprivate var prefix: String { "kontor:\(database):" }
}

extension Fanout {
    /// Nodes tell each other over Redis.
    init(over redis: Redis) {
        let prefix = redis.address.prefix
        self.init(
            tell: { redis.publish(Array($0.payload.utf8), on: prefix + $0.channel) },
            hear: { channel, body in
                for await news in redis.subscribe(to: [prefix + channel]) {
                    switch news {
                    case .listening: await body("")
                    case .heard(let payload, _): await body(String(decoding: payload, as: UTF8.self))
                    case .lost: break
                    }
                }
            })
    }
}

extension Redis {
    private static let counting = """
        local taken = redis.call('INCR', KEYS[1])
        if taken == 1 then redis.call('EXPIRE', KEYS[1], 120) end
        return taken
        """

    /// Counts requests for all nodes, in one round trip each. A minute's counts go with the next.
    func count(_ logger: Logger) -> SharedCount {
        { [self] caller, minute in await counted("\(address.prefix)requests:\(caller):\(minute)", logger) }
    }

    private func counted(_ key: String, _ logger: Logger) async -> Int? {
        do throws(RedisError) {
            let reply = try await eval(Self.counting, keys: [key])
            return reply.integer
        } catch {
            // That it is away has been said, once.
            if case .refused = error { logger.warning("requests are counted by each node alone", metadata: ["error": "\(error)"]) }
            return nil
        }
    }
}
