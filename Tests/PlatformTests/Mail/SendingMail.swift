import FoundationEssentials
import Logging
import Support
import Synchronization
import Testing

@testable import Platform

@Suite("A mail in the queue", .enabled(if: TestPlatform.isPossible))
struct SendingMail {
    private let refused = MailError(description: "550 no such mailbox", isLasting: true)
    private let busy = MailError(description: "the server does not answer", isLasting: false)

    @Test("is sent once, and its words are forgotten then")
    func once() async throws {
        try await Post.with { post in
            try await post.put("ada@example.com", subject: "Good morning")
            let sent = Sent()
            await post.runner(sent.take).sendAll()
            await post.runner(sent.take).sendAll()
            #expect(sent.subjects == ["Good morning"])
            #expect(try await post.told("sent_at is not null and plain is null and html is null and attempts = 1") == 1)
        }
    }

    @Test("that was caused by what did not happen is not sent")
    func undone() async throws {
        try await Post.with { post in
            struct Undone: Error {}
            await #expect(throws: Undone.self) {
                try await Database<Visitor>(visitors: post.platform.app).transaction { db in
                    try await db.execute(Post.mail(to: "ada@example.com").posting)
                    throw Undone()
                }
            }
            let queued = try await post.told("true")
            #expect(queued == 0)
        }
    }

    @Test("is tried again later and later when it is not taken, and given up after the eighth time")
    func again() async throws {
        try await Post.with { post in
            try await post.put("ada@example.com")
            var waits: [Int] = []
            for attempt in 1...8 {
                await post.runner { _ in throw busy }.sendAll()
                #expect(try await post.told("attempts = \(Int32(attempt)) and error = 'the server does not answer' and plain is not null") == 1)
                waits.append(try await post.platform.superuser.read(Query<Int>.value(
                    "select coalesce(round(extract(epoch from next_at - now()) / 60)::bigint, 0) from mails")))
                try await post.arrange("update mails set next_at = now()")
            }
            for (wait, least) in zip(waits, [1, 4, 16, 64, 256, 1_024, 1_024, 0]) { #expect((least...least * 5 / 4 + 1).contains(wait), "\(waits)") }
            #expect(try await post.told("failed_at is not null") == 1)
            let sent = Sent()
            await post.runner(sent.take).sendAll()
            #expect(sent.subjects.isEmpty)
        }
    }

    @Test("that will never be taken is given up at once, and those behind it are sent")
    func lasting() async throws {
        try await Post.with { post in
            try await post.put("nobody@example.com", subject: "To nobody")
            try await post.put("ada@example.com", subject: "To Ada")
            let sent = Sent()
            await post.runner { mail in
                if mail.recipient.text.hasPrefix("nobody") { throw refused }
                sent.take(mail)
            }.sendAll()
            #expect(sent.subjects == ["To Ada"])
            #expect(try await post.told("failed_at is not null and error = '550 no such mailbox' and attempts = 1") == 1)
        }
    }

    @Test("is taken by one of many runners, and by another one when that dies with it")
    func many() async throws {
        try await Post.with { post in
            for number in 0..<20 { try await post.put("ada@example.com", subject: "\(number)") }
            let sent = Sent()
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { await post.runner(sent.take).sendAll() } }
            }
            #expect(sent.subjects.sorted() == (0..<20).map(String.init).sorted())
            try await post.put("ada@example.com", subject: "orphan")
            struct Died: Error {}
            await post.runner { _ in throw Died() }.sendAll()
            await post.runner(sent.take).sendAll()
            #expect(!sent.subjects.contains("orphan"), "its runner may still be at it")
            try await post.arrange("update mails set claimed_until = now() where sent_at is null")
            await post.runner(sent.take).sendAll()
            #expect(sent.subjects.contains("orphan"))
        }
    }

    @Test("is not sent when what it speaks of is over, nor when ten runners died with it")
    func over() async throws {
        try await Post.with { post in
            let late = try Post.mail(to: "late@example.com", lifetime: .seconds(3_600))
            try await Database<Visitor>(visitors: post.platform.app).execute(late.posting)
            try await post.put("deadly@example.com")
            try await post.arrange("update mails set expires_at = now() where expires_at is not null")
            try await post.arrange("update mails set attempts = 10 where recipient like 'deadly%'")
            let sent = Sent()
            await post.runner(sent.take).sendAll()
            #expect(sent.subjects.isEmpty)
            await Sweep(post.platform.app, logger: Logger(label: "test")).once()
            let given = try await post.told("failed_at is not null")
            #expect(given == 2)
        }
    }

    @Test("goes as soon as it is there, without being asked for")
    func bell() async throws {
        try await Post.with { post in
            let sent = Sent()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await post.runner(sent.take).run() }
                try await post.put("ada@example.com", subject: "Now")
                #expect(try await eventually { sent.subjects == ["Now"] })
                group.cancelAll()
            }
        }
    }

    @Test("is read by no login: neither its words nor whom they go to")
    func walled() async throws {
        try await Post.with { post in
            try await post.put("ada@example.com")
            for column in ["plain", "html", "recipient"] {
                let sql: SQL = "select \(identifier: column) from mails"
                await #expect(throws: DatabaseError.self) { try await post.platform.app.read(Query<[String]>.rows(sql) { try $0.next() }) }
                guard column != "recipient" else { continue }
                await #expect(throws: DatabaseError.self) { try await post.platform.operators.read(Query<[String]>.rows(sql) { try $0.next() }) }
            }
        }
    }
}

/// A post office on a platform of its own.
struct Post: Sendable {
    let platform: TestPlatform

    static func with(_ body: (Post) async throws -> Void) async throws {
        try await TestPlatform.with { try await body(Post(platform: $0)) }
    }

    static func mail(to recipient: String, subject: String = "Hello", plain: String = "Hello.", html: String = "<p>Hello.</p>", lifetime: Duration? = nil) throws -> Mail {
        Mail(
            id: ID<Mail>(), kind: "test", recipient: try #require(EmailAddress(recipient)), language: "en", subject: subject, plain: plain,
            html: html, lifetime: lifetime)
    }

    func put(_ recipient: String, subject: String = "Hello") async throws {
        try await Database<Visitor>(visitors: platform.app).execute(Self.mail(to: recipient, subject: subject).posting)
    }

    func runner(_ send: @escaping @Sendable (Mail) async throws -> Void) -> MailRunner {
        MailRunner(platform.app, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, send: send)
    }

    /// How many mails it is so for.
    func told(_ condition: SQL) async throws -> Int {
        try await platform.superuser.read(Query<Int>.value("select count(*) from mails where \(condition)"))
    }

    func arrange(_ sql: SQL) async throws { _ = try await platform.superuser.write(Query.execute(sql)) }
}

/// What was sent.
final class Sent: Sendable {
    private let mails = Mutex<[Mail]>([])
    @Sendable func take(_ mail: Mail) { mails.withLock { $0.append(mail) } }
    var subjects: [String] { mails.withLock { $0.map(\.subject) } }
}
