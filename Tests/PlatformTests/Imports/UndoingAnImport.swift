import FoundationEssentials
import Postgres
import Support
import Testing

@testable import Platform

@Suite("Undoing an import", .enabled(if: TestPlatform.isPossible))
struct UndoingAnImport {
    private let before = "Name,Email,Phone,Born,Worth\nAda,ada@example.com,555 0001,2001-02-03,12.50 EUR\nBo,bo@example.com,555 0002,,\n"
    private let after = "Name,Email,Phone,Born,Worth\nAda Lovelace,ada@example.com,555 9999,1815-12-10,99.00 USD\nBo,bo@example.com,555 0002,,\nCy,cy@example.com,,,\nDi,di@example.com,,,\n"

    private func run(_ text: String, _ scope: Scope, _ platform: TestPlatform) async throws -> TestImport {
        let taken = try await TestImport(text, as: scope, on: platform)
        _ = try await taken.check { $0.with("key", "email") }
        #expect(try await taken.start()?.isDone == true)
        return taken
    }

    private func undo(_ taken: TestImport, as scope: Scope, on platform: TestPlatform) async throws -> ImportReportPage {
        let answer = try await platform.ask(.post, "\(taken.path)/undo", as: scope)
        #expect(answer.location == taken.path)
        return try #require(try await taken.result())
    }

    private let all: SQL = "concat_ws('|', c.name, c.email, c.phone, c.born, c.worth, c.worth_currency)"

