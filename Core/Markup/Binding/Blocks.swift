/// The blocks that replace those of an included template. What an outer template replaces wins
/// over what an inner one does.
final class Blocks {
    /// A replacement and what in turn replaces the blocks inside it: they are parameters of the
    /// template that wrote it.
    struct Replacement: Hashable {
        let block: Block
        let blocks: Blocks?

        static func == (a: Replacement, b: Replacement) -> Bool { a.block === b.block && a.blocks === b.blocks }

        func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(block)) }
    }

    let replacements: [String: Replacement]
    /// The blocks the included templates have.
    private(set) var known: Set<String> = []
    private let outer: Blocks?
    private let given: [Block]

    init(_ given: [Block], in outer: Blocks?) {
        self.given = given
        self.outer = outer
        let own = given.map { ($0.name.text, Replacement(block: $0, blocks: outer)) }
        replacements = Dictionary(own) { $1 }.merging(outer?.replacements ?? [:]) { $1 }
    }

    /// What replaces a block of an included template.
    func replacement(of name: String) -> Replacement? {
        known.insert(name)
        _ = outer?.replacement(of: name)
        return replacements[name]
    }

    /// - Throws: when a block was given that no included template has.
    func check(_ template: String) throws(TemplateError) {
        for block in given where !known.contains(block.name.text) {
            let hint = suggestion(for: block.name.text, among: Array(known))
            throw TemplateError(block.file, block.name.line, "\(template) has no block “\(block.name.text)”.\(hint)")
        }
    }
}
