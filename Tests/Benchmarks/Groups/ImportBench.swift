import CRM
import FoundationEssentials
import HTTPTypes
import NIOCore
import Platform
import Support

/// What an import of customers of ten companies takes, as a member does it in a business that has none: rows a second
/// from the order to the report, and by how much the process grows at most while it takes the file in, checks and writes it.
@Sendable func importBench(_ report: Report) async throws {
    let rows = 100_000
    try await TestPlatform.with([crm]) { platform in
        // A small one first: it brings in all that any import needs.
        _ = try await secondsToImport(2_000, platform)
        try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8) // forgets the peak so far
        let before = try megabytes("VmRSS")
        let seconds = try await secondsToImport(rows, platform)
        report.add("import: 100,000 customers", Double(rows) / seconds, .atLeast(10_000), " rows/s")
        report.add("import: growth of resident memory meanwhile", try megabytes("VmHWM") - before, .atMost(20), " MB")
    }
}

private func secondsToImport(_ rows: Int, _ platform: TestPlatform) async throws -> Double {
    let scope = try await platform.register("Import")
    let answer = try await platform.ask(
        .post, "/crm/customers/import", as: scope, headers: [.contentType: "multipart/form-data; boundary=XyZ"],
        body: People(rows: rows))
    let file = try TestImport(answer, as: scope, on: platform)
    guard try await file.check()?.start != nil else { throw NotImported() }
    let time = try await ContinuousClock().measure { _ = try await file.start() }
    let count = try await scope.db.value("select count(*) from customers where email is not null and company_id is not null", of: Int.self)
    guard count == rows else { throw NotImported() }
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
}

private struct NotImported: Error {}

/// A line of `/proc/self/status`, such as `VmRSS:  5120 kB`.
private func megabytes(_ name: String) throws -> Double {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
    return (line.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? 0) / 1_024
}

/// The body of a form with a file of made-up people in several scripts, made as it is sent.
private struct People: AsyncSequence, Sendable {
    let rows: Int

    func makeAsyncIterator() -> Iterator { Iterator(rows: rows) }

    struct Iterator: AsyncIteratorProtocol {
        let rows: Int
        private var next = -1

        init(rows: Int) { self.rows = rows }

        mutating func next() async throws -> ByteBuffer? {
            defer { next += 500 }
            if next < 0 {
                next = -500
                return ByteBuffer(string: """
                    --XyZ\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\n\r\n\
                    Name,Email,Phone,Company,Notes\r\n
                    """)
            }
            if next >= rows { return next >= rows + 500 ? nil : ByteBuffer(string: "\r\n--XyZ--\r\n") }
            return ByteBuffer(string: (next..<Swift.min(next + 500, rows)).map(line).joined())
        }

        private func line(_ number: Int) -> String {
            let given = Self.given[number * 7 % Self.given.count], family = Self.family[number * 13 % Self.family.count]
            return """
                \(given) \(family),person\(number)@example.com,+44 \(100 + number % 900) \(1_000_000 + number),\
                \(Self.companies[number % 10]),\(Self.notes[number % 5])\r\n
                """
        }

        private static let given = ["Anna", "Björn", "Chloé", "Dmitri", "Fatima", "Hiroshi", "João", "Łukasz", "Ngọc", "Priya", "अनिता", "美咲", "伟", "محمد"]
        private static let family = ["Andersson", "O'Brien", "García López", "Müller", "Nguyễn", "Kowalski", "शर्मा", "佐藤", "王", "العلي", "Okafor"]
        private static let companies = [
            "Blue Door Bakery", "Åkerlund & Söner AB", "\"Müller, Schmidt & Co. KG\"", "Café «Le Zinc»", "株式会社さくら",
            "شركة النخيل", "शर्मा ट्रेडर्स", "Novák s.r.o.", "\"\"\"Quoted\"\" Goods Ltd\"", "Smith; Sons",
        ]
        private static let notes = ["", "Met at the fair", "Prefers mail; no calls", "\"Line one\nline two\"", "\"Says \"\"hello\"\", often\""]
    }
}
