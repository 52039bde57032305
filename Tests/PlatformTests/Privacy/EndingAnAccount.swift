import Foundation
import Logging
import Support
import Testing

@testable import Platform

@Suite("A person's account", .enabled(if: TestPlatform.isPossible))
struct EndingAnAccount {
    /// Ada, who owns Acme together with Bo, and Bo's sessions; Ada's cookie comes back.
    private func withAda(_ body: (Door, Secret, Scope) async throws -> Void) async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            try await door.arrange("update users set email_verified_at = now()")
            let secret = try await door.signIn("ada@example.com")
            let entry = try #require(try await door.entry(secret))
            let bo = try await door.platform.join(entry.business.id, as: .admin)
            try await body(door, secret, bo)
        }
    }

    private func shareOwnership(_ door: Door) async throws { try await door.arrange("update members set role = 'owner'") }
    private func sweep(_ door: Door) async { await Sweep(door.platform.app, logger: Logger(label: "test")).once() }

    @Test("is handed out with all that is kept of it, no secret, and nothing of anybody else")
    func handedOut() async throws {
        try await withAda { door, secret, bo in
            try await door.arrange("update users set name = 'Bo the other' where id = \(bo.member.user)")
            try await door.arrange("insert into passkeys (id, user_id, credential_id, public_key, sign_count, name, is_backed_up) select \(ID<User>()), id, decode(repeat('ab', 16), 'hex'), '\\xdeadbeef', 0, 'My phone', false from users where email = 'ada@example.com'")
            let data = try await door.accounts.ownData(of: secret.digest)
            #expect(data.count(.seats) == 1 && data.count(.sessions) == 1 && data.count(.passkeys) == 1 && data.count(.signIns) >= 1 && data.count(.written) == 0)
            let voice = bo.voice
            let bytes = try await data.archive(for: "Ada", in: voice, at: Date()).wholeBody()
            let json = try #require(try bytes.unpacked("data.json")), page = try #require(try bytes.unpacked("index.html"))
            for text in [json, page] {
                for word in ["ada@example.com", "Acme", "My phone"] { #expect(text.contains(word), "\(word)") }
                let hash = try await door.platform.superuser.read(Query<String>.value("select password_hash from users where email = 'ada@example.com'"))
                for word in [hash, "deadbeef", "Bo the other", secret.text] { #expect(!text.contains(word), "\(word)") }
            }
        }
    }

    @Test("of an address that was never shown to be theirs shows nothing of what was sent there, and takes nothing of it along")
    func unproven() async throws {
        try await withAda { door, secret, bo in
            try await shareOwnership(door)
            try await door.arrange("update users set email_verified_at = null")
            try await door.arrange("insert into invitations (business_id, id, email, role, invited_by, digest, expires_at) values (\(bo.business.id), \(ID<User>()), 'ada@example.com', 'staff', \(bo.member.id), \(Secret().digest), now())")
            #expect(try await door.accounts.ownData(of: secret.digest).count(.invitations) == 0)
            try await door.accounts.end(secret.digest, keeping: Secret(), by: nil)
            try await door.arrange("update users set erase_at = now() - interval '1 second' where erase_at is not null")
            await sweep(door)
            #expect(try await door.count("users where erased_at is not null") == 1)
            #expect(try await door.count("invitations") == 1)
        }
    }

    @Test("of the only owner cannot be deleted, and then nothing has happened; a business that is suspended waits for nobody")
    func soleOwner() async throws {
        try await withAda { door, secret, _ in
            #expect(try await door.accounts.soleSeats(of: secret.digest) == [SoleSeat(business: "Acme", isAlone: false)])
            await #expect(throws: AccountEndError.soleOwner) { try await door.accounts.end(secret.digest, keeping: Secret(), by: nil) }
            #expect(try await door.entry(secret) != nil)
            try await door.arrange("update businesses set suspended_at = now(), suspended_reason = 'Closed'")
            #expect(try await door.accounts.soleSeats(of: secret.digest).isEmpty)
        }
    }

    @Test("that is to be deleted is shut at once, and its link opens it again, once")
    func takenBack() async throws {
        try await withAda { door, secret, _ in
            try await shareOwnership(door)
            let link = Secret(), tokens = "select count(*) from links where kind = 'keep'" as SQL
            try await door.accounts.end(secret.digest, keeping: link, by: nil)
            #expect(try await door.entry(secret) == nil)
            await #expect(throws: AccountError.deactivated) { try await door.signIn("ada@example.com") }
            await sweep(door)
            #expect(try await door.accounts.canKeep(by: link))
            try await door.accounts.keep(by: link)
            _ = try await door.signIn("ada@example.com")
            await #expect(throws: AccountError.linkUsed) { try await door.accounts.keep(by: link) }
            #expect(try await door.platform.superuser.read(Query<Int>.value(tokens)) == 0)
            #expect(try await door.count("users where erase_at is not null") == 0)
        }
    }

    @Test("that an operator opens again is not erased; one that an operator shut is opened by no link")
    func operators() async throws {
        try await withAda { door, secret, _ in
            try await shareOwnership(door)
            try await door.accounts.end(secret.digest, keeping: Secret(), by: nil)
            try await door.arrange("update users set deactivated_at = null where email = 'ada@example.com'")
            #expect(try await door.count("users where erase_at is not null") == 0)
            let link = Secret()
            try await door.arrange("update users set deactivated_at = now() where email = 'ada@example.com'")
            try await door.arrange("insert into links (digest, kind, user_id, expires_at) select \(link.digest), 'keep', id, now() + interval '1 day' from users where email = 'ada@example.com'")
            await #expect(throws: AccountError.linkUsed) { try await door.accounts.keep(by: link) }
        }
    }

    @Test("is erased after seven days: nothing of the person is left, and what they wrote names nobody")
    func erased() async throws {
        try await withAda { door, secret, bo in
            try await shareOwnership(door)
            let business = bo.business.id
            try await door.arrange("insert into events (business_id, name, record, record_id, member_id) select business_id, 'x.y.z', 'x', id, id from members where user_id = (select id from users where email = 'ada@example.com')")
            try await door.arrange("insert into invitations (business_id, id, email, role, invited_by, digest, expires_at) values (\(business), \(ID<User>()), 'ADA@example.com', 'staff', \(bo.member.id), \(Secret().digest), now())")
            let mail = Mail(id: ID(), kind: "x", recipient: try #require(EmailAddress("ada@example.com")), language: "en", subject: "Hello", plain: "x", html: "x", lifetime: nil)
            try await Database<Visitor>(visitors: door.platform.app).execute(mail.posting)
            try await door.accounts.end(secret.digest, keeping: Secret(), by: nil)
            try await door.arrange("update users set erase_at = now() - interval '1 second' where erase_at is not null")
            await sweep(door)
            #expect(try await door.platform.tables(holding: "ada@example.com") == [])
            for table in ["sessions", "sign_ins", "known_devices", "links"] { #expect(try await door.count("\(identifier: table)") == 0, "\(table)") }
            let names = try await bo.db.rows("select c.name from events e join colleagues c on c.id = e.member_id where e.name = 'x.y.z'") { row in try row.next(String?.self) }
            #expect(names == [nil])
            #expect(try await door.count("members where left_at is not null") == 1)
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@example.com") }
            try await door.register("ada@example.com", business: "Again")
        }
    }

    @Test("waits where its business has lost its other owner meanwhile")
    func waiting() async throws {
        try await withAda { door, secret, bo in
            try await shareOwnership(door)
            try await door.accounts.end(secret.digest, keeping: Secret(), by: nil)
            try await door.arrange("update users set erase_at = now() - interval '1 second' where erase_at is not null")
            try await door.arrange("update users set deactivated_at = now() where id = \(bo.member.user)")
            await sweep(door)
            #expect(try await door.count("users where email = 'ada@example.com'") == 1)
        }
    }
}
