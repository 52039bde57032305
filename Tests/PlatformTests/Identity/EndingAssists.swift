import Foundation
import Logging
import Support
import Testing

@testable import Platform

@Suite("An assist", .enabled(if: TestPlatform.isPossible))
struct EndingAssists {
    @Test("is known to every node, and over on every node at once")
    func nodes() async throws {
        try await TestPlatform.with { platform in
            let acme = try await platform.register("Acme"), own = Secret()
            try await Database<Visitor>(visitors: platform.app).execute("select kontor.start_session(\(own.digest), \(acme.member.user), '1 hour', 'test')")
            let nodes = (0..<2).map { _ in Entries(platform.app, registry: platform.registry) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in nodes { group.addTask { try await node.run() } }
                for node in nodes {
                    #expect(try await eventually { // until it listens, it keeps nothing
                        try await node.entry(own.digest)?.assists.isEmpty == true
                    })
                }
                let session = try await platform.assist(acme)
                for node in nodes {
                    #expect(try await eventually { try await node.entry(own.digest)?.assists.map(\.operator) == ["Olive"] })
                    #expect(try await node.entry(session.digest)?.assist?.reason == "A reason of some length")
                }
                let id = try #require(try await nodes[0].entry(session.digest)?.assist?.id)
                #expect(try await Assists(in: acme).end(id))
                for node in nodes {
                    #expect(try await eventually { try await node.entry(session.digest) == nil })
                    #expect(try await eventually { try await node.entry(own.digest)?.assists.isEmpty == true })
                }
                #expect(try await !Assists(in: acme).end(id), "once")
                group.cancelAll()
            }
        }
    }

    @Test("ends at its time, to the second, whatever a node keeps")
    func time() async throws {
        try await TestPlatform.with { platform in
            let acme = try await platform.register("Acme"), session = try await platform.assist(acme)
            let entry = try #require(try await Entries(platform.app, registry: platform.registry).entry(session.digest))
            let assist = try #require(entry.assist)
            #expect(abs(entry.expiresAt.timeIntervalSince(assist.endsAt)) < 0.01)
            #expect(abs(assist.endsAt.timeIntervalSinceNow - 900) < 300)
        }
    }

    @Test("marks what is written after the answer, too: an import goes on with the mark of who began it")
    func imported() async throws {
        try await withClub { platform, scope in
            let session = try await platform.assist(scope)
            let assist = try #require(try await Entries(platform.app, registry: platform.registry).entry(session.digest)?.assist)
            let assisting = Scope(
                business: scope.business, member: scope.member, permissions: scope.permissions, voice: scope.voice, db: scope.db, assist: assist)
            let file = "Name,Email,Phone,Born,Worth\nAda,ada@example.com,555 0001,2001-02-03,12.50 EUR\n"
            let taken = try await TestImport(file, as: assisting, on: platform)
            _ = try await taken.check()
            #expect(try await taken.start()?.isDone == true)
            #expect(try await scope.count("events where record = 'contacts' and assist_id = \(assist.id)") == 1)
            // The member takes it back: that is their own doing.
            _ = try await platform.ask(.post, "\(taken.path)/undo", as: scope)
            _ = try await taken.result()
            #expect(try await scope.count("events where record = 'contacts' and assist_id is null") == 1)
        }
    }

    @Test("is sealed with what it marks")
    func sealed() async throws {
        try await TestPlatform.with { platform in
            let acme = try await platform.register("Acme")
            _ = try await platform.assist(acme)
            #expect(try await platform.intact().first?.findings.isEmpty == true)
            _ = try await platform.superuser.write(Query.execute("update events set assist_id = null"))
            #expect(try await platform.intact().first?.findings.isEmpty == false)
        }
    }
}

extension TestPlatform {
    /// A new operator begins to assist.
    /// - Returns: the secret of their session.
    func assist(_ scope: Scope) async throws -> Secret {
        let passwords = Passwords(), operators = Operators(Database(operators: operators), passwords: passwords)
        let new = NewOperator(name: "Olive", email: "\(ID<Operator>())@platform.example", password: "correct horse", role: .support)
        _ = try await Operators.add(new, through: owner, passwords: passwords)
        let session = try await operators.signIn(email: new.email, password: new.password, address: "192.0.2.1")
        let link = Secret()
        let answer = try await operators.assist(
            scope.member.id, of: scope.business.id, because: "A reason of some length", minutes: 15, by: link, session: session.digest)
        #expect(answer == .done)
        let secret = try await Accounts(Database(visitors: app), passwords: passwords).beginAssist(by: link, agent: "test", telling: nil)
        try await passwords.stop()
        return secret
    }
}
