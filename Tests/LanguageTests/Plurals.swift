import Language
import Testing

@Suite("The plural form")
struct Plurals {
    @Test("of Arabic is one of six, all the way to 200")
    func arabic() {
        for count in 0...200 {
            let expected: PluralCategory = switch count {
            case 0: .zero
            case 1: .one
            case 2: .two
            case 3...10, 103...110: .few
            case 11...99, 111...199: .many
            default: .other // 100, 101, 102, 200
            }
            #expect(Language.ar.plural(count) == expected, "\(count)")
            #expect(Language.ar.plural(-count) == expected, "\(-count)")
        }
    }

    @Test("of Arabic follows the last two digits of great numbers", arguments: [
        (1_000, .other), (1_001, .other), (1_002, .other), (1_003, .few), (1_000_010, .few), (1_000_011, .many), (1_000_099, .many),
        (1_000_100, .other), (.max, .few), (.min, .few),
    ] as [(Int, PluralCategory)])
    func great(count: Int, expected: PluralCategory) {
        #expect(Language.ar.plural(count) == expected)
    }

    @Test("is one or other elsewhere, and many for whole millions in Spanish and French")
    func others() {
        let counts = [0, 1, 2, 11, 1_000_000, 1_000_001, 3_000_000]
        func forms(_ language: Language) -> [PluralCategory] { counts.map(language.plural) }
        #expect(forms(.en) == [.other, .one, .other, .other, .other, .other, .other])
        #expect(forms(.de) == forms(.en))
        #expect(forms(.es) == [.other, .one, .other, .other, .many, .other, .many])
        #expect(forms(.fr) == [.one, .one, .other, .other, .many, .other, .many])
        #expect(forms(.hi) == [.one, .one, .other, .other, .other, .other, .other])
        #expect(Set(forms(.ja) + forms(.zh)) == [.other])
    }

    @Test("is always one a catalogue may hold", arguments: Language.allCases)
    func possible(language: Language) {
        let chosen = Set((0...200).map(language.plural) + [1_000_000].map(language.plural))
        #expect(chosen == Set(language.possiblePlurals))
        #expect(Set(language.requiredPlurals).isSubset(of: chosen))
    }
}
