import FoundationEssentials

/// A clone of Kontor.
struct SourceFolder: Sendable {
    static let list = "Portals/Kontor/Modules.swift"

    let path: String

    init(path: String) { self.path = path }

    /// The nearest one upwards from here, then from the program.
    /// - Throws: `NoSourceFolder`.
    static func find() throws -> SourceFolder {
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for start in [FileManager.default.currentDirectoryPath, program] {
            var folder = start
            while folder.count > 1 {
                if FileManager.default.fileExists(atPath: "\(folder)/\(list)") { return SourceFolder(path: folder) }
                folder = String(folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)])
            }
        }
        throw NoSourceFolder()
    }

    func text(_ file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(path)/\(file)")), as: UTF8.self)
    }

    /// The first of the files below Core, which every module sees, that declares a public type of that name.
    func file(declaring type: String) throws -> String? {
        guard let files = FileManager.default.enumerator(atPath: "\(path)/Core") else { return nil }
        let kinds = ["struct", "enum", "class", "protocol", "typealias", "actor"].map { "public \($0) \(type)" } + ["public final class \(type)"]
        for case let file as String in files where file.hasSuffix(".swift") {
            let isDeclared = try text("Core/\(file)").split(separator: "\n").contains { line in
                kinds.contains { line.hasPrefix($0) && line.dropFirst($0.count).first.map { !$0.isLetter && !$0.isNumber } ?? true }
            }
            if isDeclared { return "Core/\(file)" }
        }
        return nil
    }

    func write(_ text: String, to file: String) throws {
        let folder = "\(path)/\(file)".split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: "\(path)/\(file)"), options: .atomic)
    }
}

/// The command was not called in a clone.
struct NoSourceFolder: Error, CustomStringConvertible {
    var description: String { "A module is written into a clone of Kontor. Call this in one, where Package.swift and Modules/ are." }
}
