/// Kinds of file that people choose by mistake, told apart by their first bytes.
public enum FileKind: String, Sendable, CaseIterable {
    /// A ZIP archive; those that hold a workbook are read.
    case zip = "a ZIP archive"
    case oldWorkbook = "an old Excel or Word document"
    case pdf = "a PDF document"
    case png = "a PNG image"
    case jpeg = "a JPEG image"
    case gif = "a GIF image"
    case gzip = "a gzip archive"
    case sevenZip = "a 7z archive"
    case rar = "a RAR archive"
    case sqlite = "an SQLite database"
    case program = "a program"
    case richText = "an RTF document"
    case contactCard = "a vCard file"
    case markup = "a web page or XML document"
    case json = "a JSON document"

    /// The kind that these first bytes give away; nil for what may be a table.
    init?(_ head: some Collection<UInt8>) {
        let text = head.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
        let found = Self.allCases.first { kind in
            kind.signatures.contains { signature in
                kind.isText ? text.startsIgnoringCase(signature) : head.starts(with: signature)
            }
        }
        guard let found else { return nil }
        self = found
    }

    /// Whether a compound file (MS-CFB) holds a workbook with a password: its directory then names that stream
    /// (MS-OFFCRYPTO §2.3.4.4), in UTF-16, and stands among the first sectors.
    static func isEncryptedWorkbook(_ head: [UInt8]) -> Bool {
        let name: [UInt8] = "EncryptedPackage".utf8.reduce(into: []) { $0 += [$1, 0] }
        return head.indices.dropLast(name.count - 1).contains { head[$0] == name[0] && head[$0...].starts(with: name) }
    }

    /// Text formats may start with white space, and do not mind case.
    private var isText: Bool {
        switch self {
        case .richText, .contactCard, .markup, .json: true
        case .zip, .oldWorkbook, .pdf, .png, .jpeg, .gif, .gzip, .sevenZip, .rar, .sqlite, .program: false
        }
    }

    private var signatures: [[UInt8]] {
        switch self {
        case .zip: [[0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06]]
        case .oldWorkbook: [[0xD0, 0xCF, 0x11, 0xE0]]
        case .pdf: [Array("%PDF".utf8)]
        case .png: [[0x89, 0x50, 0x4E, 0x47]]
        case .jpeg: [[0xFF, 0xD8, 0xFF]]
        case .gif: [Array("GIF87a".utf8), Array("GIF89a".utf8)]
        case .gzip: [[0x1F, 0x8B]]
        case .sevenZip: [[0x37, 0x7A, 0xBC, 0xAF]]
        case .rar: [Array("Rar!".utf8)]
        case .sqlite: [Array("SQLite format 3".utf8)]
        case .program: [[0x7F, 0x45, 0x4C, 0x46], [0x4D, 0x5A, 0x90]]
        case .richText: [Array("{\\rtf".utf8)]
        case .contactCard: [Array("begin:vcard".utf8)]
        case .markup: [Array("<?xml".utf8), Array("<!doctype".utf8), Array("<html".utf8)]
        case .json: ["{\"", "[{", "[\"", "{\n", "{\r", "[\n", "[\r"].map { Array($0.utf8) }
        }
    }
}

extension Collection<UInt8> {
    /// Whether this starts with `other`, which is lower case, whatever the case of ASCII letters.
    fileprivate func startsIgnoringCase(_ other: [UInt8]) -> Bool {
        starts(with: other) { ((0x41...0x5A).contains($0) ? $0 | 0x20 : $0) == $1 }
    }
}
