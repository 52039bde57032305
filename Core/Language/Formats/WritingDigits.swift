extension NumberSymbols {
    /// Appends `magnitude / 10^scale` with grouping, the affixes around it.
    /// - Parameters:
    ///   - scale: how many of the digits are decimals.
    ///   - minimum: decimals kept even when they are zeros; nil keeps all.
    func write<Magnitude: FixedWidthInteger & UnsignedInteger>(
        _ magnitude: Magnitude, scale: Int, minimum: Int? = nil, _ around: Affixes, to bytes: inout [UInt8]
    ) {
        var rest = magnitude, decimals = scale
        while decimals > minimum ?? decimals, rest % 10 == 0 {
            rest /= 10
            decimals -= 1
        }
        bytes.append(contentsOf: around.before)
        writeBackwards(rest, decimals: decimals, to: &bytes)
        bytes.append(contentsOf: around.after)
    }

    /// Makes room for all digits and signs, then fills it from the last digit.
    private func writeBackwards<Magnitude: FixedWidthInteger & UnsignedInteger>(
        _ magnitude: Magnitude, decimals: Int, to bytes: inout [UInt8]
    ) {
        let whole = max(1, digitCount(magnitude) - decimals)
        let room = whole + groupCount(whole) * group.count + (decimals > 0 ? decimals + decimal.count : 0)
        var place = bytes.count + room
        bytes.append(contentsOf: repeatElement(0x30, count: room))

        var rest = magnitude
        func digit() {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            place -= 1
            bytes[place] = 0x30 + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
        func sign(_ sign: [UInt8]) {
            place -= sign.count
            for (offset, byte) in sign.enumerated() { bytes[place + offset] = byte }
        }
        for _ in 0..<decimals { digit() }
        if decimals > 0 { sign(decimal) }
        var untilGroup = groupSize.primary
        for _ in 0..<whole {
            if untilGroup == 0 {
                sign(group)
                untilGroup = groupSize.others
            }
            digit()
            untilGroup -= 1
        }
    }

    private func groupCount(_ whole: Int) -> Int {
        whole <= groupSize.primary ? 0 : (whole - groupSize.primary + groupSize.others - 1) / groupSize.others
    }

    private func digitCount<Magnitude: FixedWidthInteger & UnsignedInteger>(_ magnitude: Magnitude) -> Int {
        var count = 1, rest = magnitude
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }
}

extension NumberSymbols {
    /// Appends a number of any length, its decimals as they are.
    func write(_ number: PlainNumber, _ around: Affixes, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: around.before)
        for (place, digit) in number.whole.enumerated() {
            bytes.append(digit)
            let left = number.whole.count - place - 1
            if left >= groupSize.primary, (left - groupSize.primary) % groupSize.others == 0 {
                bytes.append(contentsOf: group)
            }
        }
        if !number.fraction.isEmpty {
            bytes.append(contentsOf: decimal)
            bytes.append(contentsOf: number.fraction)
        }
        bytes.append(contentsOf: around.after)
    }
}

extension [UInt8] {
    /// Appends a whole number without grouping, with at least so many digits (two at most).
    mutating func append(_ number: Int, padded: Bool) {
        if (0..<100).contains(number) {
            if padded || number >= 10 { append(0x30 + UInt8(number / 10)) }
            append(0x30 + UInt8(number % 10))
        } else {
            append(contentsOf: String(number).utf8)
        }
    }
}
