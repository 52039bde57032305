import Yams

/// The texts of one module in one language, read from YAML.
///
/// Nested maps are sections whose names join into dotted keys. A map with plural categories for keys is one text in
/// several forms: it is taken for one when all its keys are categories and `other` is among them, or when it has any
/// of `zero one two few many`, which are therefore no names for sections.
struct TextFile {
    struct Entry {
        let text: Text
        let line: Int
    }

    let path: String
    let language: Language
    private(set) var entries: [String: Entry] = [:]
    private(set) var problems: [CatalogueError.Problem] = []

    /// - Parameter module: the first part of every key.
    init(yaml: String, path: String, module: String, language: Language) {
        self.path = path
        self.language = language
        do {
            let parser = try Parser(yaml: yaml)
            // Nodes hold their anchors weakly; the parser keeps them.
            try withExtendedLifetime(parser) {
                if let root = try parser.singleRoot() { section(root, module, depth: 0) }
            }
        } catch {
            let (line, reason) = Self.explain(error)
            report(line, "is not valid YAML: \(reason)")
        }
        if entries.isEmpty, problems.isEmpty { report(1, "has no texts; add some or remove the file") }
    }

    private mutating func section(_ node: Node, _ prefix: String, depth: Int) {
        guard let map = node.mapping, !isAnchored(node) else {
            return report(node, prefix, node.anchor == nil ? "must hold keys and texts" : Self.noAnchors)
        }
        guard depth < 16 else { return report(node, prefix, "is nested too deeply") }
        for (name, value) in map {
            guard let name = name.scalar?.string, Self.isName(name) else {
                report(name, prefix, "has a key that is no name; use letters, digits, - and _")
                continue
            }
            let key = "\(prefix).\(name)"
            if isAnchored(value) {
                report(value, key, Self.noAnchors)
            } else if let scalar = value.scalar {
                plain(scalar, key)
            } else if let forms = value.mapping, Self.isPlural(forms) {
                plural(forms, key, value)
            } else {
                section(value, key, depth: depth + 1)
            }
        }
    }

    private mutating func plain(_ scalar: Node.Scalar, _ key: String) {
        if let template = template(scalar, key) { add(.plain(template), key, scalar.mark) }
    }

    private mutating func plural(_ map: Node.Mapping, _ key: String, _ node: Node) {
        var forms: [PluralCategory: TextTemplate] = [:]
        for (name, value) in map {
            guard let category = category(name.scalar?.string ?? "", value, key) else { continue }
            guard !isAnchored(value), let scalar = value.scalar else {
                report(value, key, "must have one text for '\(category)'")
                continue
            }
            if let template = template(scalar, key) { forms[category] = template }
        }
        let present = Set(map.keys.compactMap { $0.scalar?.string })
        let missing = language.requiredPlurals.map(\.rawValue).filter { !present.contains($0) }
        if !missing.isEmpty {
            report(node, key, "lacks the plural categories \(missing.joined(separator: ", ")); \(offer)")
        }
        add(.plural(forms), key, node.mark)
    }

    /// The category of that name, when the language has it; reported when not.
    private mutating func category(_ name: String, _ value: Node, _ key: String) -> PluralCategory? {
        guard let category = PluralCategory(rawValue: name) else {
            report(value, key, "has the unknown plural category '\(name)'; \(offer)")
            return nil
        }
        guard language.possiblePlurals.contains(category) else {
            report(value, key, "has the plural category '\(name)', which \(language) never uses; \(offer)")
            return nil
        }
        return category
    }

    private var offer: String {
        "\(language) has \(language.possiblePlurals.map(\.rawValue).joined(separator: ", "))"
    }

    private mutating func template(_ scalar: Node.Scalar, _ key: String) -> TextTemplate? {
        guard !scalar.string.isEmpty, !(scalar.style == .plain && ["~", "null"].contains(scalar.string)) else {
            report(.scalar(scalar), key, "is empty; write its text")
            return nil
        }
        do {
            return try TextTemplate(scalar.string)
        } catch {
            report(.scalar(scalar), key, error.reason)
            return nil
        }
    }

    private mutating func add(_ text: Text, _ key: String, _ mark: Mark?) {
        entries[key] = Entry(text: text, line: mark?.line ?? 1)
    }

    private mutating func report(_ node: Node, _ key: String, _ message: String) {
        report(node.mark?.line ?? 1, "\(key) \(message)")
    }

    private mutating func report(_ line: Int?, _ message: String) {
        problems.append(.init(file: path, line: line, message: message))
    }
}

extension TextFile {
    private static let noAnchors = "uses a YAML anchor; write the text out where it is used"

    private func isAnchored(_ node: Node) -> Bool { node.anchor != nil }

    /// Whether it can be part of a key.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
    }

    private static func isPlural(_ map: Node.Mapping) -> Bool {
        let names = map.keys.map { $0.scalar?.string ?? "" }
        let categories = names.compactMap(PluralCategory.init(rawValue:))
        return categories.contains { $0 != .other } || categories.count == names.count && !names.isEmpty
    }

    private static func explain(_ error: any Error) -> (line: Int?, reason: String) {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _),
             .parser(_, let problem, let mark, _),
             .composer(_, let problem, let mark, _):
            (mark.line, problem)
        case .duplicatedKeysInMapping(let keys, let context):
            (context.mark.line, "the key \(keys.joined(separator: ", ")) is there twice; keep one")
        case .reader(let problem, _, _, _):
            (nil, problem)
        default:
            (nil, "\(error)")
        }
    }
}
