/// Turns templates into a program for one page type in one frame, in one language.
final class Binder {
    let sources: Sources
    let constant: (_ kind: String, _ name: String) -> String?
    let language: String
    /// Whether what is not there is an error, as in every page, or empty, as in the specification.
    let strict: Bool
    var out = Assembler()
    var calls: [Program.Call] = []
    /// The includes that are being written, the innermost last.
    var visits: [Visit] = []
    var subroutines = Subroutines()
    var parents: [(blocks: Blocks, name: String)] = []
    /// The templates that took part.
    var used: Set<String> = []

    init(
        _ sources: Sources, language: String = "", strict: Bool = true,
        constant: @escaping (_ kind: String, _ name: String) -> String? = { _, _ in nil }
    ) {
        self.sources = sources
        self.language = language
        self.strict = strict
        self.constant = constant
    }

    /// Where the binder stands.
    struct Site {
        var scope: Scope
        var indent = Indent()
        var file: String
        var blocks: Blocks?
    }

    /// What every line begins with: for a recursive partial, first what its caller says.
    struct Indent {
        var called = false
        var bytes: [UInt8] = []
    }

    /// - Throws: the first mistake in the template or one it includes.
    func program(_ template: String, page: Shape, frame: Shape) throws(TemplateError) -> Program {
        guard let source = try sources.template(template) else {
            throw TemplateError(sources.file(template), 0, "There is no such file, but \(page.name) is a page of it.")
        }
        let scope = Scope(
            places: [Place(register: 0, offset: 0, shape: frame), Place(register: 1, offset: 0, shape: page)],
            parents: [nil, nil]
        )
        used.insert(template)
        visits = [Visit(key: Key(template, scope, nil), register: 1)]
        try write(source.nodes, Site(scope: scope, file: source.file))
        out.emit(.exit)
        try writeSubroutines()
        if strict { for parent in parents { try parent.blocks.check(parent.name) } }
        return Program(out, calls: calls, entries: subroutines.entries)
    }

    func write(_ nodes: [Node], _ site: Site) throws(TemplateError) {
        for node in nodes {
            switch node {
            case .line(let blanks): line(blanks, site)
            case .text(let bytes): out.literal(bytes)
            case .variable(let name, let raw): try variable(name, raw: raw, site)
            case .section(let name, false, let body): try section(name, body, site)
            case .section(let name, true, let body): try inverted(name, body, site)
            case .include(let include): try self.include(include, site)
            case .block(let block): try self.block(block, site)
            }
        }
    }

    func line(_ blanks: [UInt8], _ site: Site) {
        if site.indent.called { out.emit(.indent) }
        out.literal(site.indent.bytes + blanks)
    }

    func find(_ name: Name, _ site: Site) throws(TemplateError) -> Path {
        do {
            return try site.scope.find(name.text)
        } catch {
            guard strict else { return Path(place: Place(register: 0, offset: 0, shape: Never.shape)) }
            throw self.error(name, site, error.message)
        }
    }

    func error(_ name: Name, _ site: Site, _ message: String) -> TemplateError {
        TemplateError(site.file, name.line, message)
    }
}
