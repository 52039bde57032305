import FoundationEssentials
public import Platform
import Synchronization

/// Texts of a test's own modules, beside those of `templates`.
public struct TestTexts: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private let modules: [String: [Language: String]]
    /// Where others are.
    private let folder: String?

    /// - Parameter elements: YAML in every complete language, by module.
    public init(dictionaryLiteral elements: (String, [Language: String])...) {
        modules = Dictionary(elements) { $1 }
        folder = nil
    }

    /// The folder `templates` of this repository.
    public static let templates = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../templates").standardizedFileURL.path

    /// Those of a folder such as `templates`, as a package of its own would keep it; its pages' templates come along in `inFolder`.
    public init(folder: String) { (modules, self.folder) = ([:], folder) }

    private static let read = Mutex<[TestTexts: Catalogue]>([:])

    /// Reads them once.
    func catalogue() throws -> Catalogue {
        try Self.read.withLock { read in
            if let catalogue = read[self] { return catalogue }
            let catalogue = try joined { try Catalogue(folder: $0) }
            read[self] = catalogue
            return catalogue
        }
    }

    /// Calls `body` with a folder that holds them beside those of this repository, for as long as it takes.
    package func inFolder<T>(_ body: (String) async throws -> T) async throws -> T {
        guard !isEmpty else { return try await body(Self.templates) }
        let folder = try made()
        defer { try? FileManager.default.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        return try await body(folder)
    }

    private func joined<T>(_ body: (String) throws -> T) throws -> T {
        guard !isEmpty else { return try body(Self.templates) }
        let folder = try made()
        defer { try? FileManager.default.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        return try body(folder)
    }

    private var isEmpty: Bool { modules.isEmpty && folder == nil }

    private func made() throws -> String {
        let files = FileManager.default
        let joined = files.temporaryDirectory.appending(path: "kontor-texts-\(UUID().uuidString)").path
        try files.createDirectory(atPath: joined, withIntermediateDirectories: true)
        for source in [Self.templates] + [folder].compactMap(\.self) {
            for name in try files.contentsOfDirectory(atPath: source) {
                try files.createSymbolicLink(atPath: "\(joined)/\(name)", withDestinationPath: "\(source)/\(name)")
            }
        }
        for (module, languages) in modules {
            try files.createDirectory(atPath: "\(joined)/\(module)/texts", withIntermediateDirectories: true)
            for (language, yaml) in languages {
                try Data(yaml.utf8).write(to: URL(filePath: "\(joined)/\(module)/texts/\(language.rawValue).yaml"))
            }
        }
        return joined
    }
}
