import CHiredis
import Glibc

/// One connection. Whoever uses it blocks a thread, and is alone with it.
///
/// hiredis connects and reads. It would write with `write`, which ends the program when the server has hung up, so
/// commands are written here.
final class RedisLine {
    private let context: UnsafeMutablePointer<redisContext>
    private let place: String
    /// How long the server may be silent while something is expected of it.
    private let patience: Duration

    /// Connects, and says who we are.
    init(_ address: RedisAddress, patience: Duration) throws(RedisError) {
        place = address.place
        self.patience = patience
        guard let context = redisConnectWithTimeout(address.host, CInt(address.port), patience.timeval) else {
            throw .away(place: address.place, reason: "there is no memory for a connection")
        }
        self.context = context
        guard context.pointee.err == 0 else { throw away() }
        redisEnableKeepAlive(context)
        try introduce(address)
    }

    deinit { redisFree(context) }

    private func introduce(_ address: RedisAddress) throws(RedisError) {
        var commands = [RedisCommand]()
        if let password = address.password { commands.append(RedisCommand(["AUTH"] + (address.user.map { [$0] } ?? []) + [password])) }
        if address.database != 0 { commands.append(RedisCommand(["SELECT", "\(address.database)"])) }
        commands.append(RedisCommand(["PING"]))
        try send(commands)
        for command in commands {
            if case .refusal(let reason) = try reply() { throw .refused(command: command.name, place: place, reason: reason) }
        }
    }

    func send(_ commands: [RedisCommand]) throws(RedisError) {
        let bytes = commands.flatMap(\.encoded)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { all in
                Glibc.send(context.pointee.fd, all.baseAddress?.advanced(by: sent), all.count - sent, CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                guard isReady(POLLOUT, within: patience) else { throw .away(place: place, reason: "it takes no more commands") }
            } else if errno != EINTR {
                throw .away(place: place, reason: String(cString: strerror(errno)))
            }
        }
    }

    /// The answer to the oldest command that has none yet.
    func reply() throws(RedisError) -> RedisReply {
        guard let reply = try reply(within: patience) else {
            throw .away(place: place, reason: "it has said nothing for \(patience)")
        }
        return reply
    }

    /// What the server says next.
    /// - Parameters:
    ///   - silence: how long to wait for anything to come.
    ///   - bell: a descriptor that ends the waiting once it can be read.
    /// - Returns: nil when nothing came.
    func reply(within silence: Duration, unless bell: CInt = -1) throws(RedisError) -> RedisReply? {
        while true {
            var found: UnsafeMutableRawPointer?
            guard redisReaderGetReply(context.pointee.reader, &found) == REDIS_OK else {
                throw .away(place: place, reason: "what it says is not the protocol of Redis")
            }
            if let found {
                defer { freeReplyObject(found) }
                return RedisReply(found.assumingMemoryBound(to: redisReply.self).pointee)
            }
            guard isReady(POLLIN, within: silence, unless: bell) else { return nil }
            guard redisBufferRead(context) == REDIS_OK else { throw away() }
        }
    }

    /// Whether the server has hung up, seen while nothing is expected of it.
    var isStale: Bool { isReady(POLLIN, within: .zero) }

    private func isReady(_ event: CInt, within patience: Duration, unless bell: CInt = -1) -> Bool {
        var watched = [pollfd(fd: context.pointee.fd, events: Int16(event), revents: 0), pollfd(fd: bell, events: Int16(POLLIN), revents: 0)]
        let deadline = ContinuousClock.now + patience
        while true {
            let count = poll(&watched, 2, max(.zero, deadline - .now).milliseconds)
            if count < 0, errno == EINTR { continue }
            return count > 0 && watched[1].revents == 0
        }
    }

    private func away() -> RedisError {
        let reason = withUnsafeBytes(of: &context.pointee.errstr) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return .away(place: place, reason: reason)
    }
}

extension Duration {
    /// Rounded up, so that a wait is never too short.
    var milliseconds: CInt { CInt(clamping: components.seconds * 1_000 + (components.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000) }

    var timeval: timeval { Glibc.timeval(tv_sec: Int(components.seconds), tv_usec: Int(components.attoseconds / 1_000_000_000_000)) }
}
