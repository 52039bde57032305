extension TextEncoding {
    /// The encoding a file's first bytes are most likely in.
    init(detectedIn head: [UInt8]) {
        self = Self.utf16(head) ?? Self.eightBit(head)
    }

    /// UTF-16 shows by its byte order mark, or by letters of ASCII leaving the same half of their units empty.
    private static func utf16(_ head: [UInt8]) -> TextEncoding? {
        if head.starts(with: [0xFF, 0xFE]) { return .utf16LittleEndian }
        if head.starts(with: [0xFE, 0xFF]) { return .utf16BigEndian }
        var zeros = (even: 0, odd: 0)
        for (index, byte) in head.enumerated() where byte == 0 {
            if index.isMultiple(of: 2) { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let many = max(2, head.count / 8)
        if zeros.odd >= many, zeros.even * 8 < zeros.odd { return .utf16LittleEndian }
        if zeros.even >= many, zeros.odd * 8 < zeros.even { return .utf16BigEndian }
        return nil
    }

    /// Broken UTF-8 stays UTF-8 (its wrong rows are reported) unless the bytes read better as Western text: there, accented
    /// letters stand alone or in pairs. Long runs are another alphabet, which must not become `Ðàáîòà`.
    private static func eightBit(_ head: [UInt8]) -> TextEncoding {
        let (pairs, errors) = utf8(head)
        guard errors > 0, errors >= pairs else { return .utf8 }
        let runs = head.split { $0 < 0x80 }
        let western = runs.count { $0.count <= 2 && $0.allSatisfy { !undefined.contains($0) } }
        return western * 2 > runs.count ? .windows1252 : .utf8
    }

    /// Counts the characters beyond ASCII that are UTF-8, and the bytes that are not. A character cut off by the end of the
    /// head counts as neither.
    private static func utf8(_ head: [UInt8]) -> (characters: Int, errors: Int) {
        var parser = Unicode.UTF8.ForwardParser()
        var bytes = head.makeIterator()
        var characters = 0, errors = 0, lastError = 0, position = 0
        while true {
            switch parser.parseScalar(from: &bytes) {
            case .valid(let scalar):
                position += scalar.count
                if scalar.count > 1 { characters += 1 }
            case .error(let length):
                position += length
                errors += 1
                lastError = position
            case .emptyInput:
                let isCutOff = head.count >= TableFormat.headLength && lastError == head.count
                return (characters, isCutOff ? errors - 1 : errors)
            }
        }
    }

    /// The bytes that stand for nothing in Windows-1252.
    private static let undefined: Set<UInt8> = [0x81, 0x8D, 0x8F, 0x90, 0x9D]
}
