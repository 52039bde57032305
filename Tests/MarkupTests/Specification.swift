import FoundationEssentials
import Testing
@testable import Markup

@Suite("A template follows the Mustache specification")
struct Specification {
    @Test("for comments", arguments: try cases("comments"))
    func comments(_ example: Case) throws { try example.check() }

    @Test("for delimiters", arguments: try cases("delimiters"))
    func delimiters(_ example: Case) throws { try example.check() }

    @Test("for interpolation", arguments: try cases("interpolation"))
    func interpolation(_ example: Case) throws { try example.check() }

    @Test("for sections", arguments: try cases("sections"))
    func sections(_ example: Case) throws { try example.check() }

    @Test("for inverted sections", arguments: try cases("inverted"))
    func inverted(_ example: Case) throws { try example.check() }

    @Test("for partials", arguments: try cases("partials"))
    func partials(_ example: Case) throws { try example.check() }

    @Test("for inheritance", arguments: try cases("inheritance"))
    func inheritance(_ example: Case) throws { try example.check() }
}

/// What a template with this data has to give.
struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let rule: String
    let data: JSON
    let template: String
    let partials: [String: String]?
    let expected: String

    var testDescription: String { rule }

    func check() throws {
        let sources = try Sources(texts: (partials ?? [:]).merging(["main": template]) { $1 })
        let data = Data(data)
        let program = try Binder(sources, strict: false).program("main", page: data.shape, frame: Shape(of: Void.self))
        // Twice: the second time the room that the first one needed is there at once.
        for _ in 1...2 {
            let rendered = program.render(page: data.address, frame: data.address)
            #expect(String(decoding: rendered, as: UTF8.self) == expected)
        }
    }
}

private func cases(_ name: String, file: String = #filePath) throws -> [Case] {
    let path = file.split(separator: "/").dropLast().joined(separator: "/")
    let json = try #require(FileManager.default.contents(atPath: "/\(path)/Cases/\(name).json"))
    return try JSONDecoder().decode([Case].self, from: json)
}
