import Support
import Testing

@testable import Platform

@Suite("A record's form", .enabled(if: TestPlatform.isPossible))
struct FillingInForms {
    @Test("makes the record, says so, and leads to its page")
    func create() async throws {
        try await withGarden { platform, scope in
            let sent = try await Desk(scope, platform.registry).send("/garden/plants", [
                "name": "  Mint ", "habit": "Bush", "height": "1,234", "is_hardy": "on", "price": "12.50 USD", "planted": "2024-02-29",
            ])
            #expect(sent.status == 303)
            let id = try #require(sent.location?.split(separator: "/").last.flatMap { ID<Plant>(String($0)) })
            let plant = try #require(try await platform.plants(scope).one(id)?.record)
            #expect(plant.name == "Mint" && plant.habit == .shrub && plant.height == 1_234 && plant.isHardy)
            #expect(plant.price == Money(minorUnits: 1_250, .usd) && plant.planted == Day(year: 2024, month: 2, day: 29))
            #expect(sent.announcement?.text.contains("Mint") == true && sent.announcement?.kind == .success)
        }
    }

    @Test("sent twice makes one record")
    func twice() async throws {
        try await withGarden { platform, scope in
            let desk = Desk(scope, platform.registry)
            let id = try #require(try await desk.open("/garden/plants/new", as: RecordFormPage.self).id)
            let first = try await desk.send("/garden/plants", ["id": id, "name": "Mint"])
            let second = try await desk.send("/garden/plants", ["id": id, "name": "Mint"])
            #expect(first.location == "/garden/plants/\(id)" && second.location == first.location)
            #expect(try await scope.events() == 1)
        }
    }

