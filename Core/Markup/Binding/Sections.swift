/// Sections and inverted sections.
extension Binder {
    func section(_ name: Name, _ body: [Node], _ site: Site) throws(TemplateError) {
        var path = try condition(name, site)
        path.unwrap()
        var exits = unlessSome(path.guards)
        let place = path.place
        var inner = site
        inner.scope = site.scope.value(place)
        switch place.shape.kind {
        case .truth:
            exits.append(out.emit(.unlessTrue, place))
            // A condition only: the dot stays what it was.
            inner = site
        case .text: exits.append(out.emit(.unlessText, place))
        case .html: exits.append(out.emit(.unlessHTML, place))
        case .list(let element, let stride, let open):
            try each(place, element, stride: stride, open, body, site)
            return out.land(exits)
        case .integer, .word, .record: try always(path, name, site)
        case .nothing: return out.land(exits)
        case .foreign, .optional: throw foreign(place, name, site)
        }
        try write(body, inner)
        out.land(exits)
    }

    func inverted(_ name: Name, _ body: [Node], _ site: Site) throws(TemplateError) {
        var path = try condition(name, site)
        path.unwrap()
        let absent = unlessSome(path.guards)
        var exits: [Int] = []
        let place = path.place
        switch place.shape.kind {
        case .truth: exits.append(out.emit(.ifTrue, place))
        case .text: exits.append(out.emit(.ifText, place))
        case .html: exits.append(out.emit(.ifHTML, place))
        case .list(_, _, let open):
            exits.append(out.emit(.ifElements, place, index: out.list(open)))
        case .integer, .word, .record:
            try always(path, name, site)
            exits.append(out.emit(.jump))
        case .nothing: break
        case .foreign, .optional: throw foreign(place, name, site)
        }
        out.land(absent)
        try write(body, site)
        out.land(exits)
    }

    private func each(
        _ list: Place, _ element: Shape, stride: Int, _ open: @escaping Shape.Open, _ body: [Node], _ site: Site
    ) throws(TemplateError) {
        if case .nothing = element.kind { return }
        var inner = site
        inner.scope = site.scope.element(element, of: list)
        let loop = inner.scope.parents.count - 1
        let start = out.emit(.each, list, loop: loop, index: out.list(open))
        let first = out.here()
        try write(body, inner)
        out.emit(.next, loop: loop, target: first, index: stride)
        out.land([start])
    }

    private func condition(_ name: Name, _ site: Site) throws(TemplateError) -> Path {
        if try constant(name, site) != nil {
            throw error(name, site, "“\(name.text)” is always there, so it is no condition; write “{{\(name.text)}}”.")
        }
        return try find(name, site)
    }

    /// What is neither optional nor empty cannot be a condition; a struct may still be opened.
    private func always(_ path: Path, _ name: Name, _ site: Site) throws(TemplateError) {
        if case .record = path.place.shape.kind { return }
        guard path.guards.isEmpty, strict else { return }
        throw error(name, site, "“\(name.text)” is \(path.place.shape.name), which is always there; let the page say it as a Bool or an optional.")
    }

    private func foreign(_ place: Place, _ name: Name, _ site: Site) -> TemplateError {
        error(name, site, "“\(name.text)” is \(place.shape.name), which a template cannot open; let the page say what it means.")
    }
}
