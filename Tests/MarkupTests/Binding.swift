import FoundationEssentials
import Markup
import Testing

@Suite("Binding a template refuses")
struct Binding {
    /// The error of the files when the page is bound, its path shortened to the file's name.
    private func refusal<P: Page>(_ page: P.Type, _ files: [String: String]) throws -> String {
        let folder = try Folder(files)
        let error = #expect(throws: TemplateError.self) { _ = try folder.bind(P.self, in: Portal.self) }
        return try #require(error).description.replacing(folder.path + "/", with: "")
    }

    private func refusal(_ template: String) throws -> String { try refusal(Words.self, ["words": template]) }

    @Test("a name that neither the page nor the frame has, and says which there are")
    func unknownName() throws {
        #expect(try refusal("<p>\n{{txet}}") == """
            words.mustache:2: Words and Portal has no “txet”. Did you mean “text”? There are: markup, member, menu, text.
            """)
        #expect(try refusal(Everything.self, ["everything": "{{person.nam}}"])
            == "everything.mustache:1: Person has no “nam”. Did you mean “name”? There are: email, name.")
    }

    @Test("a name in a partial, by the partial's file and line")
    func unknownNameInPartial() throws {
        let message = try refusal(Lists.self, ["lists": "{{#people}}\n{{>cells/name}}{{/people}}", "cells/name": "\n\n{{title}}"])
        #expect(message.hasPrefix("cells/name.mustache:3: Person and Lists and Portal has no “title”."))
    }

    @Test("a missing file")
    func missingFiles() throws {
        #expect(try refusal(Words.self, [:]) == "words.mustache: There is no such file, but Words is a page of it.")
        #expect(try refusal("{{>cells/name}}") == "words.mustache:1: There is no template “cells/name”; cells/name.mustache is not there.")
        #expect(try refusal("\n{{<lay}}{{/lay}}") == "words.mustache:2: There is no template “lay”; lay.mustache is not there.")
    }

    @Test("tags that do not fit together")
    func tags() throws {
        #expect(try refusal("\n{{#text}}") == "words.mustache:2: “text” is never closed; add “{{/text}}”.")
        #expect(try refusal("{{#text}}\n{{/markup}}") == "words.mustache:2: “/markup” stands where “text” of line 1 has to be closed first.")
        #expect(try refusal("{{/text}}") == "words.mustache:1: “/text” closes nothing; remove it or open “text” before it.")
        #expect(try refusal("{{text") == "words.mustache:1: This tag is never closed; add “}}”.")
        #expect(try refusal("{{{text}}") == "words.mustache:1: This tag is never closed; add “}}}”.")
        #expect(try refusal("{{}}") == "words.mustache:1: This tag has no name.")
        #expect(try refusal("{{the text}}") == "words.mustache:1: “the text” is not a name: a name has no spaces.")
        #expect(try refusal("{{=<%=}}").hasPrefix("words.mustache:1: Delimiters are set as two words"))
    }

    @Test("a block that no layout has, and tags between blocks")
    func blocks() throws {
        let layout = "{{$content}}{{/content}}{{$title}}{{/title}}"
        #expect(try refusal(Words.self, ["words": "{{<lay}}\n{{$contnt}}a{{/contnt}}{{/lay}}", "lay": layout])
            == "words.mustache:2: lay has no block “contnt”. Did you mean “content”? There are: content, title.")
        #expect(try refusal(Words.self, ["words": "{{<lay}}{{text}}{{/lay}}", "lay": layout])
            == "words.mustache:1: Only blocks belong between “<lay” and its end; put this tag into one.")
    }

    @Test("unescaped text")
    func unescaped() throws {
        #expect(try refusal("{{{text}}}") == "words.mustache:1: Only HTML goes unescaped, and “text” is String; write “{{text}}”.")
        #expect(try refusal("{{&t.leads.title}}") == "words.mustache:1: Only HTML goes unescaped; write “{{t.leads.title}}”.")
    }

    @Test("a constant that is not there or is used as a condition")
    func constants() throws {
        #expect(try refusal("{{t.leads.titel}}")
            == "words.mustache:1: There is no text “leads.titel” in the catalogue of “en”; add it there or correct the name.")
        #expect(try refusal("{{asset.css/bass.css}}")
            == "words.mustache:1: There is no file “css/bass.css” among the static files; add it or correct the name.")
        #expect(try refusal("{{#t.leads.title}}{{/t.leads.title}}").contains("is no condition"))
    }

    @Test("values that cannot be shown or opened as they are")
    func kinds() throws {
        #expect(try refusal(Lists.self, ["lists": "{{texts}}"])
            == "lists.mustache:1: “texts” is Array<String>, which is more than a word; open it with “{{#texts}}”.")
        #expect(try refusal(Dated.self, ["dated": "{{day}}"])
            == "dated.mustache:1: “day” is Date, which a template cannot show; let the page turn it into a String.")
        #expect(try refusal(Dated.self, ["dated": "{{#day}}{{/day}}"]).contains("which a template cannot open"))
        #expect(try refusal(Dated.self, ["dated": "{{#number}}{{/number}}"]).contains("is Int, which is always there"))
        #expect(try refusal(Dated.self, ["dated": "{{ratio}}{{object}}{{any}}"]).contains("“ratio” is Double"))
        #expect(try refusal(Dated.self, ["dated": "{{object}}"]).contains("“object” is Object"))
        #expect(try refusal(Dated.self, ["dated": "{{any}}"]).contains("a template cannot show"))
    }

    @Test("a partial that includes itself for ever")
    func circles() throws {
        let message = "includes itself without going down a list, so it would never end."
        #expect(try refusal("{{>words}}").hasSuffix(message))
        #expect(try refusal("{{#text}}{{>words}}{{/text}}").hasSuffix(message))
        #expect(try refusal(Words.self, ["words": "{{>a}}", "a": "{{>b}}", "b": "{{>a}}"]).hasSuffix(message))
        #expect(try refusal(Lists.self, ["lists": "{{>a}}", "a": "{{#people}}{{>a}}{{/people}}"]).hasSuffix(message))
        #expect(try refusal(Words.self, ["words": "{{<a}}{{$x}}1{{/x}}{{/a}}", "a": "{{$x}}{{/x}}{{<a}}{{$y}}{{/y}}{{/a}}{{$y}}{{/y}}"]).hasSuffix(message))
    }
}

private struct Dated: Page {
    static let template = "dated"
    let day: Date, number: Int, ratio: Double, object: Object, any: any Sendable
}

private final class Object: Sendable {}
