/// Labels beyond ASCII as the Domain Name System knows them: RFC 3492, with the parameters of §5.
enum Punycode {
    private static let base = 36, tMin = 1, tMax = 26, skew = 38, damp = 700

    /// - Returns: the name in lower case with `xn--` before each label that was not ASCII; nil where it is too long to be one.
    static func name(_ text: String) -> String? {
        let labels = text.lowercased().split(separator: ".", omittingEmptySubsequences: false).map { label in
            label.utf8.allSatisfy { $0 < 0x80 } ? String(label) : "xn--" + encoded(Array(label.unicodeScalars))
        }
        let name = labels.joined(separator: ".")
        return name.utf8.count <= 253 ? name : nil
    }

    /// The encoding procedure of §6.3. A label has no more than 253 characters here, so nothing overflows.
    private static func encoded(_ scalars: [Unicode.Scalar]) -> String {
        let basic = scalars.filter(\.isASCII)
        var output = String(String.UnicodeScalarView(basic)) + (basic.isEmpty ? "" : "-")
        var reached = 128, delta = 0, bias = 72, handled = basic.count
        while handled < scalars.count {
            let next = scalars.map { Int($0.value) }.filter { $0 >= reached }.min() ?? reached
            delta += (next - reached) * (handled + 1)
            reached = next
            for scalar in scalars.map({ Int($0.value) }) {
                if scalar < reached { delta += 1 }
                guard scalar == reached else { continue }
                output += digits(delta, bias)
                bias = adapted(delta, handled + 1, isFirst: handled == basic.count)
                delta = 0
                handled += 1
            }
            delta += 1
            reached += 1
        }
        return output
    }

    /// A number of variable length (§3.3).
    private static func digits(_ number: Int, _ bias: Int) -> String {
        var rest = number, digits = "", k = base
        while true {
            let threshold = min(max(k - bias, tMin), tMax)
            guard rest >= threshold else { return digits + digit(rest) }
            digits += digit(threshold + (rest - threshold) % (base - threshold))
            rest = (rest - threshold) / (base - threshold)
            k += base
        }
    }

    private static func digit(_ value: Int) -> String { String(value < 26 ? UnicodeScalar(UInt8(97 + value)) : UnicodeScalar(UInt8(22 + value))) }

    /// §6.1.
    private static func adapted(_ delta: Int, _ count: Int, isFirst: Bool) -> Int {
        var delta = isFirst ? delta / damp : delta / 2, k = 0
        delta += delta / count
        while delta > (base - tMin) * tMax / 2 {
            delta /= base - tMin
            k += base
        }
        return k + (base - tMin + 1) * delta / (delta + skew)
    }
}
