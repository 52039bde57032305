import Markup
import Testing

@Suite("A page in its portal")
struct PageInPortal {
    let portal = Portal(member: "Ada & Co", menu: [
        .init(name: "CRM", below: [.init(name: "Leads"), .init(name: "Customers", below: [.init(name: "New")])]),
        .init(name: "Till"),
    ])

    func render(_ files: [String: String], _ page: Words = Words(), language: Int = 0) throws -> String {
        let template = try Folder(files).bind(Words.self, in: Portal.self)
        return String(decoding: try template.render(page, in: portal, language: language), as: UTF8.self)
    }

    @Test("sees the frame's values, its own first")
    func frame() throws {
        let page = Words(text: "the page's")
        #expect(try render(["words": "{{member}}: {{text}}"], page) == "Ada &amp; Co: the page&#39;s")
    }

    @Test("fills the blocks of layouts within layouts")
    func layouts() throws {
        let files = [
            "words": "{{<layouts/portal}}{{$content}}<p>{{text}}</p>{{/content}}{{/layouts/portal}}",
            "layouts/portal": "{{<layouts/base}}{{$body}}<nav>{{member}}</nav>{{$content}}{{/content}}{{/body}}{{/layouts/base}}",
            "layouts/base": "<title>{{$title}}Kontor{{/title}}</title>{{$body}}{{/body}}",
        ]
        #expect(try render(files, Words(text: "Hi")) == "<title>Kontor</title><nav>Ada &amp; Co</nav><p>Hi</p>")
    }

    @Test("shows a menu of any depth by a partial that includes itself")
    func recursion() throws {
        let files = ["words": "{{#menu}}{{>entry}}{{/menu}}", "entry": "{{name}}[{{#below}}{{>entry}}{{/below}}]"]
        #expect(try render(files) == "CRM[Leads[]Customers[New[]]]Till[]")
    }

    @Test("indents such a partial once more for each level")
    func recursiveIndentation() throws {
        let files = ["words": "{{#menu}}\n {{>entry}}\n{{/menu}}\n", "entry": "- {{name}}\n{{#below}}\n  {{>entry}}\n{{/below}}\n"]
        #expect(try render(files) == " - CRM\n   - Leads\n   - Customers\n     - New\n - Till\n")
    }

    @Test("goes down lists of different types in turn, with names from all of them")
    func mutualRecursion() throws {
        let deep = Portal(member: "Ada", menu: [
            .init(name: "A", more: [.init(title: "one", below: [.init(name: "B", more: [.init(title: "two", below: [])])])]),
        ])
        let folder = try Folder([
            "words": "{{#menu}}{{>entry}}{{/menu}}",
            "entry": "{{name}}({{#more}}{{>group}}{{/more}})",
            "group": "{{title}} of {{name}}, {{member}}, {{text}}: {{#below}}{{>entry}}{{/below}}",
        ])
        let template = try folder.bind(Words.self, in: Portal.self)
        let rendered = String(decoding: try template.render(Words(text: "page"), in: deep, language: 0), as: UTF8.self)
        #expect(rendered == "A(one of A, Ada, page: B(two of B, Ada, page: ))")
    }

    @Test("has its constants in each language, escaped")
    func constants() throws {
        let files = ["words": "<h1>{{t.leads.title}}</h1><link href=\"{{asset.css/base.css}}\">"]
        #expect(try render(files) == "<h1>Leads &amp; deals</h1><link href=\"/static/css/base.3f9a.css\">")
        #expect(try render(files, language: 1) == "<h1>Oportunidades</h1><link href=\"/static/css/base.3f9a.css\">")
    }

    @Test("may contain what another template rendered")
    func nesting() throws {
        let folder = try Folder(["words": "<b>{{text}}</b>{{markup}}"])
        let template = try folder.bind(Words.self, in: Void.self)
        let inner = try template.html(Words(text: "<in>"), in: (), language: 0)
        let outer = try template.html(Words(text: "out", markup: inner), in: (), language: 0)
        #expect(outer.description == "<b>out</b><b>&lt;in&gt;</b>")
    }
}
