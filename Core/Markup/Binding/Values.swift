/// Variables: what they append.
extension Binder {
    /// The kinds of names whose values are known when the template is bound.
    private static let constants: Set<String> = ["t", "asset"]

    func variable(_ name: Name, raw: Bool, _ site: Site) throws(TemplateError) {
        if let value = try constant(name, site) {
            guard !raw else { throw error(name, site, "Only HTML goes unescaped; write “{{\(name.text)}}”.") }
            return out.literal(escaped(value))
        }
        var path = try find(name, site)
        path.unwrap()
        let absent = unlessSome(path.guards)
        try append(path.place, name, raw: raw, site)
        out.land(absent)
    }

    /// The value of a name like `t.crm.leads.title`, or `nil` for a name of the page.
    func constant(_ name: Name, _ site: Site) throws(TemplateError) -> String? {
        guard let dot = name.text.firstIndex(of: "."), Self.constants.contains(String(name.text[..<dot])) else {
            return nil
        }
        let kind = String(name.text[..<dot]), rest = String(name.text[name.text.index(after: dot)...])
        guard let value = constant(kind, rest) else {
            let place = kind == "t" ? "text “\(rest)” in the catalogue of “\(language)”; add it there" : "file “\(rest)” among the static files; add it"
            throw error(name, site, "There is no \(place) or correct the name.")
        }
        return value
    }

    private func append(_ place: Place, _ name: Name, raw: Bool, _ site: Site) throws(TemplateError) {
        let refused = raw && strict
        switch place.shape.kind {
        case .text where refused, .word where refused, .integer where refused, .truth where refused:
            throw error(name, site, "Only HTML goes unescaped, and “\(name.text)” is \(place.shape.name); write “{{\(name.text)}}”.")
        case .text: out.emit(raw ? .rawText : .text, place)
        case .integer: out.emit(.integer, place)
        case .truth: out.emit(.truth, place)
        case .html: out.emit(.html, place)
        case .word(let word): out.emit(.word, place, index: out.word(word))
        case .nothing: break
        case .list, .record, .optional:
            throw error(name, site, "“\(name.text)” is \(place.shape.name), which is more than a word; open it with “{{#\(name.text)}}”.")
        case .foreign:
            throw error(name, site, "“\(name.text)” is \(place.shape.name), which a template cannot show; let the page turn it into a String.")
        }
    }

    /// Goes away unless every optional has a value.
    /// - Returns: the instructions whose target is where to go.
    func unlessSome(_ guards: [Place]) -> [Int] {
        guards.map { place in
            guard case .optional(_, let presence) = place.shape.kind else { return out.emit(.literal) }
            switch presence() {
            case .text: return out.emit(.unlessSomeText, place)
            case .test(let test): return out.emit(.unlessSome, place, index: out.test(test))
            }
        }
    }
}
