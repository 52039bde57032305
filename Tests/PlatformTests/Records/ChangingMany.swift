import Support
import Testing

@testable import Platform

@Suite("Changing many records", .enabled(if: TestPlatform.isPossible))
struct ChangingMany {
    /// Four plants of two kinds, and their ids by name.
    private func withPlants(_ body: (TestPlatform, Scope, Desk, [String: String]) async throws -> Void) async throws {
        try await withGarden { platform, scope in
            var ids: [String: String] = [:]
            for (name, habit) in [("Mint", Habit.herb), ("Sage", .herb), ("Oak", .tree), ("Elm", .tree)] {
                var plant = Plant(name, habit)
                (plant.notes, plant.height, plant.price) = ("About \(name)", name == "Oak" ? 9 : nil, Money(minorUnits: 250, .usd))
                try await platform.plants(scope).create(plant)
                ids[name] = plant.id.description
            }
            try await body(platform, scope, Desk(scope, platform.registry), ids)
        }
    }

    private func stored(_ scope: Scope) async throws -> [String] {
        try await scope.db.rows("select concat_ws('|', name, habit, notes, height, price, version) from plants where deleted_at is null order by name") { row in try row.next() }
    }

    @Test("is offered for those chosen, with every field a person may fill in and nothing checked")
    func page() async throws {
        try await withPlants { _, _, desk, ids in
            let list: RecordListPage = try await desk.open("/garden/plants?habit=tree")
            let selection = try #require(list.table?.selection)
            #expect(selection.editPath == "/garden/plants/edit" && selection.hidden.map(\.value) == ["habit=tree"])
            let page: BulkEditPage = try await desk.open("/garden/plants/edit?where=habit%3Dtree&id=\(ids["Oak", default: ""])&id=nobody")
            #expect(page.title == "Change 1 plants" && page.ids == [ids["Oak", default: ""]])
            #expect(page.fields.map(\.name) == RecordKind<Plant>(module: "garden").editable.map(\.name))
            #expect(!page.fields.contains { $0.isChanged } && page.cancelPath == "/garden/plants?habit=tree")
            #expect(page.targets.map(\.value) == ["chosen", "all"] && page.targets[1].label.contains("2"))
        }
    }

