import Support
import Testing

@testable import Platform

@Suite("A record that two people change at once", .enabled(if: TestPlatform.isPossible))
struct ChangingAtOnce {
    /// A plant whose form somebody has open, and where it is sent.
    private func withOpenForm(
        as role: Role = .owner, _ body: (TestPlatform, Scope, Desk, RecordFormPage) async throws -> Void
    ) async throws {
        try await withGarden { platform, owner in
            var plant = Plant("Mint")
            (plant.notes, plant.isHardy, plant.email) = ("two\nlines", true, EmailAddress("old@example.com"))
            try await platform.plants(owner).create(plant)
            let scope = role == .owner ? owner : try await platform.join(owner.business.id, as: role)
            let desk = Desk(scope, platform.registry)
            try await body(platform, owner, desk, desk.open("/garden/plants/\(plant.id)/edit"))
        }
    }

    /// What is stored of the only plant.
    private func stored(_ scope: Scope) async throws -> String {
        try await scope.db.value("select concat_ws('|', name, email, notes, is_hardy, height, version) from plants")
    }

    @Test("keeps what the other saved in the fields one left alone, without asking")
    func merging() async throws {
        try await withOpenForm { _, scope, desk, form in
            try await desk.send(form.action, fields: form.filled(["email": "new@example.com", "is_hardy": nil, "notes": "two\r\nlines"]))
            #expect(try await stored(scope) == "Mint|new@example.com|two\r\nlines|f|2")
            let second = try await desk.send(form.action, fields: form.filled(["name": "Spearmint", "notes": "two\r\nlines", "height": "7"]))
            #expect(second.status == 303)
            #expect(try await stored(scope) == "Spearmint|new@example.com|two\r\nlines|f|7|3")
        }
    }

    @Test("asks about the fields both changed and no others, and each keeps the rest of theirs")
    func disputed() async throws {
        try await withOpenForm { _, scope, desk, form in
            try await desk.send(form.action, fields: form.filled(["name": "Theirs", "email": "new@example.com", "height": "7"]))
            let sent = try await desk.send(form.action, fields: form.filled(["name": "Mine", "height": "7", "is_hardy": nil]))
            let page: RecordFormPage = try sent.page()
            #expect(sent.status == 409 && page.conflict?.fields.map(\.name) == ["name"])
            #expect(page.conflict?.fields.first?.mine == "Mine" && page.conflict?.fields.first?.theirs == "Theirs")
            #expect(page.field("email")?.text?.value == "new@example.com")
            try await desk.send(page.action, fields: page.filled(["keep.name": "mine"]))
            #expect(try await stored(scope) == "Mine|new@example.com|two\nlines|f|7|3")
        }
    }

    @Test("may be saved under the name the other gave it")
    func theirs() async throws {
        try await withOpenForm { _, scope, desk, form in
            try await desk.send(form.action, fields: form.filled(["name": "Theirs"]))
            let page: RecordFormPage = try await desk.send(form.action, fields: form.filled(["name": "Mine", "height": "7"])).page()
            try await desk.send(page.action, fields: page.filled(["keep.name": "theirs"]))
            #expect(try await stored(scope) == "Theirs|old@example.com|two\nlines|t|7|3")
        }
    }

    @Test("still knows what one left alone after a mistake was pointed out")
    func mistaken() async throws {
        try await withOpenForm { _, scope, desk, form in
            let wrong: RecordFormPage = try await desk.send(form.action, fields: form.filled(["height": "tall"])).page()
            try await desk.send(form.action, fields: form.filled(["name": "Theirs", "email": "new@example.com"]))
            #expect(try await desk.send(wrong.action, fields: wrong.filled(["height": "7"])).status == 303)
            #expect(try await stored(scope) == "Theirs|new@example.com|two\nlines|t|7|3")
        }
    }

    @Test("and deleted meanwhile keeps what was typed, and is restored and saved by those who may")
    func deleted() async throws {
        try await withOpenForm(as: .manager) { platform, scope, desk, form in
            try await desk.send("\(form.action)/delete")
            let sent = try await desk.send(form.action, fields: form.filled(["name": "Spearmint"]))
            let page: RecordFormPage = try sent.page()
            #expect(sent.status == 409 && page.error?.hasPrefix("Somebody deleted this") == true)
            #expect(page.field("name")?.text?.value == "Spearmint" && page.submitLabel == "Restore and save")
            #expect(try await desk.send(page.action, fields: page.filled()).location == form.action)
            #expect(try await stored(scope) == "Spearmint|old@example.com|two\nlines|t|4")
            #expect(try await scope.tally("plants") == 1)
        }
    }

    @Test("and deleted meanwhile is not restored by those who may not delete, whatever they send")
    func notRestored() async throws {
        try await withOpenForm(as: .staff) { platform, scope, desk, form in
            try await Desk(scope, platform.registry).send("\(form.action)/delete")
            let page: RecordFormPage = try await desk.send(form.action, fields: form.filled(["name": "Spearmint"])).page()
            #expect(page.submitLabel == "Save" && page.field("name")?.text?.value == "Spearmint")
            #expect(try await desk.send(page.action, fields: page.filled(["restore": "1"])).status == 409)
            #expect(try await scope.tally("plants") == 0)
        }
    }
}

extension RecordFormPage {
    /// What a browser sends of it, with some fields changed; nil for what it leaves out.
    fileprivate func filled(_ changes: [String: String?] = [:]) -> [(name: String, value: String)] {
        let shown = sections.flatMap(\.fields).compactMap { field in field.answer.map { (field.name, $0) } }
        let carried = hidden.map { ($0.name, $0.value) } + (version.map { [("version", $0)] } ?? [])
        let form = changes.reduce(Form(shown + carried)) { $0.with($1.key, $1.value) }
        return form.fields
    }
}

extension FormField {
    fileprivate var answer: String? {
        if let checkbox { return checkbox.isChecked ? "true" : nil }
        let options = choice?.options ?? reference?.options
        return text?.value ?? longText?.value ?? options?.first { $0.isSelected }?.value
    }
}
