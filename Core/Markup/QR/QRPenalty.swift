extension QRDrawing {
    /// How hard it is to read: the mask with the least is taken (ISO/IEC 18004 §7.8.3).
    var penalty: Int {
        let rows = (0..<size).map { y in Array(modules[y * size..<(y + 1) * size]) }
        let columns = (0..<size).map { x in rows.map { $0[x] } }
        let lines = (rows + columns).reduce(0) { $0 + Self.runs($1) + Self.finders($1) }
        let dark = modules.count { $0 }
        return lines + blocks(rows) + abs(dark * 20 - modules.count * 10) / modules.count * 10
    }

    /// Five or more of one colour in a line.
    private static func runs(_ line: [Bool]) -> Int {
        var penalty = 0, length = 0, last: Bool?
        for module in line + [!(line.last ?? false)] {
            if module == last { length += 1; continue }
            if length >= 5 { penalty += length - 2 }
            (last, length) = (module, 1)
        }
        return penalty
    }

    /// What looks like the corner patterns.
    private static func finders(_ line: [Bool]) -> Int {
        let light = [false, false, false, false], mark = [true, false, true, true, true, false, true]
        let wanted = [light + mark, mark + light], padded = light + line + light
        return (0...padded.count - 11).reduce(0) { sum, start in
            sum + wanted.count { $0.elementsEqual(padded[start..<start + 11]) } * 40
        }
    }

    /// Four of one colour in a square.
    private func blocks(_ rows: [[Bool]]) -> Int {
        var count = 0
        for y in 0..<size - 1 {
            for x in 0..<size - 1 where rows[y][x] == rows[y][x + 1] && rows[y][x] == rows[y + 1][x] && rows[y][x] == rows[y + 1][x + 1] {
                count += 1
            }
        }
        return count * 3
    }
}