    @Test("says beside each field what is wrong with it, keeps what was typed, and stores nothing")
    func problems() async throws {
        try await withGarden { platform, scope in
            let desk = Desk(scope, platform.registry)
            for (field, typed, problem) in Self.mistakes {
                let sent = try await desk.send("/garden/plants", fields: [(field, typed), ("name", "Mint")])
                #expect(sent.status == 422)
                let page: RecordFormPage = try sent.page()
                let fields = page.sections.flatMap(\.fields)
                #expect(fields.filter { $0.error != nil }.map(\.name) == [field] && page.error == "One field needs another look.")
                #expect(page.field(field)?.error == problem && page.field(field)?.hasFocus == true, "\(typed)")
                if let input = page.field(field)?.text { #expect(input.value == typed) }
            }
            let stored = try await scope.tally("plants")
            #expect(stored == 0)
        }
    }

    private static let mistakes = [
        ("name", "", "Fill this in."), ("name", " \u{A0}\u{200F} ", "Fill this in."),
        ("name", String(repeating: "é", count: 41), "This is 41 characters long; 40 is the most."),
        ("name", "Mi\u{0}nt", "This holds a character that cannot be stored. Type it again."),
        ("habit", "cactus", "This is none of the choices: Herb, Shrub, and Tree."),
        ("bed", "not an id", "This one does not exist any more. Choose another."),
        ("bed", ID<Bed>().description, "This one does not exist any more. Choose another."),
        ("height", "tall", "This is not a whole number."), ("height", "1.5", "This is not a whole number."),
        ("height", "99999999999999999999", "This is not a whole number."),
        ("is_hardy", "perhaps", "Write yes or no."), ("price", "12.50", "This is not an amount with its currency, such as 12.50 USD."),
        ("price", "12.505 USD", "This is not an amount with its currency, such as 12.50 USD."),
        ("price", "1 XXXX", "This is not an amount with its currency, such as 12.50 USD."),
        ("planted", "2023-02-29", "This is not a date. Write it as 2026-01-31."),
        ("notes", String(repeating: "x", count: 20_001), "This is 20,001 characters long; 20,000 is the most."),
        ("email", "nobody", "This is not an e-mail address. It needs a name, an @ and a domain, such as ana@example.com."),
        ("phone", "call me", "This is not a phone number. Use digits, spaces and + ( ) - only."),
        ("web", "javascript:alert(1)", "This is not a web address. It looks like example.com or https://example.com."),
    ]

    @Test("does not take another business's record for a reference, nor tell that it exists")
    func foreignReference() async throws {
        try await withTwoGardens { platform, acme, globex in
            let theirs = Bed.named("Secret bed")
            try await platform.beds(globex).create(theirs)
            let desk = Desk(acme, platform.registry)
            for path in ["/garden/plants/new?bed=\(theirs.id)", "/garden/plants/new"] {
                let options = try await desk.open(path, as: RecordFormPage.self).field("bed")?.reference?.options
                #expect(options?.map(\.value) == [""])
            }
            let known = try await desk.send("/garden/plants", ["name": "Mint", "bed": theirs.id.description])
            let unknown = try await desk.send("/garden/plants", ["name": "Mint", "bed": ID<Bed>().description])
            let told = try [known, unknown].map { try $0.page(as: RecordFormPage.self).field("bed")?.error }
            #expect(told[0] != nil && told[0] == told[1] && known.status == unknown.status)
        }
    }

    @Test("does not take a deleted record for a reference, but keeps one that is stored")
    func deletedReference() async throws {
        try await withGarden { platform, scope in
            let (old, new) = (Bed.named("Old"), Bed.named("New"))
            for bed in [old, new] { try await platform.beds(scope).create(bed) }
            let plant = Plant("Mint", in: old.id)
            try await platform.plants(scope).create(plant)
            _ = try await platform.beds(scope).delete([old.id, new.id])
            let (desk, path) = (Desk(scope, platform.registry), "/garden/plants/\(plant.id)")
            for (target, version) in [("/garden/plants", ""), (path, "1")] {
                let sent = try await desk.send(target, ["version": version, "name": "Sage", "bed": new.id.description])
                #expect(sent.status == 422)
                #expect(try sent.page(as: RecordFormPage.self).field("bed")?.error == "This one does not exist any more. Choose another.")
            }
            let form: RecordFormPage = try await desk.open("\(path)/edit")
            #expect(form.field("bed")?.reference?.options.first { $0.isSelected }?.label == "Old")
            #expect(try await desk.send(path, ["version": "1", "name": "Spearmint", "bed": old.id.description]).status == 303)
            #expect(try await platform.plants(scope).one(plant.id)?.record.bed == old.id)
        }
    }

    @Test("shows both versions when another was faster, and loses neither")
    func conflict() async throws {
        try await withGarden { platform, scope in
            let desk = Desk(scope, platform.registry)
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let path = "/garden/plants/\(plant.id)"
            let (mine, theirs) = (try await desk.open("\(path)/edit", as: RecordFormPage.self), try await desk.open("\(path)/edit", as: RecordFormPage.self))
            #expect(try await desk.send(path, ["version": theirs.version ?? "", "name": "Spearmint"]).status == 303)
            let lost = try await desk.send(path, ["version": mine.version ?? "", "name": "Peppermint"])
            #expect(lost.status == 409)
            let page: RecordFormPage = try lost.page()
            let difference = try #require(page.conflict?.fields.first)
            #expect(page.conflict?.fields.count == 1 && difference.mine == "Peppermint" && difference.theirs == "Spearmint")
            #expect(page.field("name")?.text?.value == "Peppermint" && page.version == "2")
            #expect(try await platform.plants(scope).one(plant.id)?.record.name == "Spearmint")

            let settled = try await desk.send(path, [
                "version": page.version ?? "", "name": "Peppermint", "notes": "fresh", "keep.name": "theirs",
            ])
            #expect(settled.status == 303)
            let stored = try #require(try await platform.plants(scope).one(plant.id)?.record)
            #expect(stored.name == "Spearmint" && stored.notes == "fresh")
        }
    }

    @Test("writes only the fields a person may fill in, whatever it is sent")
    func platformFields() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let sent = try await Desk(scope, platform.registry).send("/garden/plants/\(plant.id)", [
                "version": "1", "name": "Mint", "vigour": "1", "business_id": ID<Business>().description, "deleted_at": "2020-01-01",
            ])
            #expect(sent.status == 303)
            let stored = try #require(try await platform.plants(scope).one(plant.id))
            #expect(stored.record.vigour == nil && stored.deletedAt == nil)
        }
    }

    @Test("is not found for a record that was deleted, that is another's, or whose id is none")
    func notFound() async throws {
        try await withTwoGardens { platform, acme, globex in
            let (gone, theirs) = (Plant("Gone"), Plant("Theirs"))
            try await platform.plants(acme).create(gone)
            try await platform.plants(globex).create(theirs)
            _ = try await platform.plants(acme).delete([gone.id])
            let desk = Desk(acme, platform.registry)
            for id in [gone.id.description, theirs.id.description, ID<Plant>().description, "%00", "1 or 1=1"] {
                for page in ["", "/edit", "/delete"] {
                    await #expect(throws: PageError.notFound) { try await desk.see("/garden/plants/\(id)\(page)") }
                }
                for action in id == gone.id.description ? ["/delete"] : ["", "/delete"] {
                    await #expect(throws: PageError.notFound) { try await desk.send("/garden/plants/\(id)\(action)", ["version": "1", "name": "X"]) }
                }
            }
            #expect(try await platform.plants(globex).one(theirs.id)?.version == 1)
        }
    }
}

extension RecordFormPage {
    func field(_ name: String) -> FormField? { sections.flatMap(\.fields).first { $0.name == name } }
}
