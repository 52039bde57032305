/// Partials, parents and blocks.
extension Binder {
    /// An include that is being written.
    struct Visit {
        let key: Key
        /// The register of the innermost value it began with.
        let register: Int
    }

    /// Two includes with the same key make the same program.
    struct Key: Hashable {
        let template: String
        private let shapes: [ObjectIdentifier]
        private let blocks: [String: Blocks.Replacement]

        init(_ template: String, _ scope: Scope, _ blocks: Blocks?) {
            self.template = template
            shapes = scope.reachable.map(\.shape.id)
            self.blocks = blocks?.replacements ?? [:]
        }
    }

    /// What a partial that includes itself is called as.
    struct Subroutines {
        var indices: [Key: Int] = [:]
        var entries: [Int] = []
        var waiting: [(index: Int, key: Key, nodes: [Node], site: Site)] = []
    }

    func include(_ include: Include, _ site: Site) throws(TemplateError) {
        let name = include.name
        used.insert(name.text)
        guard let source = try sources.template(name.text) else {
            guard strict else { return }
            throw error(name, site, "There is no template “\(name.text)”; \(sources.file(name.text)) is not there.")
        }
        var inner = site
        inner.file = source.file
        inner.indent = include.indent.map { indented(site.indent, $0) } ?? Indent()
        if !include.blocks.isEmpty {
            let blocks = Blocks(include.blocks, in: site.blocks)
            parents.append((blocks, name.text))
            inner.blocks = blocks
        }
        let key = Key(name.text, site.scope, inner.blocks)
        if let visit = visits.last(where: { $0.key == key }) {
            guard site.scope.descends(from: visit.register) else { throw circle(name, site) }
            return call(key, source.nodes, inner)
        }
        guard visits.count(where: { $0.key.template == name.text }) < 10 else { throw circle(name, site) }
        visits.append(Visit(key: key, register: site.scope.places[site.scope.places.count - 1].register))
        try write(source.nodes, inner)
        visits.removeLast()
    }

    private func circle(_ name: Name, _ site: Site) -> TemplateError {
        error(name, site, "“\(name.text)” includes itself without going down a list, so it would never end.")
    }

    private func indented(_ outer: Indent, _ more: [UInt8]) -> Indent {
        Indent(called: outer.called, bytes: outer.bytes + more)
    }

    /// Calls a partial from within itself: its values move to where it expects them.
    private func call(_ key: Key, _ nodes: [Node], _ site: Site) {
        let places = site.scope.reachable
        let index = subroutines.indices[key] ?? subroutines.entries.count
        if index == subroutines.entries.count {
            subroutines.indices[key] = index
            subroutines.entries.append(0)
            var inner = site
            inner.indent = Indent(called: true)
            inner.scope = Scope(
                places: places.enumerated().map { Place(register: $0, offset: 0, shape: $1.shape) },
                parents: Array(repeating: nil, count: places.count)
            )
            subroutines.waiting.append((index, key, nodes, inner))
        }
        calls.append(Program.Call(
            subroutine: index, values: places.map { .init(register: $0.register, offset: $0.offset) },
            inheritsIndent: site.indent.called, indent: site.indent.bytes
        ))
        out.emit(.call, index: calls.count - 1)
    }

    func writeSubroutines() throws(TemplateError) {
        while let next = subroutines.waiting.popLast() {
            subroutines.entries[next.index] = out.here()
            visits = [Visit(key: next.key, register: next.site.scope.places.count - 1)]
            try write(next.nodes, next.site)
            out.emit(.exit)
        }
    }

    func block(_ block: Block, _ site: Site) throws(TemplateError) {
        guard let replacement = site.blocks?.replacement(of: block.name.text) else {
            if block.indent != nil, !block.startsLine { line(block.lead, site) }
            return try write(block.body, site)
        }
        var inner = site
        inner.file = replacement.block.file
        inner.blocks = replacement.blocks
        inner.indent = block.indent.map { indented(site.indent, $0) } ?? Indent()
        if block.indent != nil, !replacement.block.startsLine, !replacement.block.body.isEmpty { line([], inner) }
        try write(replacement.block.body, inner)
    }
}
