import Platform
import Support
import Testing

@Suite("A row that finds its record by a key", .enabled(if: TestPlatform.isPossible))
struct FindingByAKey {
    private func take(
        _ file: String, by key: String = "email", as scope: Scope, on platform: TestPlatform
    ) async throws -> (checked: ImportReportPage, done: ImportReportPage) {
        let taken = try await TestImport(file, as: scope, on: platform)
        let checked = try #require(try await taken.check { $0.with("key", key) })
        return (checked, try #require(try await taken.start()))
    }

    @Test("changes it, whatever the case; other rows are added, and what has no value stays")
    func upsert() async throws {
        try await withClub { platform, scope in
            _ = try await take("Name,Email,Notes\nAda,ada@example.com,likes tea\nBo,bo@example.com,\n", by: "", as: scope, on: platform)
            let file = "Name,Email,Notes\nAda Marín,ADA@Example.com,\nBo,bo@example.com,\nCy,cy@example.com,new\n"
            let (checked, done) = try await take(file, as: scope, on: platform)
            #expect(done.counts == ["New": "1", "Changed": "1", "Unchanged": "1", "Wrong": "0"])
            #expect(checked.counts == done.counts)
            #expect(try await scope.contacts("concat_ws('|', c.name, lower(c.email), c.notes, c.version)") == [
                "Ada Marín|ada@example.com|likes tea|2", "Bo|bo@example.com||1", "Cy|cy@example.com|new|1",
            ])
            #expect(try await scope.events("club.contacts.changed") == 1)
        }
    }

    @Test("may leave out what must not be empty, unless it makes a new record")
    func required() async throws {
        try await withClub { platform, scope in
            _ = try await take("Name,Email\nAda,ada@example.com\n", by: "", as: scope, on: platform)
            let (_, done) = try await take("Email,Notes\nada@example.com,tea\nbo@example.com,coffee\n", as: scope, on: platform)
            #expect(done.wrong == ["3: Name: Fill this in."])
            #expect(try await scope.contacts("c.name || '|' || c.notes") == ["Ada|tea"])
        }
    }

    @Test("is wrong when a row before it had the same, and that one is taken")
    func twice() async throws {
        try await withClub { platform, scope in
            let file = "Name,Email\nAda,ada@example.com\nWrong,ADA@example.com\nNo key,\nNo key,\n"
            let (checked, done) = try await take(file, as: scope, on: platform)
            #expect(done.wrong == ["3: Email: Line 2 has the same value already, and each record is imported once."])
            #expect(checked.wrong == done.wrong)
            #expect(try await scope.contacts() == ["Ada|ada@example.com", "No key", "No key"])
        }
    }

    @Test("is wrong however far behind the first one it stands")
    func farBehind() async throws {
        try await withClub { platform, scope in
            let between = (0..<2_100).map { "Person \($0),person\($0)@example.com\n" }.joined()
            let file = "Name,Email\nAda,ada@example.com\n\(between)Wrong,ADA@example.com\n"
            let (checked, done) = try await take(file, as: scope, on: platform)
            #expect(done.wrong == ["2,103: Email: Line 2 has the same value already, and each record is imported once."])
            #expect(checked.wrong == done.wrong && checked.counts == done.counts)
            #expect(try await scope.contacts("c.name").first == "Ada")
        }
    }

    @Test("is still the first when the row before it was wrong")
    func wrongBefore() async throws {
        try await withClub { platform, scope in
            let (_, done) = try await take("Name,Email,Segment\nAda,ada@example.com,none\nAda,ada@example.com,VIP\n", as: scope, on: platform)
            #expect(done.counts["New"] == "1" && done.counts["Wrong"] == "1")
        }
    }

    @Test("is wrong when several records have it, and none of them is changed")
    func ambiguous() async throws {
        try await withClub { platform, scope in
            _ = try await take("Name,Email\nAda,office@example.com\nBo,Office@example.com\n", by: "", as: scope, on: platform)
            let (checked, done) = try await take("Name,Email\nCy,OFFICE@example.com\n,cy@example.com\n", as: scope, on: platform)
            #expect(done.wrong == [
                "2: Email: 2 records have this value, so it is not clear which one is meant.", "3: Name: Fill this in.",
            ])
            #expect(checked.wrong == done.wrong)
            #expect(try await scope.contacts("c.name") == ["Ada", "Bo"])
        }
    }

    @Test("by its id finds that record, adds one that is nowhere, and is wrong for a deleted one or none at all")
    func ids() async throws {
        try await withClub { platform, scope in
            _ = try await take("Name\nAda\nBo\n", by: "", as: scope, on: platform)
            let ids = try await scope.contacts("c.id::text")
            try await platform.arrange("update contacts set deleted_at = now() where name = 'Bo'")
            let fresh = ID<Contact>()
            let file = "Id,Name\n\(ids[0]),Ada M.\n\(ids[1]),Bo M.\n\(fresh),Cy\n17,Di\n"
            let (_, done) = try await take(file, by: "id", as: scope, on: platform)
            #expect(done.wrong == [
                "3: Id: This record was deleted. Restore it first, or leave the id empty.",
                "5: Id: This is not the id of a record. Leave it empty to add the row.",
            ])
            #expect(try await scope.contacts("c.id || ' ' || c.name") == ["\(ids[0]) Ada M.", "\(fresh) Cy"])
        }
    }

    @Test("finds it by a field that the business added, too, whatever the case")
    func ownField() async throws {
        try await withClub { platform, owner in
            try await FieldDefinitions(of: "contacts", in: owner).add(FieldDraft(Form([("label", "Work mail"), ("kind", "email")])))
            let scope = try #require(try await platform.seats.scope(of: owner.member.id, in: owner.business.id))
            func take(_ rows: String, by key: String) async throws -> (checked: ImportReportPage, done: ImportReportPage) {
                let taken = try await TestImport("Name,Work mail\n" + rows, as: scope, on: platform)
                let checked = try #require(try await taken.check { $0.with("column.1", "x_work_mail").with("key", key) })
                return (checked, try #require(try await taken.start()))
            }
            _ = try await take("Ada,ada@work.example\nBo,bo@work.example\n", by: "")
            let (checked, done) = try await take("Ada M.,ADA@work.example\nBo,bo@work.example\nCy,cy@work.example\n", by: "x_work_mail")
            #expect(done.counts == ["New": "1", "Changed": "1", "Unchanged": "1", "Wrong": "0"])
            #expect(checked.counts == done.counts)
            #expect(try await scope.contacts("c.name") == ["Ada M.", "Bo", "Cy"])
        }
    }

    @Test("never finds another business's record")
    func isolation() async throws {
        try await withClub { platform, acme in
            let globex = try await platform.register("Globex")
            _ = try await take("Name,Email\nAda,ada@example.com\n", by: "", as: globex, on: platform)
            let (_, done) = try await take("Name,Email\nTaken over,ada@example.com\n", as: acme, on: platform)
            #expect(done.counts["New"] == "1")
            #expect(try await globex.contacts("c.name") == ["Ada"])
        }
    }
}
