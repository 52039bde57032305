import Language
import Testing

@Suite("A language")
struct Languages {
    @Test("is one of eight, of which Arabic alone runs from right to left")
    func directions() {
        #expect(Language.allCases.map(\.rawValue) == ["en", "es", "fr", "de", "hi", "ja", "zh", "ar"])
        #expect(Language.allCases.filter(\.isRightToLeft) == [.ar])
        #expect(Language.ar.direction == "rtl" && Language.en.direction == "ltr")
    }

    @Test("has its place in tables and its own name for itself")
    func names() {
        #expect(Language.allCases.map(\.index) == Array(0..<8))
        #expect(Set(Language.allCases.map(\.endonym)).count == 8)
        #expect(Language.es.endonym == "Español")
    }
}

@Suite("The language a browser asks for")
struct AcceptLanguages {
    @Test("is the best offered one", arguments: [
        ("es", .es), ("ES", .es), ("es-MX", .es), ("zh-Hant-TW", .zh), ("ar-AE,en;q=0.5", .ar),
        ("en;q=0.5, fr;q=0.9", .fr), ("de;q=0.7,ja;q=0.7", .de), ("pt-BR, pt;q=0.9, es;q=0.5", .es),
        (" en ;\tq=0.1 , hi ; q=1.000", .hi), ("*", .en), ("xx, *;q=0.1", .en), ("en-US;q=0, en", .en),
        ("en;q=0, *", .es), ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", .fr), ("de;level=1;q=0.2, fr;q=0.1", .de),
    ] as [(String, Language)])
    func best(header: String, expected: Language) {
        #expect(Language.preferred(header, among: Language.allCases) == expected)
    }

    @Test("is none when nothing on offer is wanted", arguments: [
        "", ",", ";", "q=1", "pt", "english", "en;q=0", "*;q=0", "de, *;q=0", "en;q=2", "en;q=1.001", "en;q=0.1234", "en;q=-1",
        "en;q=", "-en", "🙂", "\u{0}",
    ])
    func none(header: String) {
        #expect(Language.preferred(header, among: [.en, .es]) == nil)
    }

    @Test("skips a malformed range and reads on")
    func malformed() {
        #expect(Language.preferred("de;q=high, fr", among: Language.allCases) == .fr)
    }

    @Test("is never one that was refused")
    func refused() {
        #expect(Language.preferred("es;q=0, es-MX, en;q=0.1", among: [.es, .en]) == .en)
    }

    @Test("costs little to find in a header of a megabyte")
    func hostile() {
        #expect(Language.preferred(String(repeating: "xx;q=0.1,", count: 120_000) + "en", among: [.en]) == nil)
    }
}
