import Platform

/// Makes up values for fields, by what they are declared as. Two samples of different numbers differ in every text.
struct Sample: Sendable {
    let number: Int
    let currency: String
    /// Records to refer to, by table.
    let ids: [String: String]

    init(_ number: Int, currency: String, ids: [String: String]) {
        self.number = number
        self.currency = currency
        self.ids = ids
    }

    /// - Parameter changed: members that take the place of those made up; `#` in a text becomes the number.
    func json(of fields: [ResourceField], changed: JSONValue? = nil) -> JSONValue {
        var members = fields.filter { !$0.isReadOnly }.compactMap { field in value(of: field).map { JSONValue.Member(field.name, $0) } }
        for member in changed?.members ?? [] {
            let value = member.value.string.map { .string($0.replacing("#", with: String(number))) } ?? member.value
            if let place = members.firstIndex(where: { $0.name == member.name }) { members[place].value = value } else { members.append(.init(member.name, value)) }
        }
        return .object(members)
    }

    /// - Returns: nil for a reference to something there is none of, and for a file.
    private func value(of field: ResourceField) -> JSONValue? {
        switch field.kind {
        case .text, .longText: .string(String("Probe \(number)".prefix(field.most)))
        case .email: .string("probe\(number)@example.com")
        case .phone: .string("+49 30 \(100_000 + number)")
        case .web: .string("https://example.com/\(number)")
        case .integer: .integer(number)
        case .decimal: .number("\(number).5")
        case .percent: .number("0.25")
        case .money: ["amount": .integer(100 + number), "currency": .string(currency)]
        case .yesNo: true
        case .date: "2026-03-15"
        case .dateTime: "2026-03-15T09:30:00Z"
        case .choice(let values): values.first.map { .string($0) }
        case .choices(let values): .array(values.prefix(2).map { .string($0) })
        case .tags: .array([.string("probe \(number)")])
        case .lines: [json(of: field.lines)]
        case .file, .image: nil
        case .reference: field.target.flatMap { ids[$0] }.map { .string($0) }
        }
    }

    /// The month its dates lie in, as a calendar is asked for it.
    static let month = "2026-03"
}
