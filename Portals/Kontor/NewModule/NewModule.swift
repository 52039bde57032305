import FoundationEssentials
import Platform

/// A module that is about to be written: one kind of record, its table, its words and its tests.
struct NewModule: Sendable {
    let name: ModuleName
    let record: ModuleName
    /// Whether the record has a name of its own, or the one that every new module's has.
    let isNamed: Bool

    /// - Parameter record: what it keeps, in the singular; nil: entries.
    /// - Throws: `ModuleNameError`.
    init(_ name: String, record: String? = nil) throws(ModuleNameError) {
        self.name = try ModuleName(name)
        self.record = if let record { try ModuleName(record) } else { self.name.followed(by: "entry") }
        isNamed = record != nil
        if Self.places.contains(self.name.id) || Self.types.contains(self.name.type) || Self.types.contains(self.name.value) { throw .reserved(name) }
        if Self.types.contains(self.record.type) || self.record.type == self.name.type { throw .reserved(record ?? self.record.type) }
    }

    /// The table, also the last part of the path.
    var table: String { record.plural.id }
    /// Where its list will be.
    var path: String { "/\(name.id)/\(table)" }

    /// What the portals answer at already.
    private static let places: Set = [
        "api", "assets", "health", "home", "language", "members", "metrics", "platform", "profile", "settings", "sign_in", "sign_out",
        "sign_up", "static", "theme",
    ]

    /// What the code of a new module means by these, and words of Swift's own.
    private static let types: Set = [
        "Record", "Field", "Schema", "ID", "Module", "Migration", "MenuItem", "Platform", "Postgres", "Support", "Testing", "Suite", "Test", "State",
        "Tone", "Desk", "Registry", "TestPlatform", "Conformance", "String", "Int", "Bool", "Type", "Self", "Any", "Kontor", "PackageResources",
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do", "else", "enum", "extension",
        "fallthrough", "false", "for", "func", "guard", "if", "import", "in", "init", "inout", "internal", "is", "let", "nil", "operator", "private",
        "protocol", "public", "repeat", "rethrows", "return", "self", "static", "struct", "subscript", "super", "switch", "throw", "throws", "true",
        "try", "typealias", "var", "where", "while",
    ]
}

extension NewModule {
    /// Writes the module into a clone of Kontor: all of it, or nothing.
    /// - Returns: what was written and changed, as paths below the folder.
    /// - Throws: `ModuleNameError`, `NoPlaceForModule`, or what the file system says.
    func write(into source: SourceFolder) throws -> [String] {
        try checkIsFree(in: source)
        let before = try ["Package.swift", SourceFolder.list].map { (path: $0, text: try source.text($0)) }
        let changed = try [(before[0].path, inPackage(before[0].text)), (before[1].path, inList(before[1].text))]
        let folders = ["Modules/\(name.type)", "Tests/\(name.type)Tests", "templates/\(name.id)"]
        do {
            for (path, text) in changed + files { try source.write(text, to: path) }
        } catch {
            // What cannot be put back now could not be written either.
            for folder in folders { try? FileManager.default.removeItem(atPath: "\(source.path)/\(folder)") } // they were not there before
            for (path, text) in before { try? source.write(text, to: path) }
            throw error
        }
        return files.map(\.path) + changed.map(\.0)
    }

    private func checkIsFree(in source: SourceFolder) throws {
        for folder in ["Modules/\(name.type)", "Tests/\(name.type)Tests", "templates/\(name.id)"]
        where FileManager.default.fileExists(atPath: "\(source.path)/\(folder)") {
            throw ModuleNameError.taken(name.type, by: "a folder \(folder)")
        }
        if try source.text("Package.swift").contains("\"\(name.type)\"") {
            throw ModuleNameError.taken(name.type, by: "a target of that name in Package.swift")
        }
        for type in [name.type, record.type] {
            if let file = try source.file(declaring: type) { throw ModuleNameError.taken(type, by: "a type of that name in \(file)") }
        }
        if Migration.platformTables.contains(table) { throw ModuleNameError.taken(table, by: "a table of that name in the platform") }
        if let module = installedModules.first(where: { module in module.records.contains { $0.table == table } }) {
            throw ModuleNameError.taken(table, by: "a record of that name in the module \(module.id)")
        }
    }

    /// Package.swift with its targets.
    private func inPackage(_ text: String) throws -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        func insert(_ line: String, at place: Int?) throws {
            guard let place else { throw NoPlaceForModule(file: "Package.swift", line: line.trimmed) }
            lines.insert(line, at: place)
        }
        let last = lines.lastIndex { $0.contains("in: \"Modules\"") }
        try insert(#"        .room("\#(name.type)", in: "Modules", ["Platform"], resources: [.embedInCode("Migrations")]),"#, at: last.map { $0 + 1 })
        let kontor = lines.firstIndex { $0.contains("name: \"Kontor\",") }.flatMap { start in
            lines[start...].firstIndex { $0.trimmed == "dependencies: [" }
        }
        try insert("                \"\(name.type)\",", at: kontor.map { $0 + 1 })
        try insert(#"        .tests("\#(name.type)", ["Conformance", "Support"]),"#, at: lines.firstIndex { $0.contains(".tests(\"Portal\"") })
        return lines.joined(separator: "\n")
    }

    /// The list of modules with it.
    private func inList(_ text: String) throws -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.firstIndex(where: { $0.hasPrefix("import ") }),
            let list = lines.firstIndex(where: { $0.hasPrefix("let installedModules") }),
            let end = lines[list...].firstIndex(where: { $0.contains("]") && !$0.contains("= []") && !$0.hasSuffix("[") }),
            let bracket = lines[end].lastIndex(of: "]")
        else { throw NoPlaceForModule(file: SourceFolder.list, line: name.value) }
        if lines[end].trimmed == "]" {
            lines.insert("    \(name.value),", at: end)
        } else {
            lines[end].insert(contentsOf: ", \(name.value)", at: bracket)
        }
        let line = "import \(name.type)"
        let place = lines[first...].firstIndex { !$0.hasPrefix("import ") || $0 > line } ?? first
        lines.insert(line, at: place)
        return lines.joined(separator: "\n")
    }
}

extension String {
    fileprivate var trimmed: String { split(separator: " ").joined(separator: " ") }
}

/// A file has not the shape that a new module is added to.
struct NoPlaceForModule: Error, CustomStringConvertible {
    let file: String
    let line: String
    var description: String { "\(file) has no place where a module is added. Add it by hand: \(line)" }
}
