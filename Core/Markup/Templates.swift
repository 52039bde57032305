/// The templates in a folder: Mustache files, checked against the pages that fill them.
///
/// The syntax is Mustache's: `{{name}}` escaped, `{{{name}}}` for `HTML`, `{{#section}}`,
/// `{{^inverted}}`, `{{! comment}}`, `{{> partial}}`, inheritance by `{{<layout}}` and `{{$block}}`,
/// `{{=<% %>=}}`, dotted names and `{{.}}`, white space as its specification says. `{{t.crm.title}}`
/// and `{{asset.css/base.css}}` are constants: they are folded into the text when a page is bound.
public struct Templates: Sendable {
    private let sources: Sources
    private let languages: [String]
    private let constant: @Sendable (_ kind: String, _ name: String, _ language: String) -> String?

    /// - Parameters:
    ///   - folder: where the `.mustache` files are.
    ///   - languages: each template is bound once for each; `render` takes an index into them.
    ///   - reload: whether a changed file is picked up by the next request, for development.
    ///   - constant: the value of a constant tag: kind `t` or `asset`, what follows the first dot,
    ///     and the language. `nil` for an unknown name, which is an error when a page is bound.
    public init(
        folder: String, languages: [String], reload: Bool,
        constant: @escaping @Sendable (_ kind: String, _ name: String, _ language: String) -> String?
    ) {
        sources = Sources(folder: folder, reload: reload)
        self.languages = languages
        self.constant = constant
    }

    /// Binds a page's template to its type. Names are looked up in the page, then in the frame:
    /// what every page of a portal shares, such as its menu and the member's name.
    /// - Throws: the first mistake in the template or one that it includes: a name the page and
    ///   the frame lack, a missing file, a section not closed, a block no layout has.
    public func bind<P: Page, F: Sendable>(_ page: P.Type, in frame: F.Type) throws(TemplateError) -> Template<P, F> {
        Template(try Edition(watching: sources) { [self] () throws(TemplateError) in
            var programs: [Program] = []
            var used: Set<String> = []
            let page = Shape(of: P.self), frame = Shape(of: F.self)
            for language in languages {
                let binder = Binder(sources, language: language) { constant($0, $1, language) }
                programs.append(try binder.program(P.template, page: page, frame: frame))
                used.formUnion(binder.used)
            }
            return (programs, used)
        })
    }
}

/// A page's template, bound to its type.
public struct Template<P: Page, F: Sendable>: Sendable {
    private let edition: Edition

    init(_ edition: Edition) {
        self.edition = edition
    }

    /// - Parameter language: an index into the languages the templates were made with.
    /// - Throws: only while developing, when a file that has changed since has a mistake.
    public func render(_ page: P, in frame: F, language: Int) throws(TemplateError) -> [UInt8] {
        let program = try edition.program(language)
        return withUnsafePointer(to: page) { page in
            withUnsafePointer(to: frame) { frame in program.render(page: page, frame: frame) }
        }
    }

    /// The same as a value that other pages may contain.
    public func html(_ page: P, in frame: F, language: Int) throws(TemplateError) -> HTML {
        HTML(bytes: try render(page, in: frame, language: language))
    }
}
