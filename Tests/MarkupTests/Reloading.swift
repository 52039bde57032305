import Markup
import Testing

@Suite("While developing")
struct WhileDeveloping {
    private let pause = Duration.milliseconds(250)

    private func shown(_ template: Template<Words, Void>) throws -> String {
        String(decoding: try template.render(Words(text: "tea"), in: (), language: 0), as: UTF8.self)
    }

    @Test("a changed template or partial is picked up by the next request")
    func change() async throws {
        let folder = try Folder(["words": "1 {{>cell}}", "cell": "{{text}}"])
        let template = try folder.bind(Words.self, in: Void.self, reload: true)
        #expect(try shown(template) == "1 tea")
        try folder.write("one more {{text}}", to: "cell")
        try await Task.sleep(for: pause)
        #expect(try shown(template) == "1 one more tea")
        try folder.write("2 {{>other}}", to: "words")
        try folder.write("other {{text}}", to: "other")
        try await Task.sleep(for: pause)
        #expect(try shown(template) == "2 other tea")
    }

    @Test("a mistake is shown until it is put right")
    func mistake() async throws {
        let folder = try Folder(["words": "{{text}}"])
        let template = try folder.bind(Words.self, in: Void.self, reload: true)
        try folder.write("\n{{wrong}}", to: "words")
        try await Task.sleep(for: pause)
        for _ in 1...2 {
            let error = #expect(throws: TemplateError.self) { try shown(template) }
            #expect(error?.line == 2)
        }
        try folder.write("right: {{text}}", to: "words")
        #expect(try shown(template) == "right: tea")
    }

    @Test("a template that is not reloaded stays as it was bound")
    func fixed() async throws {
        let folder = try Folder(["words": "{{text}}"])
        let template = try folder.bind(Words.self, in: Void.self)
        try folder.write("changed", to: "words")
        try await Task.sleep(for: pause)
        #expect(try shown(template) == "tea")
    }
}
