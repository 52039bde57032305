import FoundationEssentials
import Logging
import Support
import Testing

@testable import Platform

@Suite("Erasing a person from all that a business keeps", .enabled(if: TestPlatform.isPossible))
struct ErasingEverywhere {
    private func subject(_ email: String? = "ada@example.com", _ phone: String? = "02079460018") throws -> Subject {
        try #require(Subject(email: email.flatMap { EmailAddress($0) }, phone: phone.flatMap { PhoneNumber($0) }))
    }

    private func erase(_ platform: TestPlatform, _ scope: Scope, but left: Set<String> = []) async throws -> (dry: ErasureReport, done: ErasureReport) {
        let subject = try subject(), erasure = SubjectErasure(subject, platform.registry, in: scope)
        let request = try await SubjectRequests(in: scope).begin(subject)
        let keys = Set(try await erasure.find().records.map(\.key)).subtracting(left)
        let dry = try await erasure.preview(keys)
        return (dry, try await erasure.run(request, keys, because: .asked))
    }

    @Test("leaves neither address nor number anywhere, nor what was noted, and the other business all it has")
    func nothingLeft() async throws {
        try await withPractices { platform, acme, globex in
            for scope in [acme, globex] { _ = try await platform.acquaint(scope) }
            // What the law keeps, and what was written into the log in the open, is not what this is about.
            for table in ["invoices", "errands"] { try await platform.arrange("update \(identifier: table) set created_at = now() - interval '12 years'") }
            try await platform.arrange("delete from events where changes::text ilike '%ada@example.com%'")
            let before = try await platform.tables(holding: "ada@example.com", but: acme.business.id)
            _ = try await erase(platform, acme)
            for word in ["ada@example.com", "7946", "Lovelace", "chess", "Called Ada"] {
                // In the errand stands another address, which ends alike.
                let left = try await platform.tables(holding: word, but: globex.business.id).filter { $0 != "mails" && $0 != "errands" }
                #expect(left == [], "\(word)")
            }
            #expect(try await platform.count("mails where for_business = \(acme.business.id)") == 0)
            #expect(try await platform.tables(holding: "ada@example.com", but: acme.business.id) == before)
            #expect(try await platform.clients(globex).kindCount("email = 'Ada@Example.com'") == 1)
            let details = try await acme.db.value("select details from errands", of: String.self)
            #expect(details == "Deliver, then write to –. Not to nada@example.com!")
            #expect(try await acme.db.value("select name || ward from clients", of: String.self) == "–North")
            #expect(try await acme.db.value("select count(*) from file_removals", of: Int.self) >= 1)
        }
    }

