import FoundationEssentials
import Language
import Testing

@Suite("A catalogue")
struct Catalogues {
    private static let english = """
        title: Customers
        hello: "Hello {name}"
        code: 'function() {{ return {value} }}'
        yes: Yes
        no: No
        customers:
          count:
            one: One customer
            other: "{count} customers"
          segment: {lead: Lead, other: Other}
        worth: "{amount} by {day}: {names} ({share}, {weight})"
        nested: "Deleted: {what}"
        multi: |
          Two
          lines
        """
    private static let spanish = english.replacing("One customer", with: "Un cliente").replacing("{count} customers", with: "{count} clientes")
        .replacing("Hello", with: "Hola")
    private static let arabic = english.replacing("one: One customer", with: """
        zero: لا عملاء
            one: عميل واحد
            two: عميلان
            few: "{count} عملاء"
            many: "{count} عميلًا"
        """).replacing("{count} customers", with: "{count} عميل").replacing("Hello {name}", with: "مرحبًا {name}")

    private let catalogue: Catalogue

    init() throws {
        catalogue = try withTexts([
            "crm/texts/en.yaml": Self.english, "crm/texts/es.yaml": Self.spanish, "crm/texts/ar.yaml": Self.arabic,
            "crm/texts/ja.yaml": "title: 顧客\ncustomers:\n  count: \"{count} 件\"", "crm/texts/es.yaml~": "old", "layouts/page.mustache": "",
        ]) { folder throws(CatalogueError) in try Catalogue(folder: folder) }
    }

    private func say(_ phrase: Phrase, _ language: Language = .en) -> String {
        catalogue.say(phrase, in: language.formats)
    }

    @Test("joins folder and nested names into keys")
    func keys() {
        #expect(catalogue.keys == [
            "crm.code", "crm.customers.count", "crm.customers.segment.lead", "crm.customers.segment.other", "crm.hello", "crm.multi",
            "crm.nested", "crm.no", "crm.title", "crm.worth", "crm.yes",
        ])
    }

    @Test("gives constant texts to templates, and only those")
    func constants() {
        #expect(catalogue.text("crm.title", .en) == "Customers")
        #expect(catalogue.text("crm.multi", .en) == "Two\nlines")
        #expect(catalogue.text("crm.no", .en) == "No")
        #expect(catalogue.text("crm.customers.segment.other", .ar) == "Other")
        #expect(catalogue.text("crm.hello", .en) == nil)
        #expect(catalogue.text("crm.customers.count", .en) == nil)
        #expect(catalogue.text("crm.absent", .en) == nil)
    }

    @Test("knows which languages lack a text")
    func missing() {
        #expect(catalogue.languages(of: "crm.title") == [.en, .es, .ja, .ar])
        #expect(catalogue.missing(in: .ja).count == 9)
        #expect(Language.complete.allSatisfy { catalogue.missing(in: $0).isEmpty })
        #expect(catalogue.arguments(of: "crm.hello") == ["name"])
        #expect(catalogue.arguments(of: "crm.customers.count") == ["count"])
        #expect(catalogue.arguments(of: "crm.absent") == nil)
    }

    @Test("fills in arguments and keeps doubled braces as braces")
    func arguments() {
        #expect(say(Phrase("crm.hello", ["name": .text("{name} & Co")])) == "Hello {name} & Co")
        #expect(say(Phrase("crm.code", ["value": .number(1234)]), .es) == "function() { return 1.234 }")
    }

    @Test("writes each argument as the reader's language does")
    func formats() {
        let phrase = Phrase("crm.worth", [
            "amount": .money(123_456, .eur), "day": .date(year: 2024, month: 1, day: 15), "names": .list(["Ada", "Grace"]),
            "share": .percent(0.256), "weight": .decimal(Decimal(15) / 10),
        ])
        #expect(readable(say(phrase)) == "€1,234.56 by Jan 15, 2024: Ada and Grace (25.6%, 1.5)")
        #expect(readable(say(phrase, .es)) == "1.234,56 € by 15 ene 2024: Ada y Grace (25,6 %, 1,5)")
    }

    @Test("says phrases within phrases, and moments")
    func nested() {
        let inner = Phrase("crm.customers.count", ["count": .number(1)])
        #expect(say(Phrase("crm.nested", ["what": .phrase(inner)]), .es) == "Deleted: Un cliente")
        let moment = Phrase("crm.nested", ["what": .moment(Date(timeIntervalSince1970: 0))])
        #expect(say(moment, .de) == "Deleted: 1. Jan. 1970, 0:00")
    }

    @Test("takes the plural form of the language", arguments: [
        (.en, 0, "0 customers"), (.en, 1, "One customer"), (.en, 1500, "1,500 customers"), (.es, 2, "2 clientes"), (.es, 1_000_000, "1.000.000 clientes"),
        (.ar, 0, "لا عملاء"), (.ar, 1, "عميل واحد"), (.ar, 2, "عميلان"), (.ar, 5, "5 عملاء"), (.ar, 11, "11 عميلًا"), (.ar, 100, "100 عميل"),
        (.ja, 1, "1 件"), (.fr, 0, "0 customers"),
    ] as [(Language, Int, String)])
    func plurals(language: Language, count: Int, expected: String) {
        #expect(say(Phrase("crm.customers.count", ["count": .number(count)]), language) == expected)
    }

    @Test("falls back to English, then to the key, and shows an argument nobody gave")
    func fallback() {
        #expect(say("crm.title", .de) == "Customers")
        #expect(say("crm.title", .ja) == "顧客")
        #expect(say("crm.absent") == "crm.absent")
        #expect(say("crm.hello") == "Hello {name}")
        #expect(say("crm.customers.count") == "{count} customers")
        #expect(say(Phrase("crm.customers.count", ["count": .text("many")])) == "many customers")
    }

    @Test("isolates names that run against the sentence")
    func bidi() {
        #expect(say(Phrase("crm.hello", ["name": .text("Acme Inc.")]), .ar) == "مرحبًا \u{2068}Acme Inc.\u{2069}")
        #expect(say(Phrase("crm.hello", ["name": .text("محمد")]), .ar) == "مرحبًا محمد")
        #expect(say(Phrase("crm.hello", ["name": .text("محمد")])) == "Hello \u{2068}محمد\u{2069}")
        #expect(say(Phrase("crm.hello", ["name": .text("123")]), .ar) == "مرحبًا 123")
    }
}

/// Makes a folder with these files, runs the body on it and removes it.
func withTexts<Result>(_ files: [String: String], _ body: (String) throws -> Result) throws -> Result {
    try withFolder(files.mapValues { Data($0.utf8) }, body)
}

func withFolder<Result>(_ files: [String: Data], _ body: (String) throws -> Result) throws -> Result {
    let root = FileManager.default.temporaryDirectory.path + "/texts-\(UUID())"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for (path, contents) in files {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        try contents.write(to: URL(filePath: "\(root)/\(path)"))
    }
    return try body(root)
}
