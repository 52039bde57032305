import Glibc
import Synchronization

/// Shows each figure as soon as it is known, and remembers whether one fell short.
final class Report: Sendable {
    private let fallenShort = Atomic<Int>(0)

    var everyLineHolds: Bool { fallenShort.load(ordering: .relaxed) == 0 }

    func add(_ name: String, _ value: Double, _ goal: Goal, _ unit: String = "") {
        let holds = goal.holds(value)
        if !holds { fallenShort.add(1, ordering: .relaxed) }
        let columns = [padded(name, to: 72), padded(decimal(value) + unit, to: 10), padded(goal.description + unit, to: 12)]
        show("\(columns.joined())\(holds ? "ok" : "short")\n")
    }

    private func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }

    /// One write is one line, and is seen at once also through a pipe.
    private func show(_ line: String) {
        let bytes = Array(line.utf8)
        _ = write(1, bytes, bytes.count)
    }
}

/// What a figure has to be.
enum Goal: Sendable, CustomStringConvertible {
    case atLeast(Double), atMost(Double)

    func holds(_ value: Double) -> Bool {
        switch self {
        case .atLeast(let least): value >= least
        case .atMost(let most): value <= most
        }
    }

    var description: String {
        switch self {
        case .atLeast(let least): "≥ \(decimal(least))"
        case .atMost(let most): "≤ \(decimal(most))"
        }
    }
}

/// Two decimals for what is small, none for what is large.
private func decimal(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    if value.magnitude >= 1_000 { return "\(Int(value.rounded()))" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    return rest == 0 ? "\(whole)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
}

/// The middle one; of an even number, the larger of the two.
func median(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.sorted()[values.count / 2] }

/// The middle of what each round says: what slows the machine for a while slows both sides of a round.
func ratio(_ values: [Double], to others: [Double]) -> Double { median(zip(values, others).map { $0 / $1 }) }
