import FoundationEssentials
public import Platform
import Synchronization

/// Texts of a test's own modules, beside those of `templates`.
public struct TestTexts: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private let modules: [String: [Language: String]]

    /// - Parameter elements: YAML in every complete language, by module.
    public init(dictionaryLiteral elements: (String, [Language: String])...) {
        modules = Dictionary(elements) { $1 }
    }

    /// The folder `templates` of this repository.
    public static let templates = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../templates").standardizedFileURL.path

    private static let read = Mutex<[TestTexts: Catalogue]>([:])

    /// Reads them once.
    func catalogue() throws -> Catalogue {
        try Self.read.withLock { read in
            if let catalogue = read[self] { return catalogue }
            let catalogue = try modules.isEmpty ? Catalogue(folder: Self.templates) : joined()
            read[self] = catalogue
            return catalogue
        }
    }

    private func joined() throws -> Catalogue {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appending(path: "kontor-texts-\(UUID().uuidString)").path
        defer { try? files.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: Self.templates) {
            try files.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: "\(Self.templates)/\(name)")
        }
        for (module, languages) in modules {
            try files.createDirectory(atPath: "\(folder)/\(module)/texts", withIntermediateDirectories: true)
            for (language, yaml) in languages {
                try Data(yaml.utf8).write(to: URL(filePath: "\(folder)/\(module)/texts/\(language.rawValue).yaml"))
            }
        }
        return try Catalogue(folder: folder)
    }
}
