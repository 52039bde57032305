public import Logging
import NIOPosix
import Synchronization

/// A Redis server: commands over one connection, which comes back by itself, on a thread of its own.
///
/// Commands that come while others are under way share a round trip. While the server is away a command fails at once, and one
/// in the background tries whether it is back: whoever asks has something else to go on with.
public final class Redis: Sendable {
    public let address: RedisAddress
    let patience: Duration
    let health: RedisHealth
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let queue = Mutex<[Question]>([])
    private let line = Mutex<RedisLine?>(nil)

    private struct Question: Sendable {
        let command: RedisCommand
        let answer: @Sendable (Result<RedisReply, RedisError>) -> Void
    }

    /// - Parameters:
    ///   - logger: hears once that the server is away, and once that it is back.
    ///   - patience: how long the server may be silent before it counts as away.
    public init(_ address: RedisAddress, logger: Logger, patience: Duration = .seconds(1)) {
        self.address = address
        self.patience = patience
        health = RedisHealth(address: address, logger: logger)
        thread.start()
    }

    /// Ends the thread. Commands fail from here on.
    public func stop() async throws { try await thread.shutdownGracefully() }

    /// Does one command.
    /// - Returns: what it answers.
    /// - Throws: `.away` when the server cannot be asked or does not answer, `.refused` when it does not do that.
    public func command(_ command: RedisCommand) async throws(RedisError) -> RedisReply {
        let result: Result<RedisReply, RedisError> = await withCheckedContinuation { continuation in ask(command) { continuation.resume(returning: $0) } }
        let reply = try result.get()
        if case .refusal(let reason) = reply { throw .refused(command: command.name, place: address.place, reason: reason) }
        return reply
    }

    /// Runs a Lua script on the server, where nothing comes in between.
    /// - Parameters:
    ///   - keys: what it reads and writes, its `KEYS`.
    ///   - arguments: its `ARGV`.
    /// - Throws: as `command`; `.refused` too for a script that fails.
    public func eval(_ script: String, keys: [String], arguments: [[UInt8]] = []) async throws(RedisError) -> RedisReply {
        try await command(RedisCommand((["EVAL", script, "\(keys.count)"] + keys).map { Array($0.utf8) } + arguments))
    }

    /// Tells whoever has subscribed to a channel, without waiting. While the server is away nobody hears it.
    public func publish(_ message: [UInt8], on channel: String) {
        ask(RedisCommand([Array("PUBLISH".utf8), Array(channel.utf8), message])) { [health, address] result in
            if case .success(.refusal(let reason)) = result { health.refused(.refused(command: "PUBLISH", place: address.place, reason: reason)) }
        }
    }
}

extension Redis {
    private func ask(_ command: RedisCommand, then answer: @escaping @Sendable (Result<RedisReply, RedisError>) -> Void) {
        switch health.standing() {
        case .here: break
        case .away(let error, let isTimeToTry):
            if isTimeToTry { thread.submit { [self] state in if state == .active { tryAgain() } } }
            return answer(.failure(error))
        }
        let isFirst = queue.withLock { queue in
            queue.append(Question(command: command, answer: answer))
            return queue.count == 1
        }
        if isFirst { thread.submit { [self] state in answerAll(isStopped: state == .cancelled) } }
    }

    /// On the thread: all that has been asked since the last time, in one round trip.
    private func answerAll(isStopped: Bool) {
        let questions = queue.withLock { queue in
            defer { queue = [] }
            return queue
        }
        var open = questions[...]
        line.withLock { line in
            do throws(RedisError) {
                if isStopped { throw .away(place: address.place, reason: "it was told goodbye") }
                let usable = try usable(&line)
                try usable.send(questions.map(\.command))
                while let question = open.first {
                    let reply = try usable.reply()
                    open.removeFirst()
                    question.answer(.success(reply))
                }
            } catch {
                line = nil
                if !isStopped { health.lost(error) }
                for question in open { question.answer(.failure(error)) }
            }
        }
    }

    /// A server that was started anew since the last command is not away.
    private func usable(_ line: inout RedisLine?) throws(RedisError) -> RedisLine {
        if let line, !line.isStale { return line }
        let new = try RedisLine(address, patience: patience)
        line = new
        return new
    }

    private func tryAgain() {
        line.withLock { line in
            do throws(RedisError) {
                line = nil
                _ = try usable(&line)
                health.found()
            } catch {
                health.lost(error)
            }
        }
    }
}
