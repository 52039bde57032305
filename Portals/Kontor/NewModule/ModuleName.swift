/// A name that somebody chose for a module or a record, in the forms in which code and texts write it.
struct ModuleName: Sendable, Equatable {
    /// Its words in lower case: `fruit`, `orchard`.
    let words: [String]

    /// - Parameter text: `FruitOrchard`, `fruit-orchard`, `fruit_orchard` or `"fruit orchard"`.
    /// - Throws: `ModuleNameError.notAName`.
    init(_ text: String) throws(ModuleNameError) {
        var words: [String] = [], isAfterSmall = false
        for character in text {
            if "-_ ".contains(character) {
                words.append("")
            } else if character.isUppercase && isAfterSmall || words.isEmpty {
                words.append(character.lowercased())
            } else {
                words[words.count - 1] += character.lowercased()
            }
            isAfterSmall = character.isLowercase || character.isNumber
        }
        let isName = text.count <= 40 && !words.isEmpty && words.allSatisfy { !$0.isEmpty } && words[0].first?.isNumber == false
            && words.joined().allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isName else { throw .notAName(text) }
        self.words = words
    }

    private init(words: [String]) { self.words = words }

    /// `FruitOrchard`
    var type: String { words.map(\.capitalizedFirst).joined() }
    /// `fruitOrchard`
    var value: String { (words.prefix(1) + words.dropFirst().map(\.capitalizedFirst)).joined() }
    /// `fruit_orchard`
    var id: String { words.joined(separator: "_") }
    /// `Fruit orchard`
    var title: String { words.joined(separator: " ").capitalizedFirst }
    /// `fruit orchard`
    var phrase: String { words.joined(separator: " ") }

    /// The English plural, near enough for a beginning: `fruit orchards`.
    var plural: ModuleName {
        let last = words.last ?? ""
        let endsInY = last.hasSuffix("y") && !["ay", "ey", "oy", "uy"].contains { last.hasSuffix($0) }
        let hisses = ["s", "x", "z", "ch", "sh"].contains { last.hasSuffix($0) }
        return ModuleName(words: words.dropLast() + [endsInY ? last.dropLast() + "ies" : last + (hisses ? "es" : "s")])
    }

    func followed(by word: String) -> ModuleName { ModuleName(words: words + [word]) }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

/// Why a module cannot have that name.
enum ModuleNameError: Error, Equatable, CustomStringConvertible {
    case notAName(String)
    case reserved(String)
    case taken(String, by: String)

    var description: String {
        switch self {
        case .notAName(let name):
            "\"\(name)\" is no name for a module or a record. Use English letters and digits, beginning with a letter, at most 40, such as Orchard or fruit-orchard."
        case .reserved(let name):
            "\"\(name)\" means something else to Kontor or to Swift. Choose another name."
        case .taken(let name, let place):
            "\"\(name)\" is taken: there is \(place) already. Choose another name."
        }
    }
}