    @Test("sets what is checked and nothing else, says what it came to, and gives all of it back")
    func changing() async throws {
        try await withPlants { platform, scope, desk, ids in
            let before = try await stored(scope)
            _ = try await platform.plants(scope).delete([try #require(ID(ids["Elm", default: ""]))])
            let sent = try await desk.send("/garden/plants/edit", fields: ids.values.map { ("id", $0) } + [
                ("id", ids["Mint", default: ""]), ("where", "q=a"), ("change", "habit"), ("change", "height"),
                ("habit", "tree"), ("height", "9"), ("notes", "not checked"), ("price", "1"),
            ])
            #expect(sent.location == "/garden/plants?q=a")
            #expect(sent.announcement?.text == "Changed: 2. Like that already: 1. Not there any more: 1.")
            #expect(try await stored(scope) == ["Mint|tree|About Mint|9|250|2", "Oak|tree|About Oak|9|250|1", "Sage|tree|About Sage|9|250|2"])
            #expect(try await scope.events("garden.plants.changed") == 2)
            #expect(try await scope.db.rows("select distinct record from bulk_changes") { row in try row.next(String.self) } == ["plants"])
            let undo = try #require(sent.announcement?.undo)
            let back = try await desk.send(undo)
            #expect(back.location == "/garden/plants?q=a" && back.announcement?.text == "Put back: 2.")
            #expect(try await stored(scope).map { $0.dropLast() } == before.filter { !$0.hasPrefix("Elm") }.map { $0.dropLast() })
            await #expect(throws: PageError.notFound) { try await desk.send(undo) }
        }
    }

    @Test("empties a field that is checked and left empty, and an unchecked box that is checked to be changed")
    func emptying() async throws {
        try await withPlants { _, scope, desk, ids in
            try await desk.send("/garden/plants/edit", ["id": ids["Oak", default: ""], "change": "height", "price": "7"])
            #expect(try await stored(scope).contains("Oak|tree|About Oak|250|2"))
            let sent = try await desk.send("/garden/plants/edit", ["id": ids["Oak", default: ""], "change": "is_hardy"])
            #expect(sent.announcement?.text == "Like that already: 1." && sent.announcement?.undo == nil)
        }
    }

    @Test("takes back what nobody changed since, and says of how many that is not so")
    func undoingAfterOthers() async throws {
        try await withPlants { platform, scope, desk, ids in
            let sent = try await desk.send("/garden/plants/edit", fields: ids.values.map { ("id", $0) } + [("change", "notes"), ("notes", "Same")])
            let oak = try #require(ID<Plant>(ids["Oak", default: ""]))
            var mine = try #require(try await platform.plants(scope).one(oak))
            mine.values.record.height = 12
            #expect(try await platform.plants(scope).update(mine.record, from: mine.version))
            _ = try await platform.plants(scope).delete([try #require(ID(ids["Elm", default: ""]))])
            let back = try await desk.send(try #require(sent.announcement?.undo))
            #expect(back.announcement?.text == "Put back: 2. Changed by somebody since, so left alone: 2." && back.announcement?.kind == .warning)
            #expect(try await stored(scope) == ["Mint|herb|About Mint|250|3", "Oak|tree|Same|12|250|3", "Sage|herb|About Sage|250|3"])
        }
    }

    @Test("reaches all that match, and refuses more than a thousand")
    func all() async throws {
        try await withPlants { _, scope, desk, ids in
            let some = ids["Oak", default: ""]
            let sent = try await desk.send("/garden/plants/edit", ["id": some, "which": "all", "where": "habit=tree&after=\(some)", "change": "notes", "notes": "Tall"])
            #expect(sent.announcement?.text == "Changed: 2." && sent.location == "/garden/plants?habit=tree")
            #expect(try await stored(scope).filter { $0.contains("Tall") }.map { $0.prefix(3) } == ["Elm", "Oak"])
            let found = try await desk.send("/garden/plants/edit", ["which": "all", "where": "q=sage", "change": "notes", "notes": "Found"])
            #expect(found.announcement?.text == "Changed: 1.")
            try await scope.plant(997)
            let many = try await desk.send("/garden/plants/edit", ["id": some, "which": "all", "change": "notes", "notes": "All"])
            #expect(many.status == 422)
            #expect(try many.page(as: BulkEditPage.self).error?.contains("1,000") == true)
            #expect(try await stored(scope).allSatisfy { !$0.contains("All") })
        }
    }

    @Test("does not reach for all that match where something the list was narrowed by is gone, and changes nothing", arguments: [
        "habit=rock", "x_gone=1", "habit=herb&hidden=1", "q=\(String(repeating: "x", count: 801))",
    ])
    func narrowedByWhatIsGone(query: String) async throws {
        try await withPlants { _, scope, desk, ids in
            let before = try await stored(scope), some = ids["Oak", default: ""]
            let sent = try await desk.send("/garden/plants/edit", ["id": some, "which": "all", "where": query, "change": "notes", "notes": "All"])
            let page: BulkEditPage = try sent.page()
            #expect(sent.status == 422 && page.error?.contains("choose again") == true && page.targets.isEmpty)
            #expect(try await stored(scope) == before)
            #expect(try await desk.send("/garden/plants/edit", ["id": some, "where": query, "change": "notes", "notes": "One"]).announcement?.text == "Changed: 1.")
        }
    }

    @Test("reaches all that match whatever else the list's address says")
    func harmless() async throws {
        try await withPlants { _, _, desk, _ in
            let sent = try await desk.send("/garden/plants/edit", [
                "which": "all", "where": "view=all&sort=-name&columns=name&bed=&q=+&habit=tree", "change": "notes", "notes": "Tall",
            ])
            #expect(sent.announcement?.text == "Changed: 2.")
        }
    }

    @Test("refuses what is wrong beside its field, keeps what was typed, and changes nothing")
    func problems() async throws {
        try await withPlants { platform, scope, desk, ids in
            let before = try await stored(scope), id = ids["Oak", default: ""]
            let bed = Bed.named("Gone")
            try await platform.beds(scope).create(bed)
            _ = try await platform.beds(scope).delete([bed.id])
            for (field, value) in [("height", "tall"), ("name", ""), ("habit", "rock"), ("bed", bed.id.description), ("bed", ID<Bed>().description)] {
                let sent = try await desk.send("/garden/plants/edit", ["id": id, "change": field, field: value])
                let page: BulkEditPage = try sent.page()
                #expect(sent.status == 422 && page.error != nil && page.ids == [id])
                #expect(page.fields.filter { $0.field.error != nil }.map(\.name) == [field], "\(field)")
                #expect(page.fields.filter(\.isChanged).map(\.name) == [field])
            }
            let none = try await desk.send("/garden/plants/edit", ["id": id, "notes": "No box"])
            #expect(none.status == 422)
            #expect(try none.page(as: BulkEditPage.self).error?.contains("Check the box") == true)
            #expect(try await desk.send("/garden/plants/edit", ["change": "notes"]).announcement?.kind == .warning)
            #expect(try await desk.see("/garden/plants/edit").location == "/garden/plants")
            #expect(try await stored(scope) == before)
        }
    }

    @Test("is not for those who may not edit; another's records are not there, and another's change is not taken back")
    func refusals() async throws {
        try await withTwoGardens { platform, acme, globex in
            let mine = Plant("Mine"), theirs = Plant("Theirs")
            try await platform.plants(acme).create(mine)
            try await platform.plants(globex).create(theirs)
            let desk = Desk(acme, platform.registry)
            let sent = try await desk.send("/garden/plants/edit", ["id": mine.id.description, "change": "notes", "notes": "Seen"])
            let undo = try #require(sent.announcement?.undo)
            let foreign = try await desk.send("/garden/plants/edit", ["id": theirs.id.description, "change": "notes", "notes": "Seen"])
            #expect(foreign.announcement?.text == "Not there any more: 1.")
            #expect(try await platform.plants(globex).one(theirs.id)?.record.notes == "")
            for other in [globex, try await platform.join(acme.business.id, as: .admin)] {
                await #expect(throws: PageError.notFound) { try await Desk(other, platform.registry).send(undo) }
            }
            await #expect(throws: PageError.badForm) { try await desk.send("/garden/plants/edit/undo?edit=x") }
            let viewer = Desk(try await platform.join(acme.business.id, as: .viewer), platform.registry)
            #expect(try await viewer.open("/garden/plants", as: RecordListPage.self).table?.selection == nil)
            await #expect(throws: Refusal.self) { try await viewer.send("/garden/plants/edit", ["id": mine.id.description, "change": "notes"]) }
            let staff = Desk(try await platform.join(acme.business.id, as: .staff), platform.registry)
            let selection = try #require(try await staff.open("/garden/plants", as: RecordListPage.self).table?.selection)
            #expect(selection.editPath != nil && selection.deletePath == nil)
        }
    }

    @Test("remembers former values for a day, and not of a person whose data is erased")
    func forgetting() async throws {
        try await withPlants { platform, scope, desk, ids in
            try await desk.send("/garden/plants/edit", fields: ids.values.map { ("id", $0) } + [("change", "notes"), ("notes", "Same")])
            let kept: SQL = "select count(*)::text from bulk_changes"
            #expect(try await scope.db.value(kept, of: String.self) == "4")
            #expect(try await Erasure(RecordKind<Plant>(module: "garden"), in: scope).erase(try #require(ID(ids["Oak", default: ""]))))
            #expect(try await scope.db.value(kept, of: String.self) == "3")
            try await platform.superuser.write(Query.execute("update bulk_changes set created_at = now() - interval '25 hours'"))
            _ = try await platform.app.write(Query<Int>.value("select kontor.sweep_bulk_changes()"))
            #expect(try await scope.db.value(kept, of: String.self) == "0")
        }
    }
}
