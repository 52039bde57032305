import FoundationEssentials
import Synchronization

/// The templates in a folder, each parsed once.
final class Sources: Sendable {
    struct Source: Sendable {
        let file: String
        let nodes: [Node]
        let stamp: Stamp?
    }

    /// What changes when a file does.
    struct Stamp: Equatable, Sendable {
        let modified: Date?
        let size: UInt64?
    }

    let folder: String
    /// Whether files are looked at again after they were read.
    let reload: Bool
    private let parsed = Mutex<[String: Source]>([:])

    init(folder: String, reload: Bool) {
        self.folder = folder
        self.reload = reload
    }

    /// Templates that are in no folder.
    convenience init(texts: [String: String]) throws(TemplateError) {
        self.init(folder: "", reload: false)
        for (name, text) in texts {
            let source = Source(file: name, nodes: try Parser.parse(Array(text.utf8), file: name), stamp: nil)
            parsed.withLock { $0[name] = source }
        }
    }

    /// A template's path.
    func file(_ name: String) -> String { "\(folder)/\(name).mustache" }

    /// - Returns: `nil` when there is no such template.
    /// - Throws: when it cannot be parsed.
    func template(_ name: String) throws(TemplateError) -> Source? {
        if let known = parsed.withLock({ $0[name] }), !reload || known.stamp == stamp(name) { return known }
        let stamp = stamp(name)
        guard !folder.isEmpty, let data = FileManager.default.contents(atPath: file(name)) else { return nil }
        let nodes = try Parser.parse(Array(data), file: file(name))
        let source = Source(file: file(name), nodes: nodes, stamp: stamp)
        parsed.withLock { $0[name] = source }
        return source
    }

    func stamp(_ name: String) -> Stamp? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file(name)) else { return nil }
        return Stamp(modified: attributes[.modificationDate] as? Date, size: attributes[.size] as? UInt64)
    }
}