    @Test("asks first, then deletes what it added and gives what it changed its fields back")
    func whole() async throws {
        try await withClub { platform, scope in
            _ = try await run(before, scope, platform)
            let stood = try await scope.contacts(all)
            let taken = try await run(after, scope, platform)
            #expect(try await scope.contacts(all).count == 4)
            let report = try #require(try await platform.ask(.get, taken.path, as: scope).page(ImportReportPage.self))
            let question = try #require(try await platform.ask(.get, report.undo?.path ?? "", as: scope).page(ImportUndoPage.self))
            #expect(question.title == "Undo the import of file.csv?")
            #expect(question.sentences == [
                "2 records that this import added are deleted.", "1 record that it changed gets back what it held before.",
                "This cannot be taken back, except by importing the file again.",
            ])
            let undone = try await undo(taken, as: scope, on: platform)
            #expect(undone.text == "The import was undone: 3 records are as they were before." && undone.undo == nil)
            #expect(undone.counts == ["Deleted": "2", "As before": "1", "Left alone": "0"])
            #expect(try await scope.contacts(all) == stood)
            #expect(try await scope.count("import_changes where import_id = \(taken.path.split(separator: "/").last.map(String.init) ?? "")::text::uuid") == 0)
            #expect(try await scope.count("events where name = 'club.contacts.deleted'") == 2)
            #expect(try await scope.count("contacts where deleted_at is not null") == 2)
        }
    }

    @Test("leaves alone what somebody changed since, and names it")
    func changedSince() async throws {
        try await withClub { platform, scope in
            _ = try await run(before, scope, platform)
            let taken = try await run(after, scope, platform)
            let records = Records<Contact>(RecordKind(module: "club"), in: scope)
            for name in ["Ada Lovelace", "Cy"] {
                let id: ID<Contact> = try await scope.db.value("select id from contacts where name = \(name)")
                var stored = try #require(try await records.one(id))
                stored.values.record.notes = "seen"
                #expect(try await records.update(stored.values, from: stored.version))
            }
            let question = try #require(try await platform.ask(.get, "\(taken.path)/undo", as: scope).page(ImportUndoPage.self))
            #expect(question.sentences.contains("2 records were changed or added to since, or are out of your sight, and are left as they are."))
            let undone = try await undo(taken, as: scope, on: platform)
            #expect(undone.counts == ["Deleted": "1", "As before": "0", "Left alone": "2"])
            #expect(undone.leftTitle == "2 records are left as they are" && undone.left.map(\.label) == ["Ada Lovelace", "Cy"])
            #expect(try await scope.contacts("c.name") == ["Ada Lovelace", "Bo", "Cy"])
        }
    }

    @Test("leaves alone what has got notes or files since")
    func addedTo() async throws {
        try await withClub { platform, scope in
            let taken = try await run("Name,Email\nAda,ada@example.com\nBo,bo@example.com\nCy,cy@example.com\n", scope, platform)
            let ids = try await scope.contacts("c.id::text")
            _ = try await platform.ask(.post, "/club/contacts/\(ids[0])/notes", as: scope, form: Form([("body", "Called today")]))
            _ = try await platform.post("/club/contacts/\(ids[1])/attachments", as: scope, files: [TestFile("file", "contract.pdf", [1])])
            let question = try #require(try await platform.ask(.get, "\(taken.path)/undo", as: scope).page(ImportUndoPage.self))
            #expect(question.sentences.first == "1 record that this import added is deleted.")
            #expect(try await undo(taken, as: scope, on: platform).counts == ["Deleted": "1", "As before": "0", "Left alone": "2"])
            #expect(try await scope.contacts("c.name") == ["Ada", "Bo"])
        }
    }

    @Test("counts what its member does not see any more among what is left alone, and names none of it")
    func outOfSight() async throws {
        try await withClub { platform, owner in
            let manager = try await platform.join(owner.business.id, as: .manager)
            _ = try await run("Name,Email\nAda,ada@example.com\nBo,bo@example.com\n", manager, platform)
            let taken = try await run("Name,Email\nAda M.,ada@example.com\nCy,cy@example.com\nDi,di@example.com\n", manager, platform)
            let rule = AccessRule(rows: .some(field: "name", column: "name", values: ["Bo", "Di"]))
            try await AccessDecisions(in: owner).decide(rule, for: .manager, on: "contacts")
            let limited = try #require(try await platform.seats.scope(of: manager.member.id, in: owner.business.id))
            let question = try #require(try await platform.ask(.get, "\(taken.path)/undo", as: limited).page(ImportUndoPage.self))
            #expect(question.sentences.contains { $0.hasPrefix("2 records were changed or added to since, or are out of your sight") })
            let undone = try await undo(taken, as: limited, on: platform)
            #expect(undone.counts == ["Deleted": "1", "As before": "0", "Left alone": "2"])
            #expect(try await platform.ask(.get, taken.path, as: limited).page(ImportReportPage.self)?.left.isEmpty == true)
            #expect(try await owner.contacts("c.name") == ["Ada M.", "Bo", "Cy"])
            #expect(try await owner.db.rows("select cardinality(records) from import_additions order by number") { try $0.next(Int32.self) }.contains(1))
        }
    }

    @Test("says so when there is nothing left to undo, and cannot be done twice")
    func nothing() async throws {
        try await withClub { platform, scope in
            let taken = try await run("Name,Email\nCy,cy@example.com\n", scope, platform)
            let id: ID<Contact> = try await scope.db.value("select id from contacts")
            _ = try await Records<Contact>(RecordKind(module: "club"), in: scope).delete([id])
            let question = try #require(try await platform.ask(.get, "\(taken.path)/undo", as: scope).page(ImportUndoPage.self))
            #expect(question.action == nil && question.sentences == ["There is nothing to undo: everything this import did was changed or deleted since."])
            _ = try await undo(taken, as: scope, on: platform)
            #expect(try await platform.ask(.get, "\(taken.path)/undo", as: scope).location == taken.path)
            #expect(try await undo(taken, as: scope, on: platform).counts["Deleted"] == "0")
        }
    }

    @Test("takes many thousand records, in pieces of one transaction")
    func many() async throws {
        try await withClub { platform, scope in
            let rows = (0..<2_500).map { "Person \($0),p\($0)@example.com\n" }.joined()
            _ = try await run("Name,Email\n" + rows, scope, platform)
            let taken = try await run("Name,Email\n" + rows.replacing("Person", with: "Human") + "Last,last@example.com\n", scope, platform)
            #expect(try await undo(taken, as: scope, on: platform).counts == ["Deleted": "1", "As before": "2,500", "Left alone": "0"])
            #expect(try await scope.count("contacts where deleted_at is null and name like 'Person %'") == 2_500)
        }
    }

    @Test("takes the permission to create, edit and delete, and is no other business's")
    func access() async throws {
        try await withClub { platform, scope in
            let taken = try await run(before, scope, platform)
            let staff = try await platform.join(scope.business.id, as: .staff)
            #expect(try await platform.ask(.get, taken.path, as: staff).page(ImportReportPage.self)?.undo == nil)
            await #expect(throws: Refusal.self) { try await platform.ask(.get, "\(taken.path)/undo", as: staff) }
            await #expect(throws: Refusal.self) { try await platform.ask(.post, "\(taken.path)/undo", as: staff) }
            let globex = try await platform.register("Globex")
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, "\(taken.path)/undo", as: globex) }
            await #expect(throws: PageError.notFound) { try await platform.ask(.post, "\(taken.path)/undo", as: globex) }
            #expect(try await platform.ask(.get, "/club/contacts/import", as: globex).page(ImportUploadPage.self)?.earlier == nil)
            #expect(try await scope.contacts().count == 2)
        }
    }

    @Test("remembers nothing of records that were erased")
    func erased() async throws {
        try await withClub { platform, scope in
            _ = try await run(before, scope, platform)
            let taken = try await run(after, scope, platform)
            let id: ID<Contact> = try await scope.db.value("select id from contacts where name = 'Ada Lovelace'")
            #expect(try await scope.count("import_changes where before::text like '%555 0001%'") == 1)
            #expect(try await Erasure<Contact>(RecordKind(module: "club"), in: scope).erase(id))
            #expect(try await scope.count("import_changes") == 0)
            #expect(try await undo(taken, as: scope, on: platform).counts == ["Deleted": "2", "As before": "0", "Left alone": "0"])
            let names = try await scope.contacts("c.name")
            #expect(!names.contains("Ada"))
        }
    }
}

@Suite("Earlier imports", .enabled(if: TestPlatform.isPossible))
struct ListingImports {
    @Test("are listed where the next one begins, the latest first, each leading to where it stands")
    func list() async throws {
        try await withClub { platform, scope in
            #expect(try await platform.ask(.get, "/club/contacts/import", as: scope).page(ImportUploadPage.self)?.earlier == nil)
            let first = try await TestImport("Name,Email\nAda,\n,x\n", as: scope, on: platform)
            _ = try await first.check()
            _ = try await first.start()
            let second = try await TestImport("Name\nBo\n", as: scope, on: platform)
            let earlier = try #require(try await platform.ask(.get, "/club/contacts/import", as: scope).page(ImportUploadPage.self)?.earlier)
            #expect(earlier.rows.map(\.path) == [second.path, first.path])
            #expect(earlier.rows.map(\.state) == ["Columns to be chosen", "Imported"])
            #expect(earlier.rows.map(\.who) == ["Owner of Acme", "Owner of Acme"] && earlier.rows.map(\.new) == ["–", "1"] && earlier.rows[1].wrong == "1")
            #expect(try await platform.ask(.get, "/offices/firms/import", as: scope).page(ImportUploadPage.self)?.earlier == nil)
        }
    }
}
