import FoundationEssentials
import FoundationInternationalization
import Language
import Testing

@Suite("How long ago something was")
struct RelativeTimes {
    private let now = Date(timeIntervalSince1970: 1_705_328_700) // 2024-01-15T14:25:00Z
    private static let hour = 3600.0, day = 86_400.0

    @Test("is said in the largest whole unit", arguments: [
        (0, "now"), (-59, "now"), (59, "now"), (-60, "1 minute ago"), (-200, "3 minutes ago"), (3599, "in 59 minutes"),
        (-hour, "1 hour ago"), (-23 * hour, "23 hours ago"), (-day, "yesterday"), (-1.9 * day, "2 days ago"),
        (day, "tomorrow"), (6 * day, "in 6 days"), (-7 * day, "1 week ago"), (-27 * day, "3 weeks ago"),
        (-31 * day, "1 month ago"), (-30 * day, "4 weeks ago"), (-364 * day, "11 months ago"), (-365 * day, "1 year ago"),
        (366 * day, "in 1 year"), (-5000 * 365.25 * day, "5,000 years ago"),
    ] as [(Double, String)])
    func english(seconds: Double, expected: String) {
        #expect(Language.en.formats.relative(now + seconds, to: now) == expected)
    }

    @Test("counts days by the reader's calendar, not by 24 hours")
    func calendarDays() {
        #expect(Language.en.formats.relative(now - 38 * Self.hour, to: now) == "yesterday")
        #expect(Language.en.formats.relative(now - 39 * Self.hour, to: now) == "2 days ago")
    }

    @Test("takes Arabic's forms for one, two, few and many")
    func arabic() {
        func said(_ hours: Double) -> String { Language.ar.formats.relative(now - hours * Self.hour, to: now) }
        #expect(said(1) == "قبل ساعة واحدة")
        #expect(said(2) == "قبل ساعتين")
        #expect(said(3) == "قبل 3 ساعات")
        #expect(said(11) == "قبل 11 ساعة")
    }

    @Test("is what Foundation says for the same unit", arguments: Language.allCases)
    func foundation(language: Language) {
        let steps: [(Date.RelativeFormatStyle.Field, Date.RelativeFormatStyle.Presentation, Double, ClosedRange<Int>)] = [
            (.minute, .numeric, 60, 1...59), (.hour, .numeric, Self.hour, 1...23), (.day, .named, Self.day, 1...6),
            (.week, .numeric, 7 * Self.day, 1...4), (.year, .numeric, 365.2425 * Self.day, 2...120),
        ]
        for (field, presentation, length, counts) in steps {
            for count in counts.flatMap({ [-$0, $0] }) {
                let moment = now + Double(count) * length + (field == .year ? Double(count.signum()) * Self.day : 0)
                var style = Date.AnchoredRelativeFormatStyle(
                    anchor: moment, presentation: presentation, unitsStyle: .wide, locale: language.locale,
                    calendar: Calendar(identifier: .gregorian))
                style.allowedFields = [field]
                #expect(language.formats.relative(moment, to: now) == style.format(now))
            }
        }
    }

    @Test("can be said of any date at all")
    func absurd() {
        for seconds in [1e300, -1e300, .infinity, -.infinity, .nan] {
            #expect(!Language.en.formats.relative(Date(timeIntervalSince1970: seconds), to: now).isEmpty)
        }
    }
}

@Suite("A list")
struct Lists {
    @Test("ends with the language's and", arguments: [
        (.en, "A, B, and C"), (.es, "A, B y C"), (.fr, "A, B et C"), (.de, "A, B und C"),
        (.hi, "A, B और C"), (.ja, "A、B、C"), (.zh, "A、B和C"), (.ar, "A وB وC"),
    ] as [(Language, String)])
    func three(language: Language, expected: String) {
        #expect(readable(language.formats.list(["A", "B", "C"])) == expected)
    }

    @Test("may be short, and minds its sounds")
    func short() {
        #expect(Language.en.formats.list([]) == "" && Language.en.formats.list(["A"]) == "A")
        #expect(Language.es.formats.list(["Juan", "Inés"]) == "Juan e Inés")
    }
}
