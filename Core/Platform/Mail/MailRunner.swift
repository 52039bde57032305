public import Logging
import FoundationEssentials
public import Postgres

/// Sends what is in the queue, in the background. Any number of nodes may run one: whoever is free takes the next mail. One that
/// is not taken is tried again, later and later, for about a day and a half.
public struct MailRunner: Sendable {
    private let pool: ConnectionPool
    private let send: @Sendable (Mail) async throws -> Void
    private let logger: Logger
    /// How long a runner may take for a mail before another one tries it: longer than the client waits for the server.
    private static let patience = "2 minutes"
    private static let mostAttempts = 8

    /// - Parameters:
    ///   - pool: of the login `kontor_app`.
    ///   - send: throws `MailError` when it is not taken.
    public init(_ pool: ConnectionPool, logger: Logger, send: @escaping @Sendable (Mail) async throws -> Void) {
        self.pool = pool
        self.logger = logger
        self.send = send
    }

    /// Works until the task is cancelled.
    public func run() async throws {
        let (bell, ring) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { for try await _ in pool.notifications(on: ["kontor_mail"]) { ring.yield() } }
            group.addTask { while (try? await Task.sleep(for: .seconds(5))) != nil { ring.yield() } }
            for await _ in bell { await sendAll() }
            group.cancelAll()
        }
    }

    /// Sends what is due.
    public func sendAll() async {
        do {
            while !Task.isCancelled, try await sendNext() {}
        } catch {
            logger.warning("the mail could not be looked after", metadata: ["error": "\(error)"])
        }
    }

    /// - Returns: false when nothing is due.
    private func sendNext() async throws -> Bool {
        let runner = UUID()
        guard let (mail, attempts) = try await claim(runner) else { return false }
        do {
            try await send(mail)
            try await note("select kontor.mail_sent(\(mail.id), \(runner))")
        } catch let error as MailError {
            let isOver = error.isLasting || attempts >= Self.mostAttempts
            logger.warning("a mail was not taken", metadata: ["mail": "\(mail.id)", "kind": "\(mail.kind)", "error": "\(error)"])
            let wait = isOver ? nil : Duration.seconds(Self.wait(after: attempts)).inSQL
            try await note("select kontor.mail_not_sent(\(mail.id), \(runner), \(error.description), \(wait)::text::interval)")
        }
        return true
    }

    /// In a task of its own: this one may be cancelled, and a mail that is on its way would be sent once more.
    private func note(_ sql: SQL) async throws {
        try await Task { _ = try await pool.write(Query.execute(sql)) }.value
    }

    /// A minute, four, sixteen … with up to a quarter more, so that not all come back at once.
    private static func wait(after attempts: Int) -> Int {
        let seconds = 60 << (2 * min(attempts - 1, 5))
        return seconds + Int.random(in: 0...seconds / 4)
    }

    private func claim(_ runner: UUID) async throws -> (Mail, attempts: Int)? {
        try await pool.write(Query.first("select * from kontor.claim_mail(\(runner), \(Self.patience)::text::interval)") { row in
            let id: ID<Mail> = try row.next()
            let recipient: EmailAddress = try row.next()
            let mail = Mail(
                id: id, kind: try row.next(), recipient: recipient, language: try row.next(), subject: try row.next(), plain: try row.next(),
                html: try row.next(), lifetime: nil)
            return (mail, Int(try row.next(Int32.self)))
        })
    }
}
