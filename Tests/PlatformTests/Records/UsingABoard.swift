import Support
import Testing

@testable import Platform

@Suite("A board", .enabled(if: TestPlatform.isPossible))
struct UsingABoard {
    @Test("has a column for each choice, with its cards, the newest first, and their number")
    func columns() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            for (name, habit) in [("Mint", Habit.herb), ("Oak", .tree), ("Elm", .tree)] {
                var plant = Plant(name, habit, in: name == "Elm" ? bed.id : nil)
                plant.height = name == "Elm" ? 300 : nil
                try await platform.plants(scope).create(plant)
            }
            let desk = Desk(scope, platform.registry)
            let page: RecordBoardPage = try await desk.open("/garden/plants/board")
            #expect(page.columns.map(\.value) == ["herb", "shrub", "tree"] && page.columns.map(\.label) == ["Herb", "Shrub", "Tree"])
            #expect(page.columns.map(\.count) == ["1", "0", "2"] && page.names == [["Mint"], [], ["Elm", "Oak"]])
            #expect(page.columns[2].cards[0].facts.map(\.text) == ["South", "300", "No"])
            #expect(page.columns.allSatisfy { $0.allPath == nil } && page.mayMove)
            #expect(page.columns[0].cards[0].move?.options.map(\.value) == ["shrub", "tree"])
            #expect(page.tabs.map(\.path) == ["/garden/plants", "/garden/plants/board", "/garden/plants/calendar"] && page.tabs.map(\.isCurrent) == [false, true, false])
            #expect(!page.filters.contains { $0.name == "habit" })
        }
    }

    @Test("shows fifty cards of a column, how many there are, and the way to all of them")
    func most() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(51)
            let desk = Desk(scope, platform.registry)
            let page: RecordBoardPage = try await desk.open("/garden/plants/board?is_hardy=false")
            let column = try #require(page.columns.first { !$0.cards.isEmpty })
            #expect(column.count == "51" && column.cards.count == 50)
            #expect(column.allPath == "/garden/plants?is_hardy=false&habit=\(column.value)")
            let searched: RecordBoardPage = try await desk.open("/garden/plants/board?q=plant")
            #expect(searched.columns.first { !$0.cards.isEmpty }?.count == "50+")
        }
    }

    @Test("is searched and narrowed as the list is, and leads to the list so narrowed")
    func narrowed() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            for (name, habit) in [("Mint", Habit.herb), ("Catmint", .shrub), ("Oak", .tree)] {
                try await platform.plants(scope).create(Plant(name, habit, in: name == "Catmint" ? bed.id : nil))
            }
            let desk = Desk(scope, platform.registry)
            let found: RecordBoardPage = try await desk.open("/garden/plants/board?q=mint&sort=name&after=x")
            #expect(found.names == [["Mint"], ["Catmint"], []] && found.columns.map(\.count) == ["1", "1", "0"])
            #expect(found.tabs[0].path == "/garden/plants?q=mint" && found.clearPath == "/garden/plants/board")
            let both: RecordBoardPage = try await desk.open("/garden/plants/board?q=mint&bed=\(bed.id)&habit=tree")
            #expect(both.names == [[], ["Catmint"], []])
            #expect(both.filters.first { $0.name == "bed" }?.options.last?.label == "South")
            let none: RecordBoardPage = try await desk.open("/garden/plants/board?q=nonsense")
            #expect(none.columns.isEmpty && none.isNoMatch)
        }
    }

    @Test("moves a card, says so, and takes it back")
    func move() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let desk = Desk(scope, platform.registry)
            let page: RecordBoardPage = try await desk.open("/garden/plants/board?is_hardy=false")
            let move = try #require(page.columns[0].cards[0].move)
            let sent = try await desk.send(move.path, ["from": move.from, "to": "tree", "back": move.back])
            #expect(sent.location == "/garden/plants/board?is_hardy=false" && sent.announcement?.text == "Mint is in Tree now.")
            #expect(try await platform.plants(scope).one(plant.id)?.record.habit == .tree)
            let again = try await desk.send(move.path, ["from": move.from, "to": "tree"])
            #expect(again.location == "/garden/plants/board" && again.announcement?.undo == nil)
            #expect(try await scope.events("garden.plants.changed") == 1)
            try await desk.send(try #require(sent.announcement?.undo))
            #expect(try await platform.plants(scope).one(plant.id)?.record.habit == .herb)
        }
    }

    @Test("leaves a card where somebody else has moved it, also when taking a move back, and keeps what else was changed")
    func races() async throws {
        try await withGarden { platform, scope in
            let plants = platform.plants(scope)
            var plant = Plant("Mint")
            try await plants.create(plant)
            let desk = Desk(scope, platform.registry), path = "/garden/plants/\(plant.id)/move"
            plant.notes = "Grows everywhere"
            #expect(try await plants.update(plant, from: 1))
            let mine = try await desk.send(path, ["from": "herb", "to": "shrub"])
            let stored = try #require(try await plants.one(plant.id))
            #expect(stored.record.habit == .shrub && stored.record.notes == "Grows everywhere")
            let late = try await desk.send(path, ["from": "herb", "to": "tree"])
            #expect(late.announcement?.kind == .warning && late.announcement?.undo == nil)
            #expect(late.announcement?.text.contains("moved Mint to Shrub") == true)
            try await desk.send(path, ["from": "shrub", "to": "tree"])
            let undone = try await desk.send(try #require(mine.announcement?.undo))
            #expect(undone.announcement?.kind == .warning)
            #expect(try await plants.one(plant.id)?.record.habit == .tree)
        }
    }

    @Test("moves one card to one place when many move it at once")
    func crowd() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let desk = Desk(scope, platform.registry)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for index in 0..<12 {
                    group.addTask { try await desk.send("/garden/plants/\(plant.id)/move", ["from": "herb", "to": index % 2 == 0 ? "tree" : "shrub"]) }
                }
                try await group.waitForAll()
            }
            #expect(try await scope.events("garden.plants.changed") == 1)
        }
    }

    @Test("refuses to move without the permission, another's card, a deleted one, and to a column there is not")
    func refusals() async throws {
        try await withTwoGardens { platform, acme, globex in
            let mine = Plant("Mine"), theirs = Plant("Theirs"), gone = Plant("Gone")
            try await platform.plants(acme).create(mine)
            try await platform.plants(acme).create(gone)
            _ = try await platform.plants(acme).delete([gone.id])
            try await platform.plants(globex).create(theirs)
            let desk = Desk(acme, platform.registry)
            for id in [theirs.id, gone.id, ID()] {
                await #expect(throws: PageError.notFound) { try await desk.send("/garden/plants/\(id)/move", ["from": "herb", "to": "tree"]) }
            }
            for (from, to) in [("herb", "rock"), ("rock", "tree"), ("herb", "")] {
                await #expect(throws: PageError.badForm) { try await desk.send("/garden/plants/\(mine.id)/move", ["from": from, "to": to]) }
            }
            let page: RecordBoardPage = try await desk.open("/garden/plants/board")
            #expect(page.names == [["Mine"], [], []])
            let viewer = Desk(try await platform.join(acme.business.id, as: .viewer), platform.registry)
            let seen: RecordBoardPage = try await viewer.open("/garden/plants/board")
            #expect(!seen.mayMove && seen.columns[0].cards[0].move == nil)
            await #expect(throws: Refusal.permission(page.edit)) { try await viewer.send("/garden/plants/\(mine.id)/move", ["from": "herb", "to": "tree"]) }
        }
    }

    @Test("by a field that is none, no choice, or may be empty stops the start")
    func wrongFields() {
        expect(.wrongView(.board(by: "colour"), record: "stones", module: "garden"), says: "board of stones is by \"colour\"", "a choice that is .filterable", "Name such a field") {
            _ = try Registry([Module("garden", records: [.record(Stone.self)])])
        }
        expect(.wrongView(.board(by: "name"), record: "pebbles", module: "garden"), says: "\"name\"") {
            _ = try Registry([Module("garden", records: [.record(Pebble.self)])])
        }
    }
}

extension RecordBoardPage {
    fileprivate var names: [[String]] { columns.map { $0.cards.map(\.title) } }
    fileprivate var edit: Permission { RecordPermissions(module: "garden", records: "plants").edit }
}

private struct Stone: Record {
    var id = ID<Stone>()
    var name = ""
    static let schema = Schema<Stone>("stones", views: .board(by: "colour")) { Field("name", \.name) }
}

private struct Pebble: Record {
    var id = ID<Pebble>()
    var name = ""
    static let schema = Schema<Pebble>("pebbles", views: .board(by: "name")) { Field("name", \.name, .filterable) }
}
