import Support
import Testing

@testable import Platform

@Suite("The picker", .enabled(if: TestPlatform.isPossible))
struct Picking {
    @Test("offers twenty at most, by their names, narrowed by what was typed")
    func options() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(60)
            var mint = Plant("Mint")
            mint.email = EmailAddress("grower@example.com")
            try await platform.plants(scope).create(mint)
            let desk = Desk(scope, platform.registry)
            #expect(try await desk.open("/garden/plants/picker", as: PickerFragment.self).options.count == 20)
            let found: PickerFragment = try await desk.open("/garden/plants/picker?q=min")
            #expect(found.options.map(\.label) == ["Mint"] && found.options.first?.value == mint.id.description)
            #expect(found.options.first?.detail == "grower@example.com")
        }
    }

    @Test("says of what kind soever it is what else a record is known by")
    func numbers() async throws {
        try await TestPlatform.with([depot]) { platform in
            let scope = try await platform.register("Acme")
            var carton = Carton()
            (carton.name, carton.number) = ("Tea", 4711)
            try await Records(Carton.self, in: scope).create(carton)
            let found: PickerFragment = try await Desk(scope, platform.registry).open("/depot/cartons/picker?q=te")
            #expect(found.options.map(\.detail) == ["4711"])
        }
    }

    @Test("offers neither what was deleted nor what another business has")
    func hidden() async throws {
        try await withTwoGardens { platform, acme, globex in
            let (gone, theirs) = (Bed.named("South"), Bed.named("South of Globex"))
            try await platform.beds(acme).create(gone)
            try await platform.beds(globex).create(theirs)
            _ = try await platform.beds(acme).delete([gone.id])
            let desk = Desk(acme, platform.registry)
            for query in ["", "?q=south", "?q=globex"] {
                #expect(try await desk.open("/garden/beds/picker\(query)", as: PickerFragment.self).options.isEmpty)
            }
        }
    }
}

/// Crates that are found by their number, too.
private let depot = Module("depot", records: [.record(Carton.self)], migrations: [Migration("depot/0001_crates", sql: """
    create table cartons (
        business_id uuid not null default current_setting('kontor.business_id')::uuid references businesses,
        id uuid not null, name text not null, number bigint,
        version integer not null default 1, created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(), deleted_at timestamptz, custom jsonb not null default '{}',
        search text generated always as (lower(name || ' ' || coalesce(number::text, ''))) stored, primary key (business_id, id));
    call kontor.record('cartons', '{name,number}');
    """)])

private struct Carton: Record {
    var id = ID<Carton>()
    var name = "", number: Int?

    static let schema = Schema<Carton>("cartons") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("number", \.number, .searchable)
    }
}

@Suite("An export", .enabled(if: TestPlatform.isPossible))
struct ExportingRecords {
    @Test("streams every row once, the oldest first, however many there are")
    func streaming() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(2_500)
            let file = try await Desk(scope, platform.registry).download("/garden/plants/export")
            let lines = file.text.split(separator: "\r\n")
            #expect(file.pieces == 3)
            #expect(lines.count == 2_501 && Set(lines).count == 2_501)
            #expect(lines[1].hasPrefix("plant 1,") && lines[2_500].hasPrefix("plant 2500,"))
        }
    }

    @Test("is complete when its rows fill the pieces exactly, and a header when there are none", arguments: [0, 1_000])
    func borders(count: Int) async throws {
        try await withGarden { platform, scope in
            try await scope.plant(count)
            let file = try await Desk(scope, platform.registry).download("/garden/plants/export")
            #expect(file.text.split(separator: "\r\n").count == count + 1)
            #expect(file.text.hasPrefix("\u{FEFF}name,habit,bed,height,is_hardy,price,planted,notes,email,phone,web,vigour,created_at,id\r\n"))
        }
    }

    @Test("holds what the list shows: searched, narrowed, without what was deleted or is another's")
    func narrowed() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await globex.plant(5)
            let (mint, oak, ash) = (Plant("Mint"), Plant("Oak", .tree), Plant("Ash", .tree))
            for plant in [mint, oak, ash] { try await platform.plants(acme).create(plant) }
            _ = try await platform.plants(acme).delete([ash.id])
            let desk = Desk(acme, platform.registry)
            func names(_ query: String) async throws -> [Substring] {
                try await desk.download("/garden/plants/export\(query)").text.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != "," } }.sorted()
            }
            #expect(try await names("") == ["Mint", "Oak"])
            #expect(try await names("?habit=tree&sort=-name") == ["Oak"])
            #expect(try await names("?q=min") == ["Mint"])
        }
    }

    @Test("defuses formulas and keeps commas, quotes and line breaks in their cells")
    func formulas() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("=HYPERLINK(\"x\")")
            try await platform.beds(scope).create(bed)
            var plant = Plant("=1+1", in: bed.id)
            plant.notes = "@SUM(A1), \"b\"\nnext"
            plant.price = Money(minorUnits: -1_250, .eur)
            try await platform.plants(scope).create(plant)
            let text = try await Desk(scope, platform.registry).download("/garden/plants/export").text
            #expect(text.contains("\r\n'=1+1,herb,\"'=HYPERLINK(\"\"x\"\")\",,false,"))
            #expect(text.contains("\"'@SUM(A1), \"\"b\"\"\nnext\""))
            #expect(!text.contains(",=") && !text.contains("\n="))
        }
    }
}
