import Platform
import Testing

@Suite("The format of a file")
struct DetectingAFormat {
    private func detect(_ text: String) throws -> TableFormat { try TableFormat.detect(Array(text.utf8)) }

    @Test("is found by its delimiter", arguments: TableFormat.Delimiter.allCases)
    func delimiter(delimiter: TableFormat.Delimiter) throws {
        let mark = String(decoding: [delimiter.rawValue], as: UTF8.self)
        let text = ["Name", "Mail", "Note\nAnna", "a@x.com", "\"one, two; three| four\n\"\nBjörn", "b@x.com", "\n"].joined(separator: mark)
        #expect(try detect(text).delimiter == delimiter)
    }

    @Test("is not misled by commas in the names of a table with semicolons")
    func commasInNames() throws {
        #expect(try detect("Name, Vorname;Betrag;Ort\nMüller, Anna;1,50;Berlin\nWeiß, Jörg;2,75;Köln\n").delimiter == .semicolon)
        #expect(try detect("Name, Vorname;Betrag;Ort\nMüller, Anna;1;Berlin\nWeiß, Jörg;2;Köln\nLang, Eva;3\n").delimiter == .semicolon)
        #expect(try detect("Name,Tags\nAnna,a;b;c\nBjörn,a;b;c\n").delimiter == .comma)
    }

    @Test("is a comma's for a single column")
    func singleColumn() throws {
        #expect(try detect("Email\na@x.com\n") == TableFormat())
    }

    @Test("follows a separator line")
    func separatorLine() throws {
        #expect(try detect("sep=;\r\na,b;c\r\n1,2;3\r\n") == TableFormat(delimiter: .semicolon, startsWithSeparatorLine: true))
    }

    @Test("is UTF-8 with and without a byte order mark, also when the head cuts a character in two")
    func utf8() throws {
        #expect(try detect("\u{FEFF}Name,Ort\nJörg,Köln\n").encoding == .utf8)
        let long = String(repeating: "a,b\n", count: TableFormat.headLength / 4)
        #expect(try TableFormat.detect(Array(long.utf8.dropLast()) + [0xC3]).encoding == .utf8)
    }

    @Test("is UTF-16 in either order, with and without a byte order mark", arguments: [true, false], ["", "\u{FEFF}"])
    func utf16(bigEndian: Bool, mark: String) throws {
        let text = mark + "Name\tEmail\r\nPerson 1 美咲\tp1@example.com\r\n😀\tp2@example.com\r\n"
        let bytes = text.utf16Bytes(bigEndian: bigEndian)
        let format = try TableFormat.detect(bytes)
        #expect(format == TableFormat(encoding: bigEndian ? .utf16BigEndian : .utf16LittleEndian, delimiter: .tab))
        for size in [1, 3, .max] {
            #expect(rows(of: bytes, as: format, by: size).cells == [["Name", "Email"], ["Person 1 美咲", "p1@example.com"], ["😀", "p2@example.com"]])
        }
    }

    @Test("is Windows-1252 for Western letters in single bytes")
    func windows1252() throws {
        let bytes = "Name;Firma\r\nJörg Weiß;Müller & Söhne\r\nÉlodie;".latin1Bytes + [0x80, 0x20, 0x93, 0x94] + "\r\n".latin1Bytes
        let format = try TableFormat.detect(bytes)
        #expect(format == TableFormat(encoding: .windows1252, delimiter: .semicolon))
        #expect(rows(of: bytes, as: format).cells == [["Name", "Firma"], ["Jörg Weiß", "Müller & Söhne"], ["Élodie", "€ “”"]])
    }

    @Test("stays UTF-8 when a few bytes are broken, or another alphabet would become accented letters")
    func brokenUTF8() throws {
        #expect(try TableFormat.detect(Array("Name\nGood\nBad".utf8) + [0xFF, 0xFE, 0x80, 0x0A]).encoding == .utf8)
        #expect(try TableFormat.detect(Array("Name\nJörg\nÉlodie\nBj".utf8) + [0xF6] + Array("rn\n".utf8)).encoding == .utf8)
        let cyrillic: [UInt8] = [0xC0, 0xED, 0xED, 0xE0]  // Windows-1251
        #expect(try TableFormat.detect(Array("Name\n".utf8) + cyrillic + [0x0A]).encoding == .utf8)
    }

    /// A file that is refused; named, because its bytes say little.
    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let error: TableError

        init(_ text: String, _ error: TableError) {
            self.init(String(text.prefix(20)), Array(text.utf8), error)
        }

        init(_ name: String, _ bytes: [UInt8], _ error: TableError) {
            (testDescription, self.bytes, self.error) = (name, bytes, error)
        }
    }

    @Test("is refused in one sentence when the file is no table", arguments: [
        Refused("", .empty), Refused("\n\n", .empty), Refused(",,\n,\n", .empty), Refused("  \n", .empty),
        Refused("Name,Email\r\n", .onlyHeader), Refused("\u{FEFF}Name", .onlyHeader),
        Refused("PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .foreign(.png)),
        Refused("PK\u{3}\u{4}xl/workbook.xml", .foreign(.zip)), Refused("%PDF-1.7\n", .foreign(.pdf)),
        Refused(" <!DOCTYPE html>\n<p>", .foreign(.markup)), Refused("[{\"name\": \"Anna\"}]", .foreign(.json)),
        Refused("BEGIN:VCARD\r\n", .foreign(.contactCard)),
        Refused("ab\u{1}c\nd\n", .notText), Refused("abc\n" + String(repeating: "\u{7}", count: 20), .notText),
        Refused("Windows-1251", [0x4E, 0xC0, 0xED, 0xED, 0xE0, 0x0A, 0x31, 0x0A], .notText),
        Refused("UTF-32", [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0, 0x0A, 0, 0, 0], .notText),
        Refused(String(repeating: "a", count: TableFormat.headLength), .headerTooLong),
    ])
    func refused(file: Refused) {
        #expect(throws: file.error) { try TableFormat.detect(file.bytes) }
        #expect(file.error.message.hasSuffix(".") && !file.error.message.contains("\n"))
    }

    @Test("is taken although the first row is longer than the head")
    func longFirstRow() throws {
        #expect(try detect("Name,Notes\r\nAnna," + String(repeating: "x", count: TableFormat.headLength)).delimiter == .comma)
    }
}
