import NIOPosix

/// What is heard of channels, in order.
public enum RedisNews: Hashable, Sendable {
    /// Listening from here on. Whatever was said before, or since the connection was lost, was missed.
    case listening
    case heard([UInt8], channel: String)
    /// The connection is gone; nothing is heard until `listening` comes again.
    case lost
}

extension Redis {
    /// Listens on channels over a connection and a thread of its own, until nobody reads on or the task is cancelled. A server
    /// that is away is waited for.
    public func subscribe(to channels: [String]) -> AsyncStream<RedisNews> {
        AsyncStream { continuation in
            guard let bell = Bell() else { return continuation.finish() }
            let thread = NIOThreadPool(numberOfThreads: 1)
            thread.start()
            continuation.onTermination = { _ in
                bell.ring()
                thread.shutdownGracefully { _ in }
            }
            let ear = RedisEar(redis: self, channels: channels, bell: bell) { continuation.yield($0) }
            thread.submit { _ in
                ear.listen()
                continuation.finish()
            }
        }
    }
}

/// One subscription, on its thread.
struct RedisEar: Sendable {
    let redis: Redis
    let channels: [String]
    let bell: Bell
    let tell: @Sendable (RedisNews) -> Void

    /// How long the server may say nothing before it is asked whether it is there, and before it then counts as away.
    private static let silence = Duration.seconds(5)

    func listen() {
        var pause = Duration.zero
        while !bell.rings(within: pause) {
            do throws(RedisError) {
                let line = try subscribed()
                redis.health.found()
                pause = .zero
                tell(.listening)
                defer { tell(.lost) }
                try hear(line)
            } catch {
                note(error, isFirst: pause == .zero)
            }
            pause = pause.longer
        }
    }

    /// Whoever is refused this may still do everything else.
    private func note(_ error: RedisError, isFirst: Bool) {
        guard case .refused = error else { return redis.health.lost(error) }
        if isFirst { redis.health.refused(error) }
    }

    private func subscribed() throws(RedisError) -> RedisLine {
        let line = try RedisLine(redis.address, patience: redis.patience)
        try line.send([RedisCommand(["SUBSCRIBE"] + channels)])
        for _ in channels {
            if case .refusal(let reason) = try line.reply() { throw .refused(command: "SUBSCRIBE", place: redis.address.place, reason: reason) }
        }
        return line
    }

    /// Until the bell rings.
    private func hear(_ line: RedisLine) throws(RedisError) {
        var isAsked = false
        while !bell.rings(within: .zero) {
            let reply = try line.reply(within: Self.silence, unless: bell.descriptor)
            if let reply {
                isAsked = false
                if let news = RedisNews(reply) { tell(news) }
            } else if !isAsked {
                isAsked = true
                try line.send([RedisCommand(["PING"])])
            } else if !bell.rings(within: .zero) {
                throw .away(place: redis.address.place, reason: "it has said nothing for \(Self.silence * 2)")
            }
        }
    }
}

extension RedisNews {
    /// nil: it was something else, such as the answer to a PING.
    init?(_ reply: RedisReply) {
        guard case .list(let parts) = reply, parts.count == 3, parts[0].bytes == Array("message".utf8),
            let channel = parts[1].bytes, let message = parts[2].bytes
        else { return nil }
        self = .heard(message, channel: String(decoding: channel, as: UTF8.self))
    }
}
