import FoundationEssentials
import Platform
import Testing

@Suite("Real contact files")
struct ReadingRealFiles {
    private static let fields = [
        FieldHint("name", kind: .personName), FieldHint("email", kind: .email), FieldHint("phone", kind: .phone),
        FieldHint("company", kind: .organization), FieldHint("notes", kind: .notes),
    ]

    private func read(_ name: String, by size: Int = 1_000) throws -> [TableRow] {
        let bytes = try contactFile(name)
        return rows(of: bytes, as: try TableFormat.detect(Array(bytes.prefix(TableFormat.headLength))), by: size)
    }

    @Test("of Google, Outlook and HubSpot give every contact a name, an address and a number", arguments: ["google", "outlook", "hubspot"])
    func exports(name: String) throws {
        let read = try read(name)
        let mapping = TableMapping(guessing: read[0], samples: Array(read[1..<20]), for: Self.fields)
        #expect(read.count == 251)
        #expect(read.problems.isEmpty)
        for row in read.dropFirst() {
            let value = { (field: String) in mapping[field].map { row.value(from: $0) } ?? "" }
            #expect(value("name").contains(" ") && value("email").contains("@") && value("phone").hasPrefix("+") && !value("company").isEmpty)
        }
    }

    @Test("that are hostile lose their wrong rows only", arguments: [
        ("semicolon-latin1", 41, []), ("tabs-utf16", 41, []), ("duplicate-and-empty-headers", 3, []), ("wrong-rows", 11, [8, 9, 10]),
        ("formulas", 6, []), ("invalid-utf8", 3, [3]), ("unclosed-quote", 3, [2]),
    ] as [(String, Int, [Int])])
    func hostile(name: String, count: Int, wrong: [Int]) throws {
        let read = try read(name)
        #expect(read.count == count)
        #expect(read.problems.map(\.line) == wrong)
    }

    @Test("that are no tables are refused", arguments: [
        ("empty", .empty), ("header-only", .onlyHeader), ("not-a-csv", .foreign(.png)),
    ] as [(String, TableError)])
    func refused(name: String, error: TableError) {
        #expect(throws: error) { try read(name) }
    }
}
