import Support
import Testing

@testable import Platform

@Suite("A field that a business adds", .enabled(if: TestPlatform.isPossible))
struct AddingFields {
    @Test("is asked for in the form, kept, and shown on the record's page and in its list")
    func kept() async throws {
        try await withFields { platform, scope in
            let desk = Desk(scope, platform.registry)
            let form: RecordFormPage = try await desk.open("/garden/plants/new")
            #expect(form.sections[0].fields.suffix(2).map(\.label) == ["Latin name", "Soil"])
            let sent = try await desk.send("/garden/plants", ["name": "Mint", "habit": "herb", "x_latin_name": "Mentha", "x_soil": "wet"])
            let page: RecordPage = try await desk.open(try #require(sent.location))
            #expect(page.groups.flatMap(\.facts).contains { $0.label == "Latin name" && $0.text == "Mentha" })
            let list: RecordListPage = try await desk.open("/garden/plants")
            #expect(list.table?.columns.map(\.label).contains("Latin name") == true)
            #expect(list.table?.rows[0].cells.contains { $0.text == "Mentha" } == true)
        }
    }

    @Test("can be changed, emptied and left alone")
    func changed() async throws {
        try await withFields { platform, scope in
            let desk = Desk(scope, platform.registry)
            let path = try #require(try await desk.send("/garden/plants", ["name": "Mint", "habit": "herb", "x_latin_name": "Mentha", "x_soil": "wet"]).location)
            try await desk.send(path, ["version": "1", "name": "Mint", "habit": "herb", "x_soil": ""])
            let id = try #require(ID<Plant>(String(path.suffix(36))))
            let stored = try #require(try await plants(platform, scope).one(id))
            #expect(stored.values.custom == ["x_latin_name": "Mentha"])
        }
    }

    @Test("keeps to its kind: what does not fit is refused beside it, and nothing is written", arguments: [
        ("x_latin_name", String(repeating: "x", count: 201)), ("x_soil", "lava"),
    ])
    func refused(field: String, value: String) async throws {
        try await withFields { platform, scope in
            let sent = try await Desk(scope, platform.registry).send("/garden/plants", fields: [("name", "Mint"), ("habit", "herb"), (field, value)])
            #expect(sent.status == 422)
            #expect(try sent.page(as: RecordFormPage.self).sections[0].fields.first { $0.error != nil }?.name == field)
            #expect(try await platform.count(of: "plants") == 0)
        }
    }

    @Test("holds every number that programs may send, to the last digit", arguments: [
        "1e37", "-1e37", "-12345678901234567890123456789012345678", "-0.1234567890123456789012345678901234567",
    ])
    func longNumbers(number: String) async throws {
        try await withGarden { platform, owner in
            try await FieldDefinitions(of: "plants", in: owner).add(FieldDraft(Form([("label", "Seeds"), ("kind", "decimal")])))
            let scope = try #require(try await platform.seats.scope(of: owner.member.id, in: owner.business.id))
            let resource = try #require(platform.registry.resources.first { $0.name == "plants" })
            let made = try await resource.create(try JSONValue(reading: Array("{\"name\": \"Mint\", \"x_seeds\": \(number)}".utf8)), scope)
            let sent = made.json["x_seeds"]
            #expect(sent != .null)
            #expect(try await resource.save(made.id, ["name": "Sage"], false, nil, scope).json["x_seeds"] == sent)
        }
    }

    @Test("narrows the list, and is part of exports and of what programs read and write")
    func surfaces() async throws {
        try await withFields { platform, scope in
            let resource = try #require(platform.registry.resources.first { $0.name == "plants" })
            _ = try await resource.create(["name": "Mint", "habit": "herb", "x_soil": "wet", "x_latin_name": "Mentha"], scope)
            let found = try await resource.create(["name": "Sage", "habit": "herb", "x_soil": "dry"], scope)
            #expect(found.json["x_soil"] == "dry" && found.json["x_latin_name"] == .null)
            let desk = Desk(scope, platform.registry)
            let list: RecordListPage = try await desk.open("/garden/plants?x_soil=wet")
            #expect(list.table?.rows.map(\.title) == ["Mint"])
            let narrowed = try await resource.list(Form([("x_soil", "wet"), ("q", "mint")]), scope).value
            #expect(narrowed["data"]?.array?.count == 1)
            let file = try await desk.download("/garden/plants/export").text
            #expect(file.contains("x_latin_name") && file.contains("Mentha"))
            await #expect(throws: InvalidInput.self) { try await resource.create(["name": "X", "x_soil": "lava"], scope) }
        }
    }

    @Test("keeps its value when many records are changed by who does not know of it yet")
    func unknown() async throws {
        try await withFields { platform, scope in
            let resource = try #require(platform.registry.resources.first { $0.name == "plants" })
            try await FieldDefinitions(of: "plants", in: scope).add(draft("Origin", .text))
            let found = try await resource.create(["name": "Mint", "x_soil": "wet", "x_origin": "Crete"], try await again(platform, scope))
            _ = try await resource.bulk(["change": [["id": .string(ID<Plant>(found.id).description), "x_soil": "dry"]]], scope)
            let stored = try await platform.superuser.read(Query<String>.value("select custom::text from plants"))
            #expect(stored == #"{"x_soil": "dry", "x_origin": "Crete"}"#)
        }
    }

    @Test("is gone with all it held once it is removed, and another of the same label is another field")
    func removed() async throws {
        try await withFields { platform, scope in
            let resource = try #require(platform.registry.resources.first { $0.name == "plants" })
            _ = try await resource.create(["name": "Mint", "x_soil": "wet", "x_latin_name": "Mentha"], scope)
            try await FieldDefinitions(of: "plants", in: scope).remove("x_latin_name")
            let now = try await again(platform, scope)
            let list = try await resource.list(Form(), now).value
            #expect(list["data"]?.array?.first?["x_latin_name"] == nil && list["data"]?.array?.first?["x_soil"] == "wet")
            let left = try await platform.superuser.read(Query<Int>.value("select count(*) from plants where custom ? 'x_latin_name'"))
            #expect(left == 0)
            await #expect(throws: PageError.notFound) { try await FieldDefinitions(of: "plants", in: now).remove("x_latin_name") }
        }
    }

    @Test("needs a label of its own, and choices where it is a choice")
    func definitions() async throws {
        try await withFields { platform, scope in
            let fields = FieldDefinitions(of: "plants", in: scope)
            await #expect(throws: FieldDefinitionError.labelTaken) { try await fields.add(draft("LATIN NAME", .text)) }
            #expect(FieldDraft(Form([("label", ""), ("kind", "text")])).problems.keys.sorted() == ["label"])
            #expect(FieldDraft(Form([("label", "A"), ("kind", "choice"), ("choices", " \n ")])).problems.keys.sorted() == ["choices"])
            #expect(FieldDraft(Form([("label", "A"), ("kind", "choice"), ("choices", "x\nx")])).problems.keys.sorted() == ["choices"])
            #expect(FieldDraft(Form([("label", "A"), ("kind", "nothing")])).problems.keys.sorted() == ["kind"])
            try await fields.add(draft("Bodenart ä/ö", .text))
            try await fields.add(draft("نوع", .text))
            let names = try await again(platform, scope).business.customFields.byTable["plants"]?.map(\.name)
            #expect(names == ["x_latin_name", "x_soil", "x_bodenart", "x_field"])
        }
    }

    @Test("is unknown to every other business")
    func isolation() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await FieldDefinitions(of: "plants", in: acme).add(draft("Latin name", .text))
            let resource = try #require(platform.registry.resources.first { $0.name == "plants" })
            let other = try await again(platform, globex)
            #expect(other.business.customFields.byTable.isEmpty)
            await #expect(throws: InvalidInput.self) { try await resource.create(["name": "Mint", "x_latin_name": "Mentha"], other) }
        }
    }
}

private func draft(_ label: String, _ kind: CustomField.Kind, _ choices: String = "") -> FieldDraft {
    FieldDraft(Form([("label", label), ("kind", kind.rawValue), ("choices", choices), ("listed", "true")]))
}

/// Who somebody is by now.
private func again(_ platform: TestPlatform, _ scope: Scope) async throws -> Scope {
    try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
}

private func plants(_ platform: TestPlatform, _ scope: Scope) -> Records<Plant> {
    Records(RecordKind(module: "garden").seen(by: scope), in: scope)
}

/// Calls `body` with an owner whose plants have a Latin name and a soil besides what all plants have.
private func withFields(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
    try await withGarden { platform, scope in
        let fields = FieldDefinitions(of: "plants", in: scope)
        try await fields.add(draft("Latin name", .text))
        try await fields.add(draft("Soil", .choice, "wet\ndry"))
        try await body(platform, again(platform, scope))
    }
}

extension TestPlatform {
    fileprivate func count(of table: String) async throws -> Int {
        try await superuser.read(Query<Int>.value("select count(*) from \(identifier: table)"))
    }
}
