import Conformance
import FoundationEssentials
import Platform
import Support
import Testing

@testable import Kontor

@Suite("kontor module new")
struct WritingAModule {
    /// A copy of the files it changes, and of the templates it adds to.
    private func withClone(_ body: (SourceFolder) throws -> Void) throws {
        let files = FileManager.default, house = URL(filePath: TestTexts.templates).deletingLastPathComponent().path
        let folder = files.temporaryDirectory.appending(path: "kontor-clone-\(UUID().uuidString)").path
        defer { try? files.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        try files.createDirectory(atPath: "\(folder)/Portals/Kontor", withIntermediateDirectories: true)
        for file in ["Package.swift", SourceFolder.list] { try files.copyItem(atPath: "\(house)/\(file)", toPath: "\(folder)/\(file)") }
        try files.createDirectory(atPath: "\(folder)/templates/crm", withIntermediateDirectories: true)
        try body(SourceFolder(path: folder))
    }

    @Test("adds the module to the package, to the program and to the tests, each in its place")
    func changes() throws {
        try withClone { clone in
            _ = try NewModule("fruit-orchard", record: "apple tree").write(into: clone)
            _ = try NewModule("Bakery").write(into: clone)
            let package = try clone.text("Package.swift")
            #expect(package.contains(#".room("FruitOrchard", in: "Modules", ["Platform"], resources: [.embedInCode("Migrations")]),"#))
            #expect(package.contains(#".tests("FruitOrchard", ["Conformance", "Support"]),"#) && package.contains(#".tests("Bakery", ["Conformance", "Support"]),"#))
            #expect(package.contains("name: \"Kontor\",\n            dependencies: [\n                \"Bakery\",\n                \"FruitOrchard\",\n"))
            let list = try clone.text(SourceFolder.list)
            #expect(list.hasPrefix("import Bakery\nimport CRM\nimport FruitOrchard\nimport Platform\n"))
            #expect(list.contains("fruitOrchard, bakery]"))
        }
    }

    @Test("writes code that the compiler takes, tests included, in the style it is read in")
    func compiles() throws {
        for (name, record) in [("Orchard", "Tree"), ("fruit-orchard", nil)] {
            try withClone { clone in
                let module = try NewModule(name, record: record)
                _ = try module.write(into: clone)
                let type = module.name.type
                try typecheck(type, "\(clone.path)/Modules/\(type)", clone.path)
                try typecheck("\(type)Tests", "\(clone.path)/Tests/\(type)Tests", clone.path)
                for (path, text) in module.files {
                    for line in text.split(separator: "\n") { #expect(line.count <= 140, "\(path)") }
                }
            }
        }
    }

    /// Against what this very test was built with: seconds instead of a build.
    private func typecheck(_ name: String, _ sources: String, _ folder: String) throws {
        let house = URL(filePath: TestTexts.templates).deletingLastPathComponent().path
        _ = try Programs.output("\(house)/bin/typecheck", folder, name, sources)
    }

    @Test("is not needed for a module in a package of its own, which compiles against the product Platform alone")
    func ownPackage() throws {
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Package").standardizedFileURL.path
        try withClone { clone in
            try typecheck("Greenhouse", "\(package)/Sources/Greenhouse", clone.path)
            try typecheck("GreenhouseTests", "\(package)/Tests/GreenhouseTests", clone.path)
        }
    }

    @Test("writes a table, words and routes that pass every check of a module", .enabled(if: TestPlatform.isPossible))
    func fits() async throws {
        let new = try NewModule("Orchard", record: "Tree")
        let texts: TestTexts = ["orchard": [.en: new.english, .es: new.spanish, .ar: new.arabic]]
        let sql = try #require(new.files.first { $0.path.hasSuffix(".sql") }).text
        let orchard = Module("orchard", records: [.record(Tree.self)], migrations: [Migration("orchard/0001_trees", sql: sql)], menu: [MenuItem(Tree.self)])
        #expect(try await Conformance.check(orchard, texts: texts) == [])
        try await TestPlatform.with([orchard], texts: texts) { platform in
            let desk = try await Desk(platform.register("Acme"), platform.registry)
            _ = try await desk.send(new.path, ["name": "Pear", "state": "open"])
            #expect(try await desk.open(new.path, as: RecordListPage.self).table?.rows.map(\.title) == ["Pear"])
        }
    }

    @Test("says in a sentence why a name cannot be", arguments: [
        ("", "is no name"), ("1st", "is no name"), ("a/b", "is no name"), ("../x", "is no name"), ("Ärzte", "is no name"), ("a--b", "is no name"),
        (String(repeating: "a", count: 41), "is no name"), ("Settings", "means something else"), ("record", "means something else"),
        ("class", "means something else"), ("CRM", "is taken"), ("Markup", "is taken"), ("crm", "is taken"),
    ])
    func names(name: String, reason: String) throws {
        try withClone { clone in
            let before = try [clone.text("Package.swift"), clone.text(SourceFolder.list)]
            let error = try #require(throws: ModuleNameError.self) { try NewModule(name).write(into: clone) }
            #expect(error.description.contains(reason) && error.description.contains("\"\(name)\"") || error.description.contains("taken"))
            #expect(try [clone.text("Package.swift"), clone.text(SourceFolder.list)] == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: clone.path).sorted() == ["Package.swift", "Portals", "templates"])
        }
    }

    @Test("refuses a record that another module has, and a module that was written before")
    func taken() throws {
        try withClone { clone in
            #expect(throws: ModuleNameError.self) { try NewModule("Orchard", record: "Customer").write(into: clone) }
            _ = try NewModule("Orchard").write(into: clone)
            #expect(throws: ModuleNameError.self) { try NewModule("Orchard").write(into: clone) }
        }
    }

    @Test("refuses a record whose table the platform has, or whose type means something to the code that is written", arguments: [
        ("event", "events"), ("user", "users"), ("member", "members"), ("setting", "settings"), ("import", "imports"), ("Day", "Core/Postgres/Values/Day.swift"),
    ])
    func platformsOwn(record: String, place: String) throws {
        try withClone { clone in
            let day = "Core/Postgres/Values/Day.swift"
            try clone.write(String(contentsOfFile: "\(TestTexts.templates)/../\(day)", encoding: .utf8), to: day)
            let error = try #require(throws: ModuleNameError.self) { try NewModule("Orchard", record: record).write(into: clone) }
            #expect(error.description.contains("is taken") && error.description.contains(place))
            _ = try NewModule("Orchard", record: "Days off").write(into: clone)
        }
    }

    @Test("writes all of it or nothing: what was changed is as it was when a file cannot be written")
    func half() throws {
        try withClone { clone in
            let before = try [clone.text("Package.swift"), clone.text(SourceFolder.list)]
            try FileManager.default.removeItem(atPath: "\(clone.path)/templates")
            try clone.write("not a folder", to: "templates")
            #expect(throws: (any Error).self) { try NewModule("Orchard").write(into: clone) }
            #expect(try [clone.text("Package.swift"), clone.text(SourceFolder.list)] == before)
            #expect(!FileManager.default.fileExists(atPath: "\(clone.path)/Modules/Orchard") && !FileManager.default.fileExists(atPath: "\(clone.path)/Tests/OrchardTests"))
        }
    }

    @Test("makes of a name what code and people write", arguments: [
        ("FruitOrchard", "FruitOrchard fruitOrchard fruit_orchard Fruit orchard Fruit orchards"), ("box", "Box box box Box Boxes"),
        ("Entry", "Entry entry entry Entry Entries"), ("pay-day", "PayDay payDay pay_day Pay day Pay days"),
    ])
    func forms(text: String, forms: String) throws {
        let name = try ModuleName(text)
        #expect([name.type, name.value, name.id, name.title, name.plural.title].joined(separator: " ") == forms)
    }
}

/// As `kontor module new Orchard --record Tree` declares it.
private struct Tree: Record {
    var id = ID<Tree>()
    var name = ""
    var state = State.open
    var due: Day?
    var notes = ""

    static let schema = Schema<Tree>("trees") {
        Field("name", \.name, .required, .searchable, .sortable)
        Field("state", \.state, .filterable)
        Field("due", \.due)
        Field("notes", \.notes, .long, .unlisted)
    }

    enum State: String, ChoiceValue { case open, done }
}
