import Support
import Testing

@testable import Platform

@Suite("A saved view", .enabled(if: TestPlatform.isPossible))
struct SavingViews {
    @Test("opens what was searched, narrowed, sorted and shown when it got its name, on its page")
    func saved() async throws {
        try await withGarden { platform, scope in
            for (name, habit) in [("Mint", Habit.herb), ("Oak", .tree), ("Ash", .tree)] { try await platform.plants(scope).create(Plant(name, habit)) }
            let desk = Desk(scope, platform.registry)
            let list: RecordListPage = try await desk.open("/garden/plants?habit=tree&sort=name&columns=web&after=\(ID<Plant>())&nonsense=1")
            let form: RecordFormPage = try await desk.open(try #require(list.tools?.views.newPath))
            #expect(form.hidden.map(\.value) == ["list", "habit=tree&sort=name&columns=name%2Cweb"])
            let sent = try await desk.send(form.action, fields: [("name", " Trees "), ("shared", "")] + form.hidden.map { ($0.name, $0.value) })
            let path = try #require(sent.location)
            #expect(sent.announcement?.text == "The view Trees is saved.")
            let page: RecordListPage = try await desk.open(path)
            #expect(page.table?.rows.map(\.title) == ["Ash", "Oak"] && page.table?.columns.map(\.label) == ["Name", "Web"])
            let views = try #require(page.tools?.views)
            #expect(views.label == "Trees" && views.isOpen && views.save == nil && views.note == nil)
            #expect(views.groups.map(\.title) == [nil, "Mine"] && views.groups[1].views.map(\.isCurrent) == [true])
            #expect(page.hidden.contains { $0.name == "view" })

            let board = try await desk.save("Sunny", "page=board&where=is_hardy%3Dtrue%26habit%3Dherb")
            #expect(board.hasPrefix("/garden/plants/board?view=") && board.hasSuffix("&habit=herb&is_hardy=true"))
            let shown: RecordBoardPage = try await desk.open(board)
            #expect(shown.tools?.views.label == "Sunny" && shown.hidden.map(\.name) == ["view"])
        }
    }

    @Test("takes what was changed since, once one says so, under the same name")
    func changed() async throws {
        try await withGarden { platform, scope in
            let desk = Desk(scope, platform.registry), path = try await desk.save("Trees", "where=habit%3Dtree")
            let page: RecordListPage = try await desk.open("\(path)&q=oak")
            let save = try #require(page.tools?.views.save)
            #expect(save.label == "Save changes to Trees")
            let sent = try await desk.send(save.path, fields: save.hidden.map { ($0.name, $0.value) })
            #expect(sent.location?.hasSuffix("&q=oak&habit=tree") == true)
            let again: RecordListPage = try await desk.open(try #require(sent.location))
            #expect(again.tools?.views.save == nil)
        }
    }

    @Test("has a name of its own, short enough, and there are not too many", arguments: [
        ("", "Fill this in."), ("trees", "has this name"), (String(repeating: "x", count: 61), "60 is the most"), ("a\u{0}", "cannot be stored"),
    ])
    func refused(name: String, told: String) async throws {
        try await withGarden { platform, scope in
            let desk = Desk(scope, platform.registry)
            _ = try await desk.save("Trees", "where=habit%3Dtree")
            let sent = try await desk.send("/garden/plants/views/new", ["name": name, "where": "q=x"])
            let field = try #require(try sent.page(as: RecordFormPage.self).sections[0].fields.first)
            #expect(sent.status == 422 && field.error?.contains(told) == true && field.text?.value == name)
            #expect(try await desk.views == ["Trees"])
        }
    }

    @Test("is refused as the fifty-first, and with a search too long to be kept, also when many are saved at once")
    func limits() async throws {
        try await withGarden { platform, scope in
            let desk = Desk(scope, platform.registry)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<55 { group.addTask { try await desk.send("/garden/plants/views/new", ["name": "View \(index)", "where": "q=\(index)"]) } }
                try await group.waitForAll()
            }
            #expect(try await desk.views.count == 50)
            let long = String(repeating: "\u{1F331}", count: 200)
            let sent = try await Desk(platform.join(scope.business.id, as: .staff), platform.registry)
                .send("/garden/plants/views/new", ["name": "Long", "where": Form([("q", long)]).urlEncoded])
            let field = try #require(try sent.page(as: RecordFormPage.self).sections[0].fields.first)
            #expect(sent.status == 422 && field.error?.contains("too long to save") == true)
        }
    }

    @Test("is its owner's alone until it is shared, and then everybody's, to be changed by those who may share")
    func sharing() async throws {
        try await withGarden { platform, scope in
            let owner = Desk(scope, platform.registry)
            let staff = Desk(try await platform.join(scope.business.id, as: .staff), platform.registry)
            let path = try await owner.save("Trees", "where=habit%3Dtree"), place = try #require(path.viewPlace)
            #expect(try await staff.views == [])
            let stranger: RecordListPage = try await staff.open(path)
            #expect(stranger.tools?.views.isOpen == false && stranger.tools?.views.editPath == nil)
            for target in [place, "\(place)/delete"] { await #expect(throws: PageError.notFound) { try await staff.see(target) } }
            for target in [place, "\(place)/save", "\(place)/first", "\(place)/delete"] {
                await #expect(throws: PageError.notFound, "\(target)") { try await staff.send(target, ["name": "Taken"]) }
            }
            #expect(try await owner.send(place, ["name": "Trees", "shared": "true"]).status == 303)
            let seen: RecordListPage = try await staff.open(path)
            let views = try #require(seen.tools?.views)
            #expect(views.groups.map(\.title) == [nil, "Shared"] && views.isOpen && views.editPath == nil && views.deletePath == nil && views.first != nil)
            let changed: RecordListPage = try await staff.open("\(path)&q=x")
            #expect(changed.tools?.views.save == nil)
            for target in [place, "\(place)/save", "\(place)/delete"] {
                await #expect(throws: Refusal.permission(AccountPermissions.shareViews)) { try await staff.send(target, ["name": "Taken"]) }
            }
            await #expect(throws: Refusal.permission(AccountPermissions.shareViews)) {
                try await staff.send("/garden/plants/views/new", ["name": "Mine", "shared": "true"])
            }
            let form: RecordFormPage = try await staff.open("/garden/plants/views/new")
            #expect(form.sections[0].fields.map(\.name) == ["name"])
            for desk in [staff, owner] { #expect(try await desk.views == ["Trees"]) }
        }
    }

    @Test("that is shared stays when who made it leaves; their own go with them")
    func leaving() async throws {
        try await withGarden { platform, scope in
            let leaver = try await platform.join(scope.business.id, as: .manager), theirs = Desk(leaver, platform.registry)
            _ = try await theirs.save("Shared", "where=q%3Da", shared: true)
            _ = try await theirs.save("Own", "where=q%3Db")
            _ = try await platform.superuser.write(Query.execute("delete from members where id = \(leaver.member.id)"))
            #expect(try await Desk(scope, platform.registry).views == ["Shared"])
            #expect(try await platform.superuser.read(Query<Int>.value("select count(*) from saved_views")) == 1)
        }
    }

    @Test("opens first for whoever wants that, and a link still leads to all")
    func first() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(Plant("Mint"))
            let desk = Desk(scope, platform.registry), path = try await desk.save("Trees", "where=habit%3Dtree", shared: true)
            let other = Desk(try await platform.join(scope.business.id, as: .viewer), platform.registry)
            let open: RecordListPage = try await desk.open(path)
            let first = try #require(open.tools?.views.first)
            try await desk.send(first.path, fields: first.hidden.map { ($0.name, $0.value) })
            #expect(try await desk.see("/garden/plants").location == path)
            #expect(try await other.open("/garden/plants", as: RecordListPage.self).table?.rows.count == 1)
            let later: RecordListPage = try await desk.open(path)
            let all = try #require(later.tools?.views.groups[0].views[0].path)
            #expect(try await desk.open(all, as: RecordListPage.self).table?.rows.count == 1)
            #expect(later.clearPath == all)
            let found: RecordListPage = try await desk.open("/garden/plants?q=mint")
            #expect(found.hidden.map { "\($0.name)=\($0.value)" } == ["view=all"])
            let undo = try #require(later.tools?.views.first)
            try await desk.send(undo.path, fields: undo.hidden.map { ($0.name, $0.value) })
            #expect(try await desk.see("/garden/plants").status == 200)
            // Whoever takes a shared view back takes it from the others' lists, too.
            try await other.send(first.path, ["first": "true"])
            #expect(try await other.see("/garden/plants").location == path)
            try await desk.send(try #require(path.viewPlace), ["name": "Trees"])
            #expect(try await other.see("/garden/plants").status == 200)
        }
    }

    @Test("opens without what it names that is gone, and says so")
    func missing() async throws {
        try await withGarden { platform, scope in
            try await FieldDefinitions(of: "plants", in: scope).add(FieldDraft(Form([("label", "Soil"), ("kind", "choice"), ("choices", "wet\ndry")])))
            let mine = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            let path = try await Desk(mine, platform.registry).save("Wet", "where=" + urlEscaped("habit=herb&x_soil=wet&columns=web,x_soil"))
            #expect(path.contains("x_soil=wet"))
            try await FieldDefinitions(of: "plants", in: scope).remove("x_soil")
            let desk = Desk(scope, platform.registry)
            try await platform.plants(scope).create(Plant("Mint"))
            let list: RecordListPage = try await desk.open("/garden/plants")
            let page: RecordListPage = try await desk.open(try #require(list.tools?.views.groups.last?.views.first?.path))
            #expect(page.table?.rows.map(\.title) == ["Mint"] && page.table?.columns.map(\.label) == ["Name", "Web"])
            #expect(page.tools?.views.note == "This view names what is not there any more: x_soil. It is shown without it.")
            #expect(page.tools?.views.save != nil)
        }
    }

    @Test("that is everybody's tells nobody of what is hidden from them, and is not saved without it")
    func hidden() async throws {
        try await withGarden { platform, scope in
            try await FieldDefinitions(of: "plants", in: scope).add(FieldDraft(Form([("label", "Soil"), ("kind", "choice"), ("choices", "wet\ndry")])))
            let owner = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            let path = try await Desk(owner, platform.registry).save("Wet", "where=" + urlEscaped("habit=herb&x_soil=wet&columns=web,x_soil"), shared: true)
            let manager = try await platform.join(scope.business.id, as: .manager)
            try await AccessDecisions(in: owner).decide(AccessRule(fields: ["x_soil": .hidden]), for: .manager, on: "plants")
            let theirs = try #require(try await platform.seats.scope(of: manager.member.id, in: scope.business.id))
            let desk = Desk(theirs, platform.registry), place = try #require(path.viewPlace)
            let list: RecordListPage = try await desk.open("/garden/plants")
            let open = try #require(list.tools?.views.groups.last?.views.first?.path)
            for query in ["", "&q=x"] {
                let views = try #require(try await desk.open(open + query, as: RecordListPage.self).tools?.views)
                #expect(views.note == "Part of it is not for your role to see; it is shown without that." && views.save == nil && views.editPath != nil)
            }
            await #expect(throws: ViewError.partlyHidden) { try await desk.send("\(place)/save", ["page": "list", "where": "q=x"]) }
            #expect(try await Desk(owner, platform.registry).open(path, as: RecordListPage.self).tools?.views.save == nil, "it is as it was")
            try await FieldDefinitions(of: "plants", in: owner).remove("x_soil")
            let later = try #require(try await platform.seats.scope(of: manager.member.id, in: scope.business.id))
            let note = try await Desk(later, platform.registry).open(open, as: RecordListPage.self).tools?.views.note
            #expect(note?.contains("x_soil") != true)
        }
    }

    @Test("is not changed or deleted by whoever found it shared, once somebody has taken it back")
    func takenBack() async throws {
        try await withGarden { platform, scope in
            let id = try #require(try await Desk(scope, platform.registry).save("Trees", "where=habit%3Dtree", shared: true).viewPlace?.split(separator: "/").last)
            let views = SavedViews(of: "plants", in: scope), found = try await views.mine(try #require(ID(String(id))))
            let other = SavedViews(of: "plants", in: try await platform.join(scope.business.id, as: .manager))
            try await other.change(found, name: "Mine now", isShared: false)
            let kind = RecordKind<Plant>(module: "garden"), draft = ViewDraft(Form([("name", "x"), ("where", "q=x")]), kind)
            await #expect(throws: PageError.notFound) { try await views.delete(found) }
            await #expect(throws: PageError.notFound) { try await views.replace(found, by: draft, of: kind) }
            for isShared in [false, true] { await #expect(throws: PageError.notFound) { try await views.change(found, name: "Back", isShared: isShared) } }
            let kept = try await other.one(found.id)
            #expect(kept.name == "Mine now" && !kept.isShared && kept.query == found.query)
        }
    }

    @Test("is deleted once one is sure; what it shows stays")
    func deleted() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(Plant("Mint"))
            let desk = Desk(scope, platform.registry), place = try #require(try await desk.save("Herbs", "where=habit%3Dherb").viewPlace)
            let question: DeletePage = try await desk.open("\(place)/delete")
            #expect(question.title == "Delete the view Herbs?" && question.action == "\(place)/delete")
            #expect(try await desk.send(question.action).location == "/garden/plants")
            let page: RecordListPage = try await desk.open("/garden/plants")
            #expect(page.table?.rows.count == 1 && page.tools?.views.groups.count == 1)
        }
    }

    @Test("is neither seen nor touched by another business")
    func isolation() async throws {
        try await withTwoGardens { platform, acme, globex in
            let place = try #require(try await Desk(globex, platform.registry).save("Secret", "where=q%3Dx", shared: true).viewPlace)
            let desk = Desk(acme, platform.registry)
            #expect(try await desk.views == [])
            for target in [place, "\(place)/save", "\(place)/first", "\(place)/delete"] {
                await #expect(throws: PageError.notFound) { try await desk.send(target, ["name": "Taken"]) }
            }
            #expect(try await Desk(globex, platform.registry).views == ["Secret"])
        }
    }
}

extension Desk {
    /// Saves a view of plants. Returns where it is open.
    fileprivate func save(_ name: String, _ query: String, shared: Bool = false) async throws -> String {
        let asked = Form(urlEncoded: query.utf8).fields
        guard let path = try await send("/garden/plants/views/new", fields: [("name", name), ("shared", String(shared))] + asked).location else { throw WrongAnswer() }
        return path
    }

    /// The names of the views this member is offered.
    fileprivate var views: [String] {
        get async throws {
            let page: RecordListPage = try await open("/garden/plants?view=all")
            return page.tools?.views.groups.dropFirst().flatMap(\.views).map(\.label) ?? []
        }
    }
}

extension String {
    /// Where the view of an address is changed.
    fileprivate var viewPlace: String? {
        firstMatch(of: /view=([0-9a-f-]{36})/).map { "/garden/plants/views/\($0.1)" }
    }
}
