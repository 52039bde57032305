import FoundationEssentials

/// The text files of all modules.
struct TextFolder {
    private(set) var files: [TextFile] = []
    private(set) var problems: [CatalogueError.Problem] = []
    private var modules: [String: String] = [:]

    init(_ folder: String) {
        for module in names(in: folder) {
            let texts = "\(folder)/\(module)/texts"
            guard FileManager.default.fileExists(atPath: texts) else { continue }
            guard TextFile.isName(module) else {
                report("\(folder)/\(module)", nil, "is no name for a module; use letters, digits, - and _")
                continue
            }
            modules[module] = texts
            for name in names(in: texts) { read(name, in: texts, module) }
        }
    }

    private mutating func names(in folder: String) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            report(folder, nil, "cannot be read; is it a folder this program may open?")
            return []
        }
    }

    /// Files that are no YAML, such as an editor's backups, are none of our business.
    private mutating func read(_ name: String, in folder: String, _ module: String) {
        let path = "\(folder)/\(name)"
        guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { return }
        guard name.hasSuffix(".yaml"), let language = Language(rawValue: String(name.dropLast(5))) else {
            let known = Language.allCases.map { "\($0).yaml" }.joined(separator: ", ")
            return report(path, nil, "is named for no language; name it one of \(known)")
        }
        guard let data = FileManager.default.contents(atPath: path) else { return report(path, nil, "cannot be read") }
        guard let yaml = String(data: data, encoding: .utf8) else {
            return report(path, nil, "is not UTF-8; save it as such")
        }
        let file = TextFile(yaml: yaml, path: path, module: module, language: language)
        problems += file.problems
        files.append(file)
    }

    private mutating func report(_ file: String, _ line: Int?, _ message: String) {
        problems.append(.init(file: file, line: line, message: message))
    }
}

extension TextFolder {
    /// Where the languages of a module do not have the same texts with the same arguments.
    var disagreements: [CatalogueError.Problem] {
        modules.sorted { $0.key < $1.key }.flatMap { module, folder in
            let own = files.filter { $0.path.hasPrefix(folder + "/") }
            return own.isEmpty ? [] : missing(own, folder) + differences(own)
        }
    }

    /// Texts that a complete language lacks and another has. A file that could not be read is a problem already.
    private func missing(_ files: [TextFile], _ folder: String) -> [CatalogueError.Problem] {
        let keys = Set(files.flatMap(\.entries.keys)).sorted()
        return Language.complete.flatMap { language -> [CatalogueError.Problem] in
            let path = "\(folder)/\(language).yaml"
            guard let file = files.first(where: { $0.language == language }) else {
                return [.init(file: path, line: nil, message: "is missing; every module has its texts in \(language)")]
            }
            guard file.problems.isEmpty else { return [] }
            return keys.filter { file.entries[$0] == nil }
                .map { .init(file: path, line: nil, message: "lacks \($0); translate it here or remove it elsewhere") }
        }
    }

    /// Texts whose arguments are not English's. `count` is not compared: a form may say it in words.
    private func differences(_ files: [TextFile]) -> [CatalogueError.Problem] {
        guard let english = files.first(where: { $0.language == .en }) else { return [] }
        return files.flatMap { file in
            file.entries.sorted { $0.value.line < $1.value.line }.compactMap { key, entry in
                guard let expected = english.entries[key]?.text.arguments.subtracting(["count"]) else { return nil }
                let found = entry.text.arguments.subtracting(["count"])
                guard found != expected else { return nil }
                let message = "\(key) mentions \(Self.list(found)), but in \(english.path) \(Self.list(expected)); "
                return .init(file: file.path, line: entry.line, message: message + "make them the same")
            }
        }
    }

    private static func list(_ names: Set<String>) -> String {
        names.isEmpty ? "no argument" : names.sorted().map { "{\($0)}" }.joined(separator: ", ")
    }
}
