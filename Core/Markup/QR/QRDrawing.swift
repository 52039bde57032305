/// The modules of a QR code while it is drawn (ISO/IEC 18004 §6.3, §7.7 to §7.10).
struct QRDrawing {
    let size: Int
    private(set) var modules: [Bool]
    /// Those that hold no data, and so are never masked.
    private var fixed: [Bool]

    init(_ version: QRVersion) {
        size = version.size
        modules = Array(repeating: false, count: size * size)
        fixed = modules
        for place in 0..<size {
            set(6, place, place % 2 == 0)
            set(place, 6, place % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawSquare(x, y, reach: 4) { $0 != 2 && $0 != 4 } }
        let centres = version.alignments
        for x in centres {
            for y in centres where !isFinder(x, y) { drawSquare(x, y, reach: 2) { $0 != 1 } }
        }
        drawFormat(0) // keeps its place free
        if version.number >= 7 { drawVersion(version.number) }
    }

    private func isFinder(_ x: Int, _ y: Int) -> Bool { (x == 6 || x == size - 7) && (y == 6 || y == size - 7) && !(x == size - 7 && y == size - 7) }

    private mutating func set(_ x: Int, _ y: Int, _ isDark: Bool) {
        modules[y * size + x] = isDark
        fixed[y * size + x] = true
    }

    private mutating func drawSquare(_ x: Int, _ y: Int, reach: Int, _ isDark: (Int) -> Bool) {
        for dy in -reach...reach {
            for dx in -reach...reach where (0..<size).contains(x + dx) && (0..<size).contains(y + dy) {
                set(x + dx, y + dy, isDark(max(abs(dx), abs(dy))))
            }
        }
    }

    /// Level M and the mask, twice (§7.9.1).
    private mutating func drawFormat(_ mask: Int) {
        let rest = (0..<10).reduce(mask) { rest, _ in rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (mask << 10 | rest) ^ 0x5412
        func bit(_ place: Int) -> Bool { bits >> place & 1 == 1 }
        for place in 0...5 { set(8, place, bit(place)) }
        set(8, 7, bit(6))
        set(8, 8, bit(7))
        set(7, 8, bit(8))
        for place in 9..<15 { set(14 - place, 8, bit(place)) }
        for place in 0..<8 { set(size - 1 - place, 8, bit(place)) }
        for place in 8..<15 { set(8, size - 15 + place, bit(place)) }
        set(8, size - 8, true)
    }

    /// Twice (§7.10).
    private mutating func drawVersion(_ number: Int) {
        let rest = (0..<12).reduce(number) { rest, _ in rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = number << 12 | rest
        for place in 0..<18 {
            let (one, other) = (size - 11 + place % 3, place / 3)
            set(one, other, bits >> place & 1 == 1)
            set(other, one, bits >> place & 1 == 1)
        }
    }

    /// Upwards and downwards in columns two wide, from the right (§7.7.3).
    mutating func fill(_ codewords: [UInt8]) {
        var place = 0
        for column in stride(from: size - 1, to: 0, by: -2) {
            let right = column <= 6 ? column - 1 : column
            for row in 0..<size {
                let y = (right + 1) & 2 == 0 ? size - 1 - row : row
                for x in [right, right - 1] where !fixed[y * size + x] && place < codewords.count * 8 {
                    modules[y * size + x] = codewords[place >> 3] >> UInt8(7 - place & 7) & 1 == 1
                    place += 1
                }
            }
        }
    }

    /// The same with one of the eight masks (§7.8.2).
    func masked(_ mask: Int) -> QRDrawing {
        var drawing = self
        for y in 0..<size {
            for x in 0..<size where !fixed[y * size + x] && Self.inverts(mask, x, y) { drawing.modules[y * size + x].toggle() }
        }
        drawing.drawFormat(mask)
        return drawing
    }

    private static func inverts(_ mask: Int, _ x: Int, _ y: Int) -> Bool {
        switch mask {
        case 0: (x + y) % 2 == 0
        case 1: y % 2 == 0
        case 2: x % 3 == 0
        case 3: (x + y) % 3 == 0
        case 4: (x / 3 + y / 2) % 2 == 0
        case 5: x * y % 2 + x * y % 3 == 0
        case 6: (x * y % 2 + x * y % 3) % 2 == 0
        default: ((x + y) % 2 + x * y % 3) % 2 == 0
        }
    }
}
