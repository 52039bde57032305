import FoundationEssentials
import FoundationInternationalization
import Language
import Testing

@Suite("A date")
struct WritingDates {
    @Test("in digits has two for day and month", arguments: [
        (.en, "01/05/2024"), (.es, "05/01/2024"), (.fr, "05/01/2024"), (.de, "05.01.2024"),
        (.hi, "05/01/2024"), (.ja, "2024/01/05"), (.zh, "2024/01/05"), (.ar, "05/01/2024"),
    ] as [(Language, String)])
    func numeric(language: Language, expected: String) {
        #expect(readable(language.formats.numericDate(year: 2024, month: 1, day: 5)) == expected)
    }

    @Test("in words reads naturally", arguments: [
        (.en, "Jan 15, 2024"), (.es, "15 ene 2024"), (.fr, "15 janv. 2024"), (.de, "15. Jan. 2024"),
        (.hi, "15 जन॰ 2024"), (.ja, "2024年1月15日"), (.zh, "2024年1月15日"), (.ar, "15 يناير، 2024"),
    ] as [(Language, String)])
    func words(language: Language, expected: String) {
        #expect(language.formats.date(year: 2024, month: 1, day: 15) == expected)
    }

    @Test("no calendar has is still written, and nothing breaks")
    func impossible() {
        #expect(Language.de.formats.date(year: 2024, month: 13, day: 40) == "2024-13-40")
        #expect(Language.en.formats.numericDate(year: -5, month: 0, day: 0) == "-5-0-0")
        for seconds in [Double.nan, .infinity, -.infinity, 1e300, -1e300] {
            #expect(!Language.en.formats.dateTime(Date(timeIntervalSince1970: seconds)).isEmpty)
        }
    }
}

@Suite("A moment")
struct WritingMoments {
    @Test("is what Foundation writes, in any time zone and season", arguments: Language.allCases)
    func foundation(language: Language) throws {
        var dice = Dice(5)
        for name in ["UTC", "Europe/Madrid", "America/St_Johns", "Asia/Kolkata", "Africa/Casablanca", "Pacific/Apia"] {
            let zone = try #require(TimeZone(identifier: name))
            let formats = Formats(language, timeZone: zone)
            func style(_ date: Date.FormatStyle.DateStyle, _ time: Date.FormatStyle.TimeStyle) -> Date.FormatStyle {
                Date.FormatStyle(
                    date: date, time: time, locale: language.locale, calendar: Calendar(identifier: .gregorian), timeZone: zone)
            }
            let date = style(.abbreviated, .omitted), time = style(.omitted, .shortened), both = style(.abbreviated, .shortened)
            for _ in 0..<300 {
                let moment = dice.moment()
                #expect(formats.date(moment) == date.format(moment))
                #expect(formats.time(moment) == time.format(moment))
                #expect(formats.dateTime(moment) == both.format(moment))
            }
        }
    }

    @Test("is written for programs as Foundation writes it")
    func programs() {
        var dice = Dice(7)
        #expect(iso8601(Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59Z")
        for moment in (0..<3000).map({ _ in dice.moment() }) + [-3e10, 3e11].map(Date.init(timeIntervalSince1970:)) {
            #expect(iso8601(moment) == moment.formatted(.iso8601))
        }
    }

    @Test("falls on the day of the reader's time zone")
    func zones() throws {
        let moment = Date(timeIntervalSince1970: 1_705_363_200) // 2024-01-16T00:00:00Z
        let honolulu = Formats(.en, timeZone: try #require(TimeZone(identifier: "Pacific/Honolulu")))
        #expect(honolulu.date(moment) == "Jan 15, 2024")
        #expect(honolulu.day(of: moment) == (2024, 1, 15))
        #expect(Language.en.formats.day(of: moment) == (2024, 1, 16))
        #expect(Language.en.formats.day(of: moment.addingTimeInterval(-0.5)) == (2024, 1, 15))
        #expect(Language.en.formats.day(of: Date(timeIntervalSince1970: -1)) == (1969, 12, 31))
    }
}
