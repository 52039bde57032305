import Logging
import Platform
import Support
import Testing

@Suite("Looking after the mail", .enabled(if: TestPlatform.isPossible))
struct LookingAfterMail {
    @Test("shows whom it goes to and how far it is, what waits first, and not what it says")
    func list() async throws {
        try await AdminHouse.with { house in
            var support = try await house.browser(of: .support)
            #expect(try await support.get("/mail").text.contains("No mail yet"))
            for name in ["sent", "failed", "again", "waiting"] { try await house.write(to: "\(name)@example.com", saying: "The secret of \(name)") }
            try await house.arrange("update mails set sent_at = now(), plain = null, html = null where recipient like 'sent%'")
            try await house.arrange("update mails set failed_at = now(), error = '550 no such mailbox' where recipient like 'failed%'")
            try await house.arrange("update mails set next_at = now() + '4 minutes', error = 'no answer' where recipient like 'again%'")
            let page = try await support.get("/mail").text
            let order = try ["waiting@", "again@", "failed@", "sent@"].map { try #require(page.firstRange(of: "mailto:\($0)")?.lowerBound) }
            #expect(order == order.sorted())
            for said in ["Waiting", "Given up", "Tried again in ", "550 no such mailbox", "no answer", "Hello"] { #expect(page.contains(said), "\(said)") }
            #expect(!page.contains("The secret of") && !page.contains("/retry"), "support looks only")
        }
    }

    @Test("is tried again at once when an admin says so, and noted with their name")
    func retry() async throws {
        try await AdminHouse.with { house in
            try await house.write(to: "failed@example.com", saying: "x")
            try await house.arrange("update mails set failed_at = now(), error = '550 no such mailbox', attempts = 8")
            let id = try await house.value("select id::text from mails") as String
            var admin = try await house.browser(of: .admin), support = try await house.browser(of: .support)
            #expect(try await support.post("/mail/\(id)/retry").status == 403)
            #expect(try await admin.get("/mail").text.contains("action=\"/mail/\(id)/retry\""))
            #expect(try await admin.post("/mail/\(id)/retry").location == "/mail")
            #expect(try await admin.get("/mail").text.contains("It is sent now."))
            await MailRunner(house.platform.app, logger: Logger(label: "test")) { _ in }.sendAll()
            #expect(try await house.value("select sent_at is not null from mails"))
            _ = try await admin.post("/mail/\(id)/retry")
            #expect(try await admin.get("/mail").text.contains("It was sent already."))
            #expect(try await house.value("select string_agg(action, ',') from operator_actions") == "mail.retried")
        }
    }
}

extension AdminHouse {
    fileprivate func write(to recipient: String, saying words: String) async throws {
        try await Database<Visitor>(visitors: platform.app).execute("""
            select kontor.post_mail(\(ID<Mail>()), 'test', \(recipient), 'en', 'Hello', \(words), \(words), null)
            """)
    }
}
