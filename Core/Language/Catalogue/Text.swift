/// A translated text, ready to be filled in.
///
/// `{name}` stands for an argument; `{{` and `}}` are braces. A plural text has one template per category and takes
/// its form from the argument `count`.
enum Text: Sendable, Equatable {
    case plain(TextTemplate)
    case plural([PluralCategory: TextTemplate])

    /// The names of all arguments some form mentions.
    var arguments: Set<String> {
        switch self {
        case .plain(let template): template.arguments
        case .plural(let forms): forms.values.reduce(into: []) { $0.formUnion($1.arguments) }
        }
    }

    var isPlural: Bool {
        if case .plural = self { true } else { false }
    }
}

/// Literal text with places for arguments.
struct TextTemplate: Sendable, Equatable {
    enum Part: Sendable, Equatable {
        case literal(String)
        case argument(String)
    }

    private(set) var parts: [Part] = []

    var arguments: Set<String> {
        Set(parts.compactMap { part in if case .argument(let name) = part { name } else { nil } })
    }

    /// The whole text, when it mentions no argument.
    var constant: String? {
        switch parts.count {
        case 0: ""
        case 1: if case .literal(let text) = parts[0] { text } else { nil }
        default: nil
        }
    }

    init() {}

    /// - Throws: a sentence that says what is wrong with the text.
    init(_ source: String) throws(TextError) {
        var literal = ""
        var rest = Substring(source)
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(rest.removeFirst())
            case "{":
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(.argument(try Self.name(from: &rest)))
            case "}":
                throw TextError("has a } without its {; write }} for a brace")
            default:
                literal.append(character)
            }
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
    }

    private static func name(from rest: inout Substring) throws(TextError) -> String {
        guard let end = rest.firstIndex(of: "}") else {
            throw TextError("has a { without its }; write {{ for a brace")
        }
        let name = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
            throw TextError("has {\(name)}, but an argument's name is letters, digits and _; write {{ for a brace")
        }
        return name
    }
}

/// What is wrong with one text, as the end of a sentence that begins with its key.
struct TextError: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
}
