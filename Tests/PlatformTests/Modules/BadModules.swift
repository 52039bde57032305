import Platform
import Support
import Testing

@Suite("A module that is wrong")
struct BadModules {
    @Test("in its names is refused", arguments: ["Garden", "my-garden", "", "1garden", "gärten", "gar den", "g;drop"])
    func names(id: String) {
        expect(.badName(id, module: id), says: "Module \"\(id)\"", "\"\(id)\" must be lower-case", "Rename it") { _ = try Registry([Module(id)]) }
    }

    @Test("in the names of its records and fields is refused")
    func recordNames() {
        expect(.badName("Bad Table", module: "garden"), says: "\"Bad Table\"") { _ = try Registry([Module("garden", records: [.record(BadTable.self)])]) }
        expect(.badName("badField", module: "garden"), says: "\"badField\"") { _ = try Registry([Module("garden", records: [.record(BadField.self)])]) }
    }

    @Test("by being there twice is refused")
    func duplicateModule() {
        expect(.duplicateModule("garden"), says: "two modules named \"garden\"", "Portals/Kontor") { _ = try Registry([Module("garden"), Module("garden")]) }
    }

    @Test("by declaring another's record is refused")
    func duplicateRecord() {
        expect(.duplicateRecord(table: "beds", modules: ["garden", "park"]), says: "\"beds\" are declared twice", "garden and park", "Schema(\"beds\")") {
            _ = try Registry([Module("garden", records: [.record(Bed.self)]), Module("park", records: [.record(Bed.self)])])
        }
    }

    @Test("by declaring a field twice is refused")
    func duplicateField() {
        expect(.duplicateField("name", record: "twins"), says: "field \"name\" of twins is declared twice", "Remove one") {
            _ = try Registry([Module("garden", records: [.record(Twin.self)])])
        }
    }

    @Test("in its lines, by a field that people do not write or do not see, is refused")
    func lines() {
        expect(.wrongLine(field: "cost", lines: "stones", record: "walls", module: "garden"), says: "\"cost\"", "written by the platform") {
            _ = try Registry([Module("garden", records: [.record(Wall<Costly>.self)])])
        }
        expect(.wrongLine(field: "cost", lines: "stones", record: "walls", module: "garden"), says: "kept secret") {
            _ = try Registry([Module("garden", records: [.record(Wall<Hidden>.self)])])
        }
    }

    @Test("by calling a command as every record's own are called, or something no path can hold, is refused")
    func duplicateOperation() {
        expect(.duplicateOperation("nursery.pots.restore", module: "nursery"), says: "\"nursery.pots.restore\"", "Rename the command") {
            _ = try Registry([Module("nursery", records: [.record(Pot.self)], commands: [.command(Badly.self)])])
        }
        expect(.badName("Re pot", module: "nursery"), says: "\"Re pot\"") {
            _ = try Registry([Module("nursery", records: [.record(Pot.self)], commands: [.command(Worse.self)])])
        }
    }

    @Test("by declaring another's permission is refused, also one of the platform's own", arguments: [
        ("garden.water", ["garden", "park"]), ("garden.beds.read", ["garden", "park"]), ("account.settings.edit", ["platform", "park"]),
    ])
    func duplicatePermission(name: String, modules: [String]) {
        expect(.duplicatePermission(name, modules: modules), says: "permission \"\(name)\" is declared twice", modules.joined(separator: " and ")) {
            _ = try Registry([
                Module("garden", records: [.record(Bed.self)], permissions: [Permission("garden.water", from: .staff)]),
                Module("park", permissions: [Permission(name, from: .viewer)]),
            ])
        }
    }

    @Test("by requiring one that is not installed is refused")
    func missingModule() {
        expect(.missingModule("soil", requiredBy: "garden"), says: "\"garden\" requires module \"soil\"", "not installed", "Add it") {
            _ = try Registry([Module("garden", requires: [Module("soil")])])
        }
    }

    @Test("by requiring in a circle is refused")
    func circular() {
        expect(.circular(["garden", "soil"]), says: "garden → soil", "in a circle") {
            _ = try Registry([Module("garden", requires: [Module("soil")]), Module("soil", requires: [Module("garden")])])
        }
    }

    @Test("by referring to records that neither it nor one it requires has is refused")
    func unknownReference() throws {
        let beds = Module("soil", records: [.record(Bed.self)])
        expect(.unknownReference(table: "beds", record: "plants", module: "garden"), says: "plants refers to the records \"beds\"", "`requires`") {
            _ = try Registry([Module("garden", records: [.record(Plant.self)]), beds])
        }
        let registry = try Registry([Module("garden", requires: [beds], records: [.record(Plant.self)]), beds])
        #expect(registry.modules.map(\.id) == ["soil", "garden"])
    }

