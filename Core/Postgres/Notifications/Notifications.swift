import CPQ

/// What a channel was told with `notify` or `pg_notify`.
public struct Notification: Hashable, Sendable {
    public let channel: String
    public let payload: String

    public init(channel: String, payload: String) {
        self.channel = channel
        self.payload = payload
    }
}

extension ConnectionPool {
    /// Listens on channels over a connection of its own, which comes back by itself when it is lost. Ends when the
    /// task is cancelled.
    public func notifications(on channels: [String]) -> Notifications {
        Notifications(settings: settings, channels: channels)
    }
}

/// What is heard on channels, in order.
public struct Notifications: AsyncSequence, Sendable {
    public enum Element: Hashable, Sendable {
        /// Listening from here on. Whatever was said before, or since the connection was lost, was missed: look at the
        /// tables once.
        case listening
        case heard(Notification)
        /// The connection is gone; nothing is heard until `listening` comes again.
        case lost
    }

    let settings: ConnectionSettings, channels: [String]

    public func makeAsyncIterator() -> Iterator { Iterator(settings: settings, channels: channels) }

    public struct Iterator: AsyncIteratorProtocol {
        private let settings: ConnectionSettings
        private let listen: [SQL]
        private var connection: Connection?
        private var pause = Duration.zero

        init(settings: ConnectionSettings, channels: [String]) {
            self.settings = settings
            listen = channels.map { "listen \(identifier: $0)" }
        }

        /// - Throws: `.misuse` for a channel that is no plain name. A server that is away is waited for.
        public mutating func next() async throws -> Element? {
            while !Task.isCancelled {
                guard let connection else {
                    if try await connect() { return .listening }
                    continue
                }
                if let notification = connection.notification() { return .heard(notification) }
                if await !connection.isThereMore() {
                    self.connection = nil
                    return .lost
                }
            }
            connection = nil
            return nil
        }

        private mutating func connect() async throws -> Bool {
            // Twice as long each time, up to five seconds. A cancelled sleep returns at once, and so does the loop.
            try? await Task.sleep(for: pause)
            pause = Swift.min(Swift.max(pause * 2, .milliseconds(50)), .seconds(5))
            do throws(DatabaseError) {
                let connection = try await Connection.open(settings)
                _ = try await connection.exchange(listen)
                self.connection = connection
                pause = .zero
                return true
            } catch {
                if case .misuse = error.kind { throw error }
                return false
            }
        }
    }
}

extension Connection {
    /// The next notification that has been read from the socket.
    fileprivate func notification() -> Notification? {
        guard let notify = PQnotifies(pg) else { return nil }
        defer { PQfreemem(notify) }
        return Notification(
            channel: String(cString: notify.pointee.relname), payload: String(cString: notify.pointee.extra)
        )
    }

    /// Waits until the server says something or the task is cancelled.
    /// - Returns: false once the connection is lost.
    fileprivate func isThereMore() async -> Bool {
        // What the last reading left in the socket is not announced again.
        if !hasUnreadInput {
            await withTaskCancellationHandler {
                await signal.wait()
            } onCancel: { [signal] in
                signal.fire()
            }
        }
        return PQconsumeInput(pg) == 1
    }
}
