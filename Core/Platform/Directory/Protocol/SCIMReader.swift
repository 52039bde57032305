/// Reads filters (RFC 7644 §3.4.2.2) and the paths of changes (§3.5.2), as its grammar has them.
struct SCIMReader {
    private let bytes: [UInt8]
    private var place = 0
    private var level = 0
    private var terms = 0

    /// Why a text is none: read as a filter and as a path, it is called differently.
    struct Problem: Error {}

    /// What is taken of what anybody sends.
    private static let mostBytes = 8_192, mostLevels = 16, mostTerms = 64

    private init(_ text: String) throws(Problem) {
        bytes = Array(text.utf8)
        guard bytes.count <= Self.mostBytes, !bytes.contains(0) else { throw Problem() }
    }

    /// - Throws: `SCIMError` `invalidFilter`.
    static func filter(_ text: String) throws(SCIMError) -> SCIMFilter {
        do throws(Problem) {
            var reader = try SCIMReader(text)
            let filter = try reader.either()
            guard reader.isOver else { throw Problem() }
            return filter
        } catch {
            throw .bad(.invalidFilter, "filter")
        }
    }

    /// Where a change is made: `name.givenName`, `members[value eq "…"]`, `emails[type eq "work"].value`.
    /// - Throws: `SCIMError` `invalidPath`.
    static func path(_ text: String) throws(SCIMError) -> (name: SCIMName, filter: SCIMFilter?, part: String?) {
        do throws(Problem) {
            var reader = try SCIMReader(text)
            let name = try reader.name()
            guard reader.take("[") else {
                guard reader.isOver else { throw Problem() }
                return (name, nil, nil)
            }
            let filter = try reader.either()
            guard reader.take("]") else { throw Problem() }
            var part: String?
            if reader.take(".") {
                guard let last = SCIMName(reader.word()), last.part == nil, last.schema == nil else { throw Problem() }
                part = last.attribute
            }
            guard reader.isOver else { throw Problem() }
            return (name, filter, part)
        } catch {
            throw .bad(.invalidPath, "path", ["path": .text(String(text.prefix(200)))])
        }
    }

    // MARK: Grammar

    private mutating func either() throws(Problem) -> SCIMFilter {
        level += 1
        guard level <= Self.mostLevels else { throw Problem() }
        defer { level -= 1 }
        var filter = try both()
        while takeWord("or") { filter = .or(filter, try both()) }
        return filter
    }

    private mutating func both() throws(Problem) -> SCIMFilter {
        var filter = try term()
        while takeWord("and") { filter = .and(filter, try term()) }
        return filter
    }

    private mutating func term() throws(Problem) -> SCIMFilter {
        terms += 1
        guard terms <= Self.mostTerms else { throw Problem() }
        if take("(") { return try closed(")") }
        let start = place
        if takeWord("not"), take("(") { return .not(try closed(")")) }
        place = start // an attribute may be called anything
        let name = try name()
        if take("[") { return .values(name, try closed("]")) }
        if takeWord("pr") { return .present(name) }
        guard let comparison = SCIMFilter.Comparison(rawValue: word().lowercased()) else { throw Problem() }
        return .compare(name, comparison, try literal())
    }

    private mutating func closed(_ end: Character) throws(Problem) -> SCIMFilter {
        let filter = try either()
        guard take(end) else { throw Problem() }
        return filter
    }

    private mutating func name() throws(Problem) -> SCIMName {
        guard let name = SCIMName(word()) else { throw Problem() }
        return name
    }

    /// A text, a number, `true`, `false` or `null`, as JSON writes it.
    private mutating func literal() throws(Problem) -> JSONValue {
        skipBlanks()
        let start = place
        if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
            place += 1
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") { place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1 }
            place += 1
            guard place <= bytes.count else { throw Problem() }
        } else {
            _ = word()
        }
        guard let value = try? JSONValue(reading: Array(bytes[start..<place])), value.string?.utf8.contains(0) != true else { throw Problem() }
        return value
    }

    // MARK: Words

    private var isOver: Bool { bytes[place...].allSatisfy { $0 == 0x20 } }

    private mutating func skipBlanks() {
        while place < bytes.count, bytes[place] == 0x20 { place += 1 }
    }

    private mutating func take(_ sign: Character) -> Bool {
        skipBlanks()
        guard place < bytes.count, bytes[place] == sign.asciiValue else { return false }
        place += 1
        return true
    }

    private mutating func takeWord(_ wanted: String) -> Bool {
        let start = place
        if word().lowercased() == wanted { return true }
        place = start
        return false
    }

    /// What stands here up to a blank, a bracket or a quotation mark.
    private mutating func word() -> String {
        skipBlanks()
        let start = place
        while place < bytes.count, !" ()[]\"".utf8.contains(bytes[place]) { place += 1 }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }
}
