/// Reads `multipart/form-data` as it arrives: RFC 7578, with the delimiters of RFC 2046 §5.1.1.
///
/// Bytes may be cut anywhere, the parts are the same. What is held back is never longer than a
/// delimiter or a part's header, whatever the size of the parts.
struct MultipartReader: Sendable {
    /// What was found, in order: each part begins, holds bytes (none, once or often) and ends.
    enum Event: Sendable, Equatable {
        case part(MultipartPart)
        case bytes([UInt8])
        case end
    }

    /// Bytes of one part's header, and of what may come before the first part, at most.
    static let mostHeaderBytes = 8_192
    static let mostParts = 100
    private let limit: Int

    private let delimiter: [UInt8]
    private var held: [UInt8]
    /// How far `held` is done with.
    private var position = 0
    private var state = State.preamble
    private var parts = 0

    private enum State { case preamble, afterDelimiter, header, body, epilogue }

    /// - Parameters:
    ///   - contentType: as the request's header says it.
    ///   - mostParts: of a form with many fields.
    /// - Throws: `.notMultipart` when it names no boundary, or one that RFC 2046 does not allow.
    init(contentType: String, mostParts: Int = MultipartReader.mostParts) throws(MultipartError) {
        limit = mostParts
        let type = HeaderValue(contentType)
        guard type.value.lowercased() == "multipart/form-data", let boundary = type.parameters["boundary"],
            (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), boundary.last != " "
        else { throw .notMultipart }
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter may stand at the very beginning; this makes it like all others.
        held = [0x0D, 0x0A]
    }

    /// Takes the next bytes.
    /// - Throws: `MultipartError`; nothing can be read after it.
    mutating func read(_ bytes: some Sequence<UInt8>) throws(MultipartError) -> [Event] {
        held.append(contentsOf: bytes)
        var events: [Event] = []
        while try step(&events) {}
        held.removeSubrange(..<position)
        position = 0
        return events
    }

    /// - Throws: `.brokenOff` when the last part never ended.
    func finish() throws(MultipartError) {
        guard state == .epilogue else { throw .brokenOff }
    }

    /// - Returns: whether it came to another state; if not, more bytes are needed.
    private mutating func step(_ events: inout [Event]) throws(MultipartError) -> Bool {
        switch state {
        case .preamble: return try skipPreamble()
        case .afterDelimiter: return try passDelimiter()
        case .header: return try openPart(&events)
        case .body: return passBody(&events)
        case .epilogue:
            position = held.count
            return false
        }
    }

    private mutating func enter(_ next: State, at index: Int) -> Bool {
        position = index
        state = next
        return true
    }

    private mutating func skipPreamble() throws(MultipartError) -> Bool {
        guard let found = held.firstIndex(of: delimiter, from: position) else {
            guard held.count <= Self.mostHeaderBytes else { throw .notMultipart }
            return false
        }
        return enter(.afterDelimiter, at: found + delimiter.count)
    }

    /// Behind a delimiter stand `--` and the end, or white space and the next part.
    private mutating func passDelimiter() throws(MultipartError) -> Bool {
        let rest = held[position...]
        guard rest.count >= 2 else { return false }
        if rest.starts(with: [0x2D, 0x2D]) { return enter(.epilogue, at: position + 2) }
        let end = rest.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? rest.endIndex
        guard end - position <= Self.mostHeaderBytes else { throw .badHeader }
        guard rest.endIndex - end >= 2 else { return false }
        guard rest[end...].starts(with: [0x0D, 0x0A]) else { throw .badHeader }
        return enter(.header, at: end + 2)
    }

    private mutating func openPart(_ events: inout [Event]) throws(MultipartError) -> Bool {
        let emptyLine: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard let end = held.firstIndex(of: emptyLine, from: position) else {
            guard held.count - position <= Self.mostHeaderBytes else { throw .badHeader }
            return false
        }
        parts += 1
        guard end - position <= Self.mostHeaderBytes, parts <= limit,
            let part = MultipartPart(header: held[position..<end])
        else { throw .badHeader }
        events.append(.part(part))
        return enter(.body, at: end + emptyLine.count)
    }

    private mutating func passBody(_ events: inout [Event]) -> Bool {
        let found = held.firstIndex(of: delimiter, from: position)
        // Without one, the last bytes may be its beginning.
        let end = found ?? max(position, held.count - delimiter.count + 1)
        if end > position { events.append(.bytes(Array(held[position..<end]))) }
        position = end
        guard let found else { return false }
        events.append(.end)
        return enter(.afterDelimiter, at: found + delimiter.count)
    }
}

/// What a part's header says.
struct MultipartPart: Sendable, Equatable {
    /// The field of the form.
    let name: String
    /// What the file was called, without the folders before it; nil where the part is no file.
    let fileName: String?

    init(name: String, fileName: String? = nil) {
        self.name = name
        self.fileName = fileName
    }

    /// - Returns: nil without a `Content-Disposition: form-data` that has a name (RFC 7578 §4.2).
    init?(header: ArraySlice<UInt8>) {
        let lines = header.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
        let disposition = lines.lazy.compactMap { line -> HeaderValue? in
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-disposition" else { return nil }
            return HeaderValue(String(line[line.index(after: colon)...]))
        }.first
        guard let disposition, disposition.value.lowercased() == "form-data", let name = disposition.parameters["name"]
        else { return nil }
        self.name = name
        fileName = disposition.parameters["filename"].map(Self.bare)
    }

    /// Some programs send the whole path; control characters are no part of a name.
    private static func bare(_ path: String) -> String {
        let name = path.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        return String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.properties.generalCategory != .control }).prefix(200))
    }
}

/// Why a body cannot be read as `multipart/form-data`.
enum MultipartError: Error, Equatable {
    case notMultipart
    /// A part's header is too long, or says not which field it is.
    case badHeader
    /// The body ended in the middle.
    case brokenOff
}

extension [UInt8] {
    /// Where `pattern` begins, at or behind `start`. Its first byte is looked for alone, which is rare in a table.
    fileprivate func firstIndex(of pattern: [UInt8], from start: Int) -> Int? {
        withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                var index = start
                while index + pattern.count <= bytes.count {
                    if bytes[index] == pattern[0], (1..<pattern.count).allSatisfy({ bytes[index + $0] == pattern[$0] }) { return index }
                    index += 1
                }
                return nil
            }
        }
    }
}
