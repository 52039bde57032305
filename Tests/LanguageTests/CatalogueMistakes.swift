import FoundationEssentials
import Language
import Testing

@Suite("A catalogue is refused")
struct CatalogueMistakes {
    private static let allForms = "{zero: z, one: o, two: t, few: f, many: m, other: o}"

    /// What the catalogue says of a module `m` with these texts, without the folder's own path.
    private func complaints(_ en: String, es: String? = nil, ar: String? = nil, _ more: [String: String] = [:]) throws -> [String] {
        let texts = ["m/texts/en.yaml": en, "m/texts/es.yaml": es ?? en, "m/texts/ar.yaml": ar ?? en]
        return try complaints(of: texts.merging(more) { $1 }.mapValues { Data($0.utf8) })
    }

    private func complaints(of files: [String: Data]) throws -> [String] {
        try withFolder(files) { folder in
            do {
                _ = try Catalogue(folder: folder)
                return []
            } catch let error as CatalogueError {
                #expect(error.problems.allSatisfy { $0.file.hasPrefix(folder) })
                return error.description.replacing(folder + "/", with: "").split(separator: "\n").map(String.init)
            }
        }
    }

    @Test("when a complete language lacks a text")
    func lacking() throws {
        #expect(try complaints("a: A\nb: B", ar: "a: A") == ["m/texts/ar.yaml: lacks m.b; translate it here or remove it elsewhere"])
        #expect(try complaints("a: A", es: "a: A\nc: C").count == 2)
        #expect(try complaints(of: ["m/texts/en.yaml": Data("a: A".utf8)]).map { $0.prefix(29) } == [
            "m/texts/es.yaml: is missing; ", "m/texts/ar.yaml: is missing; ",
        ])
    }

    @Test("when another language has a text nobody can fall back to")
    func alone() throws {
        #expect(try complaints("a: A", ["m/texts/fr.yaml": "b: B"]).count == 3)
    }

    @Test("when arguments differ from English")
    func arguments() throws {
        #expect(try complaints("a: '{x} and {y}'", es: "a: '{x}'") == [
            "m/texts/es.yaml:1: m.a mentions {x}, but in m/texts/en.yaml {x}, {y}; make them the same",
        ])
    }

    @Test("when a plural text lacks a form its language needs")
    func lackingForm() throws {
        let plural = "a: {one: One, other: Many}"
        #expect(try complaints(plural) == [
            "m/texts/ar.yaml:1: m.a lacks the plural categories zero, two, few, many; ar has zero, one, two, few, many, other",
        ])
        #expect(try complaints("a: {other: x}", ar: "a: \(Self.allForms)").count == 2)
        #expect(try complaints(plural, es: "a: {one: 1, many: 2, other: 3}", ar: "a: \(Self.allForms)") == [])
    }

    @Test("when a plural text has a form its language never uses, or an unknown one")
    func unknownForm() throws {
        #expect(try complaints("a: {zero: None, one: One, other: Many}", es: "a: {one: x, other: y}", ar: "a: \(Self.allForms)") == [
            "m/texts/en.yaml:1: m.a has the plural category 'zero', which en never uses; en has one, other",
        ])
        #expect(try complaints("a:\n  one: One\n  othr: Many", es: "a: {one: x, other: y}", ar: "a: \(Self.allForms)") == [
            "m/texts/en.yaml:3: m.a has the unknown plural category 'othr'; en has one, other",
            "m/texts/en.yaml:2: m.a lacks the plural categories other; en has one, other",
        ])
        #expect(try complaints("a: {one: {deep: x}, other: y}", es: "a: {one: x, other: y}", ar: "a: \(Self.allForms)") == [
            "m/texts/en.yaml:1: m.a must have one text for 'one'",
        ])
    }

    @Test("when braces do not pair", arguments: [
        ("{", "a { without its }"), ("}", "a } without its {"), ("{a b}", "letters, digits and _"), ("{}", "letters, digits and _"),
        ("{{{x}", ""), ("{a{b}}", "letters, digits and _"), ("x }", "a } without its {"),
    ])
    func braces(text: String, complaint: String) throws {
        let complaints = try complaints("a: '\(text)'")
        #expect(complaint.isEmpty ? complaints.isEmpty : complaints.count == 3 && complaints[0].contains(complaint))
    }

    @Test("when a text is no text", arguments: [
        ("a:", "is empty"), ("a: ''", "is empty"), ("a: ~", "is empty"), ("a: null", "is empty"), ("a: [x, y]", "must hold keys and texts"),
        ("- a", "must hold keys and texts"), ("just words", "must hold keys and texts"), ("", "has no texts"), ("# nothing", "has no texts"),
        ("{}", "has no texts"), ("a b: x", "no name"), ("a.b: x", "no name"), ("? [a]\n: x", "no name"), ("é: x", "no name"),
    ])
    func noText(yaml: String, complaint: String) throws {
        #expect(try complaints(yaml, es: "a: A", ar: "a: A").contains { $0.hasPrefix("m/texts/en.yaml:1: ") && $0.contains(complaint) })
    }

    @Test("when the YAML is broken, naming the line", arguments: [
        ("a: A\nb: 'open", "m/texts/en.yaml:2: is not valid YAML"), ("a: A\na: B", "m/texts/en.yaml:1: is not valid YAML: the key a is there twice"),
        ("a: A\n\tb: B", "m/texts/en.yaml:2: is not valid YAML"), ("a: *nowhere", "m/texts/en.yaml:1: is not valid YAML"),
        ("a: A\n---\nb: B", "m/texts/en.yaml:2: is not valid YAML"), ("a: \u{1}", "m/texts/en.yaml: is not valid YAML"),
        (String(repeating: "[", count: 100_000), "m/texts/en.yaml:1: is not valid YAML"),
        (String(repeating: "{a: ", count: 500) + "x" + String(repeating: "}", count: 500), "m/texts/en.yaml:1: m.a.a"),
    ])
    func broken(yaml: String, complaint: String) throws {
        let complaints = try complaints(yaml, es: "a: A", ar: "a: A")
        #expect(complaints.contains { $0.hasPrefix(complaint) }, "\(complaints.map { $0.prefix(200) })")
    }

    @Test("when anchors could make a small file enormous")
    func anchors() throws {
        let bomb = (1...40).reduce("l0: &l0 {x: lol}") { "\($0)\nl\($1): &l\($1) {a: *l\($1 - 1), b: *l\($1 - 1)}" }
        let complaints = try complaints(bomb, es: "a: A", ar: "a: A").filter { $0.contains("YAML anchor") }
        #expect(complaints.count == 41)
        #expect(try self.complaints("a: &x A\nb: *x", es: "b: B", ar: "b: B").first?.contains("YAML anchor") == true)
        #expect(try self.complaints("&x {a: A}", es: "a: A", ar: "a: A").first?.contains("YAML anchor") == true)
    }

    @Test("when a file is for no language, or no text at all")
    func files() throws {
        #expect(try complaints("a: A", ["m/texts/pt.yaml": "a: A"]).first?.hasPrefix("m/texts/pt.yaml: is named for no language") == true)
        #expect(try complaints("a: A", ["m/texts/fr.yml": "a: A"]).count == 1)
        let latin1 = Data([0x61, 0x3A, 0x20, 0xE9])
        #expect(try complaints(of: ["m/texts/en.yaml": latin1]).first == "m/texts/en.yaml: is not UTF-8; save it as such")
        #expect(try complaints("a: A", ["m.n/texts/en.yaml": "a: A"]).first?.hasPrefix("m.n: is no name for a module") == true)
        #expect(throws: CatalogueError.self) { try Catalogue(folder: "/nowhere/at/all") }
    }
}
