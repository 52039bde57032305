import Support
import Testing

@testable import Platform

@Suite("The columns of a list", .enabled(if: TestPlatform.isPossible))
struct ChoosingColumns {
    private static let declared = ["Name", "Habit", "Bed", "Height", "Hardy", "Price", "Planted", "Grower", "Phone", "Web", "Vigour", "Added"]

    @Test("are those its address names, in the order declared; without any it knows, all that are declared", arguments: [
        ("", declared), ("columns=", declared), ("columns=nonsense,%00", declared), ("columns=name", ["Name"]),
        ("columns=web,habit", ["Name", "Habit", "Web"]), ("columns=web&columns=habit&columns=name", ["Name", "Habit", "Web"]),
        ("columns=notes,created_at,nonsense,id", ["Name", "Notes", "Added"]), ("columns=habit,habit", ["Name", "Habit"]),
    ])
    func chosen(query: String, labels: [String]) async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            try await platform.plants(scope).create(Plant("Mint", in: bed.id))
            let page: RecordListPage = try await Desk(scope, platform.registry).open("/garden/plants?\(query)")
            let table = try #require(page.table)
            #expect(table.columns.map(\.label) == labels)
            #expect(table.rows[0].title == "Mint" && table.rows[0].cells.map(\.label) == Array(labels.dropFirst()))
            let columns = try #require(page.tools?.columns)
            #expect(columns.options.filter(\.isSelected).map(\.label) == Array(labels.dropFirst()))
            #expect(columns.title == "Name" && columns.options.map(\.label).contains("Notes"))
            #expect((columns.resetPath == nil) == (labels == Self.declared))
        }
    }

    @Test("are all that is read, and a long text only as far as a list shows it")
    func statement() async throws {
        try await withGarden { platform, scope in
            var plant = Plant("Mint")
            plant.notes = String(repeating: "x", count: 5_000)
            try await platform.plants(scope).create(plant)
            let kind = RecordKind<Plant>(module: "garden").choosing(Form([("columns", "notes,habit")]))
            #expect(kind.listed.sql.text == #"r.id, r."name", r."habit", left(r."notes", 300)"# && kind.listed.joins.text == "")
            let page: RecordListPage = try await Desk(scope, platform.registry).open("/garden/plants?columns=notes")
            #expect(page.table?.rows[0].cells.map(\.text.count) == [300])
        }
    }

    @Test("stay when the list is searched, narrowed, sorted, paged and looked at as a board")
    func kept() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(60)
            let desk = Desk(scope, platform.registry)
            let page: RecordListPage = try await desk.open("/garden/plants?q=plant&habit=herb&columns=web&columns=phone&sort=name")
            let kept = "columns=name%2Cphone%2Cweb"
            #expect(page.hidden.contains { $0.name == "columns" && $0.value == "name,phone,web" })
            for path in [page.pager?.nextPath, page.table?.columns[0].sortPath, page.clearPath, page.tabs[1].path, page.tabs[2].path] {
                #expect(path?.contains(kept) == true, "\(path ?? "")")
            }
            let columns = try #require(page.tools?.columns)
            #expect(columns.hidden.map(\.name) == ["q", "habit", "sort"] && columns.name == "name")
            let next: RecordListPage = try await desk.open(try #require(page.pager?.nextPath))
            #expect(next.table?.columns.map(\.label) == ["Name", "Phone", "Web"] && next.table?.rows.count == 10)
        }
    }

    @Test("are the facts of a board's cards, too")
    func board() async throws {
        try await withGarden { platform, scope in
            var plant = Plant("Mint")
            (plant.height, plant.phone, plant.web, plant.email) = (40, PhoneNumber("0049 30 1"), WebAddress("mint.example"), EmailAddress("a@b.example"))
            try await platform.plants(scope).create(plant)
            let desk = Desk(scope, platform.registry)
            func facts(_ query: String) async throws -> [String] {
                try await desk.open("/garden/plants/board?\(query)", as: RecordBoardPage.self).columns[0].cards[0].facts.map(\.label)
            }
            #expect(try await facts("") == ["Height", "Hardy", "Grower"])
            #expect(try await facts("columns=height,email,phone,web,created_at") == ["Height", "Grower", "Phone", "Web", "Added"])
            #expect(try await facts("columns=name") == [])
            let calendar: RecordCalendarPage = try await desk.open("/garden/plants/calendar?columns=web")
            #expect(calendar.tools?.columns == nil && calendar.tabs[0].path == "/garden/plants?columns=name%2Cweb")
        }
    }

    @Test("may be fields of the business's own, unlisted ones too, until these are gone")
    func own() async throws {
        try await withGarden { platform, scope in
            let fields = FieldDefinitions(of: "plants", in: scope)
            try await fields.add(FieldDraft(Form([("label", "Soil"), ("kind", "text"), ("listed", "false")])))
            var mine = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            try await Desk(mine, platform.registry).send("/garden/plants", ["name": "Mint", "habit": "herb", "x_soil": "wet"])
            let page: RecordListPage = try await Desk(mine, platform.registry).open("/garden/plants?columns=x_soil")
            #expect(page.table?.columns.map(\.label) == ["Name", "Soil"] && page.table?.rows[0].cells.map(\.text) == ["wet"])
            try await fields.remove("x_soil")
            mine = try #require(try await platform.seats.scope(of: scope.member.id, in: scope.business.id))
            let later: RecordListPage = try await Desk(mine, platform.registry).open("/garden/plants?columns=x_soil,web")
            #expect(later.table?.columns.map(\.label) == ["Name", "Web"])
        }
    }

    @Test("are what a file holds, where that is asked for; otherwise it holds all fields")
    func exported() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            try await platform.plants(scope).create(Plant("Mint", in: bed.id))
            let desk = Desk(scope, platform.registry)
            let page: RecordListPage = try await desk.open("/garden/plants?columns=bed,habit&q=mint")
            #expect(page.exports.map(\.title) == ["All fields", "These columns"])
            let paths = page.exports.map { $0.files[0].path }
            #expect(paths == ["/garden/plants/export?q=mint&format=csv", "/garden/plants/export?q=mint&columns=name%2Chabit%2Cbed&format=csv"])
            #expect(try await desk.download(paths[0]).text.contains("name,habit,bed,height,"))
            #expect(try await desk.download(paths[1]).text == "\u{FEFF}name,habit,bed\r\nMint,herb,South\r\n")
            let declared: RecordListPage = try await desk.open("/garden/plants")
            let file = try await desk.download(declared.exports[1].files[0].path).text
            #expect(file.hasPrefix("\u{FEFF}name,habit,bed,height,is_hardy,price,planted,email,phone,web,vigour,created_at\r\n"))
        }
    }
}
