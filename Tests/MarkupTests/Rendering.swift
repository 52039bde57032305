import Markup
import Testing

@Suite("A rendered page")
struct RenderedPage {
    @Test("shows values of every type a page may have")
    func types() throws {
        let page = Everything(
            text: "<tea>", number: -7, yes: true, no: false, markup: "<b>", stage: .won,
            person: Everything.Person(name: "Ada", email: nil)
        )
        let shown = try render(page, "{{text}} {{number}} {{yes}} {{no}} {{markup}}{{{markup}}}{{&markup}} {{stage}} {{person.name}}")
        #expect(shown == "&lt;tea&gt; -7 true false <b><b><b> closed &amp; won Ada")
    }

    @Test("leaves out what is nil and shows what is not", arguments: [true, false])
    func optionals(there: Bool) throws {
        let page = Optionals(there: there)
        let template = """
            {{text}}|{{number}}|{{truth}}|{{markup}}|{{stage}}|{{person.name}}|{{person.email}}
            {{#text}}t:{{.}} {{/text}}{{#number}}n:{{.}} {{/number}}{{#truth}}b {{/truth}}{{#markup}}m:{{.}} {{/markup}}\
            {{#stage}}s:{{.}} {{/stage}}{{#person}}p:{{name}} {{/person}}{{#list}}l:{{.}} {{/list}}{{#person.email}}e:{{.}}{{/person.email}}
            {{^text}}t{{/text}}{{^number}}n{{/number}}{{^truth}}b{{/truth}}{{^markup}}m{{/markup}}{{^stage}}s{{/stage}}\
            {{^person}}p{{/person}}{{^list}}l{{/list}}{{^person.email}}e{{/person.email}}
            """
        #expect(try render(page, template) == (there
            ? "a|0|true|<i>|lead|Ada|a@b\nt:a n:0 b m:<i> s:lead p:Ada l:x e:a@b\n"
            : "||||||\n\ntnbmsple"))
    }

    @Test("repeats lists of texts, numbers, structs, optionals and lists")
    func lists() throws {
        let page = Lists(
            texts: ["a", "&"], numbers: [1, -20], people: [.init(name: "Ada"), .init(name: "Bo")],
            gaps: ["x", nil, "z"], grid: [[1, 2], [], [3]], none: []
        )
        let template = """
            {{#texts}}{{.}};{{/texts}} {{#numbers}}{{.}};{{/numbers}} {{#people}}{{name}};{{/people}} \
            {{#gaps}}{{.}};{{/gaps}} {{#grid}}({{#.}}{{.}}{{/.}}{{^.}}-{{/.}}){{/grid}} \
            {{#none}}some{{/none}}{{^none}}none{{/none}}{{^texts}}none{{/texts}}
            """
        #expect(try render(page, template) == "a;&amp;; 1;-20; Ada;Bo; x;;z; (12)(-)(3) none")
    }

    @Test("takes an empty text for a missing one")
    func emptyTexts() throws {
        let template = "{{#text}}some{{/text}}{{^text}}none{{/text}}{{#markup}}some{{/markup}}{{^markup}}none{{/markup}}"
        #expect(try render(Words(text: "", markup: ""), template) == "nonenone")
        #expect(try render(Words(text: "a", markup: "<p>"), template) == "somesome")
    }

    @Test("escapes each character that needs it, wherever it stands")
    func escaping() throws {
        let template = try Folder(["words": "{{text}}"]).bind(Words.self, in: Void.self)
        for length in 0...40 {
            for position in 0..<max(1, length) {
                for special in ["&", "<", ">", "\"", "'", "é", "漢", "%", "#", "=", "?", "$", ";"] {
                    var characters = Array(repeating: "a", count: length)
                    if length > 0 { characters[position] = special }
                    let text = characters.joined()
                    let rendered = try template.render(Words(text: text, markup: ""), in: (), language: 0)
                    #expect(String(decoding: rendered, as: UTF8.self) == plainlyEscaped(text))
                }
            }
        }
    }

    @Test("writes the smallest and the largest number")
    func numbers() throws {
        let page = Lists(numbers: [.min, -1, 0, 9, 10, .max])
        #expect(try render(page, "{{#numbers}}{{.}} {{/numbers}}") == "-9223372036854775808 -1 0 9 10 9223372036854775807 ")
    }

    @Test("may be of any length, whatever the one before was")
    func lengths() throws {
        let template = try Folder(["lists": "{{#texts}}<{{.}}>{{/texts}}"]).bind(Lists.self, in: Void.self)
        for count in [0, 1, 10_000, 3, 200_000, 0, 50] {
            let rendered = try template.render(Lists(texts: Array(repeating: "'", count: count)), in: (), language: 0)
            #expect(rendered == Array(String(repeating: "<&#39;>", count: count).utf8))
        }
    }

    @Test("comes out the same when many tasks render at once")
    func tasks() async throws {
        let folder = try Folder(["lists": "{{#texts}}{{.}} {{/texts}}"])
        let template = try folder.bind(Lists.self, in: Void.self)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask {
                    let texts = (0..<number).map { "text \($0) of \(number)" }
                    let rendered = try template.render(Lists(texts: texts), in: (), language: 0)
                    return rendered == Array(texts.map { $0 + " " }.joined().utf8)
                }
            }
            for try await same in group { #expect(same) }
        }
    }
}

private func plainlyEscaped(_ text: String) -> String {
    text.map { ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"][$0] ?? String($0) }.joined()
}
