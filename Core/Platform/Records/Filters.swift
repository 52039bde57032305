import Postgres

/// What a list can be narrowed by.
struct Filters<R: Record>: Sendable {
    let kind: RecordKind<R>
    let voice: Voice

    /// Choices are offered whole. A reference is offered once it is on, to be taken off again: a
    /// link on the page of what it refers to puts it on.
    /// - Parameter values: of those that are on, by their fields' names.
    func all(_ values: [String: String], chosen titles: [ReferenceOption]) -> [Filter] {
        kind.fields.filter { $0.has(.filterable) }.compactMap { field in
            let value = values[field.name]
            let label = voice.say(kind.label(field))
            let any = Choice("", voice.say(Phrase("platform.list.any", ["field": .text(label.lowercased())])), isSelected: value == nil)
            switch field.kind {
            case .choice(let values):
                return Filter(field.name, label: label, options: [any] + values.map { choice in
                    Choice(choice, voice.say(kind.choice(choice, of: field)), isSelected: choice == value)
                })
            case .yesNo:
                return Filter(field.name, label: label, options: [any] + ["true", "false"].map { choice in
                    Choice(choice, voice.say(choice == "true" ? "platform.values.yes" : "platform.values.no"), isSelected: choice == value)
                })
            case .reference:
                guard let value else { return nil }
                let title = titles.first { $0.field == field.name }?.title ?? "–"
                return Filter(field.name, label: label, options: [any, Choice(value, title, isSelected: true)])
            case .text, .longText, .email, .phone, .web, .integer, .decimal, .percent, .money, .date, .dateTime:
                return nil
            }
        }
    }
}