    @Test("whose records belong to somebody in another field than the owner's is refused")
    func wrongOwner() {
        expect(.wrongOwner(record: "basins", module: "garden"), says: "marked .owner must be an ID<Member>?", "Correct it in its Schema") {
            _ = try Registry([Module("garden", records: [.record(Basin.self)])])
        }
    }

    @Test("is refused in one sentence or two, which say where and how to mend it", arguments: [
        ModuleError.badName("X", module: "m"), .duplicateModule("m"), .duplicateRecord(table: "t", modules: ["a", "b"]),
        .duplicatePermission("p", modules: ["a", "b"]), .duplicateRoute("GET /x", modules: ["a", "b"]), .duplicateField("f", record: "r"), .duplicateOperation("m.t.create", module: "m"),
        .wrongView(.board(by: "f"), record: "r", module: "m"), .wrongView(.calendar(by: "f"), record: "r", module: "m"),
        .wrongOwner(record: "r", module: "m"), .noRules(table: "t", module: "m"),
        .missingModule("m", requiredBy: "n"), .circular(["a", "b"]), .unknownReference(table: "t", record: "r", module: "m"),
        .unknownPermission("p", route: "GET /x"), .routeOutside("GET /x", module: "m"), .missingText(key: "k", language: "en", module: "m"),
        .noTable(table: "t", module: "m"), .noWall(table: "t", module: "m"), .noColumn("c", type: "text", table: "t", module: "m"),
        .wrongColumn("c", declared: "text", found: "integer", table: "t", module: "m"), .wronglyComputed(column: "c", table: "t", module: "m"), .noIndex(column: "c", table: "t", module: "m"),
        .optionalSort(column: "c", table: "t", module: "m"), .notSearchable(table: "t", module: "m"),
    ])
    func sentences(error: ModuleError) {
        #expect(error.description.hasSuffix(".") && error.description.split(separator: ". ").count >= 2)
        #expect(error.description.contains { "\"/".contains($0) } || error.description.contains("declared twice") || error.description.contains("→"))
    }
}

/// Expects that error, and that its sentence says all this.
func expect(_ error: ModuleError, says words: String..., sourceLocation: SourceLocation = #_sourceLocation, when body: () throws -> Void) {
    #expect(throws: error, sourceLocation: sourceLocation, performing: body)
    for word in words { #expect(error.description.contains(word), sourceLocation: sourceLocation) }
}

private struct BadTable: Record {
    var id = ID<BadTable>()
    var name = ""
    static let schema = Schema<BadTable>("Bad Table") { Field("name", \.name) }
}

private struct BadField: Record {
    var id = ID<BadField>()
    var name = ""
    static let schema = Schema<BadField>("bad_fields") { Field("badField", \.name) }
}

private struct Twin: Record {
    var id = ID<Twin>()
    var name = ""
    static let schema = Schema<Twin>("twins") {
        Field("name", \.name)
        Field("name", \.name)
    }
}

private struct Badly: Command {
    var pot = ID<Pot>()
    static let declaration = Declaration<Badly>("restore", on: \.pot, requires: .edit, risk: .change)
    func run(in scope: Scope) async throws -> Outcome { .done("") }
}

private struct Worse: Command {
    var pot = ID<Pot>()
    static let declaration = Declaration<Worse>("Re pot", on: \.pot, requires: .edit, risk: .change)
    func run(in scope: Scope) async throws -> Outcome { .done("") }
}

/// Belongs to whoever waters it, but does not say so as an owner is said.
private struct Basin: Record {
    var id = ID<Basin>()
    var name = ""
    var keeper: ID<Member>?

    static let schema = Schema<Basin>("basins") {
        Field("name", \.name, .required)
        Field("keeper", \.keeper, .owner)
    }
}

private struct Wall<L: Line>: Record {
    var id = ID<Wall>()
    var stones: [L] = []
    static var schema: Schema<Wall> { Schema<Wall>("walls") { Field("stones", \.stones) } }
}

private struct Costly: Line {
    var cost = 0
    static let lines = Lines<Costly>("stones", of: "wall_id") { Field("cost", \.cost, .platform) }
}

private struct Hidden: Line {
    var cost = 0
    static let lines = Lines<Hidden>("stones", of: "wall_id") { Field("cost", \.cost, .secret) }
}