    @Test("does exactly what was shown before, and says the same afterwards without naming anybody")
    func dryRun() async throws {
        try await withPractices { platform, acme, globex in
            for scope in [acme, globex] { _ = try await platform.acquaint(scope) }
            let (dry, done) = try await erase(platform, acme)
            #expect(dry == done)
            #expect(dry.counts == [
                "records.clients": 1, "records.invoices": 1, "texts.errands": 1, "notes": 1, "files": 1, "history": 1, "note_texts": 1,
                "imports": 1, "undo": 1, "answers": 1, "views": 1, "invitations": 1, "mails": 1,
            ])
            #expect(dry.stays.map(\.key) == ["kept.invoices"])
            let stored = try #require(try await SubjectRequests(in: acme).all().first)
            #expect(stored.state == .erased && stored.report == done && stored.reason == .asked)
            #expect(try await SubjectRequests(in: acme).subject(of: stored.id) == nil)
            #expect(try await platform.count("personal_keys where record = 'erasures'") == 0)
        }
    }

    @Test("keeps what the law keeps, and what was unchecked, as it is")
    func kept() async throws {
        try await withPractices { platform, acme, _ in
            let ada = try await platform.acquaint(acme)
            let found = try await SubjectErasure(subject(), platform.registry, in: acme).find()
            #expect(found.records.count == 4 && found.records.filter { $0.ground != nil }.map(\.title) == ["R-1"])
            #expect(acme.say(try #require(found.records.first { $0.ground != nil }?.ground)) == "The tax office wants invoices for ten years.")
            let (_, done) = try await erase(platform, acme, but: ["clients:\(ada.id)"])
            #expect(done.stays.map(\.key) == ["kept.invoices", "left.clients"])
            #expect(try await platform.clients(acme).one(ada.id)?.record.about == "Plays chess")
            #expect(try await acme.db.value("select count(*) from invoices where email is not null", of: Int.self) == 1)
            #expect(try await acme.db.value("select count(*) from notes where body = 'Called Ada at home'", of: Int.self) == 1)
        }
    }

    @Test("cannot be taken back by an undo of an import or of a change of many")
    func undo() async throws {
        try await withPractices { platform, acme, _ in
            let ada = try await platform.acquaint(acme)
            _ = try await platform.clients(acme).delete([ada.id])
            _ = try await erase(platform, acme)
            _ = try await platform.clients(acme).restore([ada.id])
            #expect(try await platform.clients(acme).one(ada.id)?.record == Client(id: ada.id, name: "–", ward: "North"))
            for table in ["bulk_changes", "import_changes", "imports"] { #expect(try await platform.count("\(identifier: table)") == 0, "\(table)") }
        }
    }

    @Test("finds what a rule hides from whoever asks, and modules that are switched off")
    func hidden() async throws {
        try await withPractices { platform, acme, _ in
            _ = try await platform.acquaint(acme)
            let rule = AccessRule(rows: .some(field: "name", column: "name", values: ["Nobody"]), fields: [:])
            try await AccessDecisions(in: acme).decide(rule, for: .manager, on: "clients")
            try await platform.arrange("update businesses set features_off = '{practice}' where id = \(acme.business.id)")
            let manager = try await platform.join(acme.business.id, as: .manager)
            #expect(try await manager.db.value("select count(*) from clients", of: Int.self) == 0)
            #expect(try await SubjectErasure(subject(), platform.registry, in: manager).find().records.count == 4)
        }
    }

    @Test("waits while a file is being imported, and happens once")
    func blocked() async throws {
        try await withPractices { platform, acme, globex in
            _ = try await platform.acquaint(acme)
            let subject = try subject(), erasure = SubjectErasure(subject, platform.registry, in: acme)
            let request = try await SubjectRequests(in: acme).begin(subject)
            let keys = Set(try await erasure.find().records.map(\.key))
            try await platform.arrange("update imports set state = 'running'")
            await #expect(throws: PrivacyError.importing) { try await erasure.run(request, keys, because: .asked) }
            try await platform.arrange("update imports set state = 'done'")
            await #expect(throws: PrivacyError.over) { try await SubjectErasure(subject, platform.registry, in: globex).run(request, keys, because: .asked) }
            #expect(try await platform.count("clients where email is not null") == 1)
            _ = try await erasure.run(request, keys, because: .asked)
            await #expect(throws: PrivacyError.over) { try await erasure.run(request, keys, because: .asked) }
            #expect(try await SubjectRequests(in: globex).all().isEmpty)
        }
    }

    @Test("finds a number however it is written, and no longer one, nor an address that ends alike")
    func patterns() async throws {
        try await withPractices { platform, acme, _ in
            let subject = try subject("a.b+c@example.com", "+44 20 7946 0018")
            func holds(_ text: String) async throws -> Bool { try await acme.db.value("select \(text)::text ~* \(subject.pattern)", of: Bool.self) }
            for text in ["A.B+C@EXAMPLE.COM", "to a.b+c@example.com.", "<a.b+c@example.com>", "020 7946-0018", "(020)79460018", "call +442079460018 now"] {
                #expect(try await holds(text), "\(text)")
            }
            for text in ["xa.b+c@example.com", "a.b+c@example.com.au", "a.b+c@example.community", "aXb+c@example.com", "020 7946 00181", "7946"] {
                #expect(try await !holds(text), "\(text)")
            }
            #expect(Subject(email: nil, phone: PhoneNumber("12345")) == nil)
        }
    }

    @Test("is known again by whoever asks a second time, and seals whom it is about until then")
    func again() async throws {
        try await withPractices { platform, acme, globex in
            _ = try await platform.acquaint(acme)
            _ = try await erase(platform, acme)
            let requests = SubjectRequests(in: acme), second = try await requests.begin(subject("ADA@example.com", nil))
            #expect(try await requests.one(second)?.before != nil)
            #expect(try await requests.subject(of: second)?.email == "ada@example.com")
            #expect(try await platform.tables(holding: "ada@example.com", but: globex.business.id).contains("erasures") == false)
            let foreign = try await SubjectRequests(in: globex).begin(subject())
            #expect(try await SubjectRequests(in: globex).one(foreign)?.before == nil)
            #expect(try await requests.subject(of: foreign) == nil)
            let one = try await requests.one(foreign)
            #expect(one == nil)
            try await requests.close(second)
            #expect(try await requests.one(second)?.state == .closed)
        }
    }
}

extension Records {
    fileprivate func kindCount(_ condition: SQL) async throws -> Int {
        try await scope.db.value("select count(*) from \(identifier: kind.table) where \(condition)", of: Int.self)
    }
}
