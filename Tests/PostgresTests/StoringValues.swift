import FoundationEssentials
import Testing

import Postgres

@Suite("Storing values", .needsServer)
struct StoringValues {
    /// Sends `values` and reads them back, as text too: what the server understood.
    private func roundTrip<T: PostgresCodable & Equatable>(_ values: [T], shown: [String]? = nil) async throws {
        let pool = try #require(testPool)
        for (index, value) in values.enumerated() {
            let (back, text) = try await pool.read(.one("select \(value), \(value)::text", as: { (row: inout Row) in
                (try row.next(T.self), try row.next(String.self))
            }))
            #expect(back == value)
            if let shown { #expect(text == shown[index]) }
        }
        let all = try await pool.read(.value("select \(values)")) as [T]
        #expect(all == values)
        let optionals = values.map(Optional.some) + [nil]
        let some = try await pool.read(.value("select \(optionals)")) as [T?]
        #expect(some == optionals)
        #expect(try await pool.read(.value("select \(T?.none)")) as T? == nil)
    }

    @Test("keeps booleans") func booleans() async throws {
        try await roundTrip([true, false], shown: ["true", "false"])
    }

    @Test("keeps integers to their ends") func integers() async throws {
        try await roundTrip([Int.min, -1, 0, 1, .max], shown: ["-9223372036854775808", "-1", "0", "1", "9223372036854775807"])
        try await roundTrip([Int64.min, .max])
        try await roundTrip([Int32.min, 0, .max], shown: ["-2147483648", "0", "2147483647"])
        try await roundTrip([Int16.min, 0, .max], shown: ["-32768", "0", "32767"])
    }

    @Test("keeps doubles, infinities and the smallest included") func doubles() async throws {
        try await roundTrip([0.1, -.zero, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
        let pool = try #require(testPool)
        #expect(try await pool.read(Query<Double>.value("select \(Double.nan)")).isNaN)
        #expect(try await pool.read(Query<Double>.value("select 0.5::real")) == 0.5)
    }

    @Test("keeps text in every script, empty text, and text like SQL") func text() async throws {
        let texts = ["", "née", "日本語", "العربية", "👩‍👩‍👧‍👦", "\\'\"; --\n\t$1", String(repeating: "x", count: 300_000)]
        try await roundTrip(texts, shown: texts)
    }

    @Test("keeps UUIDs") func uuids() async throws {
        let uuid = try #require(UUID(uuidString: "0190A2B3-C4D5-7E6F-8123-456789ABCDEF"))
        try await roundTrip([uuid, UUID()], shown: nil)
        let pool = try #require(testPool)
        let text = try await pool.read(Query<String>.value("select \(uuid)::text"))
        #expect(text == "0190a2b3-c4d5-7e6f-8123-456789abcdef")
    }

    @Test("keeps days, leap days and the ends of the calendar included") func days() async throws {
        let texts = ["0001-01-01", "1970-01-01", "2000-02-29", "1999-12-31", "2026-11-21", "9999-12-31"]
        try await roundTrip(try texts.map { try #require(Day($0)) }, shown: texts)
    }

    @Test("keeps moments to the microsecond") func dates() async throws {
        let seconds = [0, 0.000_001, -0.5, 1_700_000_000.123_456, -62_000_000_000]
        try await roundTrip(seconds.map { Date(timeIntervalSince1970: $0) }, shown: nil)
        let pool = try #require(testPool)
        let epoch = try await pool.read(Query<Double>.value(
            "select extract(epoch from \(Date(timeIntervalSince1970: 1_700_000_000.25)))::float8"))
        #expect(epoch == 1_700_000_000.25)
    }

    @Test("keeps decimals to 38 digits") func decimals() async throws {
        let texts = [
            "0", "1", "-1", "0.5", "-12.5", "10000", "99999.9999", "0.00001", "123456789012345678901234567890.12345678",
            "100000000000000000000000000000000000000", "-0.00000000000000000000000000000000000001",
            "99999999999999999999999999999999999999",
        ]
        try await roundTrip(try texts.map { try #require(Decimal(string: $0)) }, shown: texts)
    }

    @Test("refuses decimals it would have to round, and those that are no numbers", arguments: [
        "'NaN'", "'Infinity'", "1234567890123456789012345678901234567890.5", "1e200",
    ])
    func decimalsOutOfRange(text: String) async throws {
        let pool = try #require(testPool)
        let error = await #expect(throws: DatabaseError.self) {
            try await pool.read(Query<Decimal>.value(SQL(unchecked: "select \(text)::numeric")))
        }
        #expect(error?.kind == .decoding(column: 1, expected: "numeric", found: "numeric, or NULL, or out of range"))
    }

    @Test("keeps bytes, every one of them") func bytes() async throws {
        try await roundTrip([[], Array(0...255)] as [[UInt8]], shown: nil)
    }

    @Test("keeps JSON") func json() async throws {
        struct Note: Codable, Equatable, Sendable { var title: String, tags: [String], at: Date? }
        try await roundTrip([JSON(Note(title: "日本", tags: ["a"], at: Date(timeIntervalSince1970: 5)))])
        let raw = RawJSON(Array(#"{"a": [1, null]}"#.utf8))
        try await roundTrip([raw], shown: [#"{"a": [1, null]}"#])
    }

    @Test("keeps enums by their raw values, and refuses unknown ones") func enums() async throws {
        enum Segment: String, PostgresCodable { case lead, customer }
        try await roundTrip([Segment.lead, .customer], shown: ["lead", "customer"])
        let pool = try #require(testPool)
        await #expect(throws: DatabaseError.self) { try await pool.read(Query<Segment>.value("select 'pirate'")) }
    }

    @Test("refuses NULL, another type, or a column too many, naming the column") func mismatches() async throws {
        let pool = try #require(testPool)
        for (sql, expected) in [("select 1, null::bigint", 2), ("select 1, 'x'", 2), ("select 1", 2), ("select 1::float8, 2", 1)] {
            let error = await #expect(throws: DatabaseError.self) {
                try await pool.read(.one(SQL(unchecked: sql), as: { (row: inout Row) in
                    (try row.next(Int.self), try row.next(Int.self))
                }))
            }
            guard case .decoding(let column, _, _)? = error?.kind else { Issue.record("\(String(describing: error))"); continue }
            #expect(column == expected)
            #expect(error?.sql == sql)
        }
        await #expect(throws: DatabaseError.self) { try await pool.read(Query<Int16>.value("select 70000")) }
    }
}

@Suite("A day")
struct Days {
    @Test("counts like the calendar", arguments: Array(stride(from: -719_162, through: 2_932_896, by: 9_973)))
    func roundTrip(days: Int) throws {
        let day = try #require(Day(sinceEpoch: days))
        #expect(day.sinceEpoch == days)
        #expect(Day(day.description) == day)
    }

    @Test("does not exist on 30 February", arguments: [(2026, 2, 29), (1900, 2, 29), (2024, 2, 30), (2024, 13, 1), (0, 1, 1), (2024, 4, 31)])
    func impossible(year: Int, month: Int, day: Int) {
        #expect(Day(year: year, month: month, day: day) == nil)
    }

    @Test("is written one way only", arguments: ["2026-1-01", "2026-01-01 ", "+026-01-01", "26-01-01", "2026-02-29", "٢٠٢٦-01-01"])
    func notations(text: String) {
        #expect(Day(text) == nil)
    }
}
