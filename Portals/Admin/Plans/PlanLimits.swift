import FoundationEssentials
import Platform

/// Everything a plan can limit, of all that is installed.
struct PlanLimit: Sendable {
    let name: String
    let title: Phrase
    let unit: Limit.Unit
    /// Where it is records of a kind: their table.
    let record: String?

    /// Whether counting begins anew by the day or the month; seats, bytes and records are counted as they stand.
    let hasPeriod: Bool

    static func all(_ registry: Registry) -> [PlanLimit] {
        registry.limits.map { PlanLimit(name: $0.name, title: $0.title, unit: $0.unit, record: nil, hasPeriod: !$0.isStanding) } + registry.modules.flatMap { module in
            module.records.map { PlanLimit(name: "\(module.id).\($0.table)", title: module.name(of: $0), unit: .count, record: $0.table, hasPeriod: false) }
        }
    }
}

/// How an amount of a limit is typed: bytes in gigabytes, anything else as it is.
struct TypedAmount: Sendable {
    let voice: Voice
    let unit: Limit.Unit
    func text(_ amount: Int) -> String {
        unit == .bytes ? voice.formats.decimal(Decimal(amount) / 1_073_741_824, digits: 0...10) : voice.formats.number(amount)
    }

    /// - Returns: nil when it is no amount.
    func amount(_ text: String) -> Int? {
        guard unit == .bytes else {
            return voice.formats.integer(from: text).flatMap { LimitTerms.amounts.contains($0) ? $0 : nil }
        }
        guard let gigabytes = voice.formats.decimal(from: text), gigabytes >= 0 else { return nil }
        let bytes = Double("\(gigabytes * 1_073_741_824)") ?? .infinity
        return bytes <= Double(LimitTerms.amounts.upperBound) ? Int(bytes.rounded()) : nil
    }
}
