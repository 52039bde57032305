import Postgres

extension RecordKind {
    /// Whether what its lists can be narrowed to depends on what is stored.
    var hasTagFilter: Bool {
        fields.contains { field in
            if case .tags = field.kind { field.has(.filterable) } else { false }
        }
    }
}

/// What a list can be narrowed by.
struct Filters<R: Record>: Sendable {
    let kind: RecordKind<R>
    let voice: Voice

    /// Choices are offered whole. A reference is offered once it is on, to be taken off again: a
    /// link on the page of what it refers to puts it on.
    /// Whose records are shown: everybody's, one's own, or those of the member that an address names.
    func owner(_ values: [String: String], chosen titles: [ReferenceOption], for member: Member) -> [Filter] {
        guard let field = R.schema.owner.flatMap({ kind.field($0.name) }), field.has(.filterable) else { return [] }
        let label = voice.say(kind.label(field)), mine = member.id.description, value = values[field.name]
        let any = Choice("", voice.say(Phrase("platform.list.any", ["field": .text(label.lowercased())])), isSelected: value == nil)
        let other = value.flatMap { $0 == mine ? nil : $0 }.map { id in
            Choice(id, titles.first { $0.field == field.name }?.title ?? "–", isSelected: true)
        }
        return [Filter(field.name, label: label, options: [
            any, Choice(mine, voice.say("platform.list.mine"), isSelected: value == mine),
        ] + [other].compactMap(\.self))]
    }

    /// - Parameter values: of those that are on, by their fields' names.
    func all(_ values: [String: String], chosen titles: [ReferenceOption]) -> [Filter] {
        kind.fields.filter { $0.has(.filterable) }.compactMap { field in
            let value = values[field.name]
            let label = voice.say(kind.label(field))
            let any = Choice("", voice.say(Phrase("platform.list.any", ["field": .text(label.lowercased())])), isSelected: value == nil)
            switch field.kind {
            case .choice(let values), .choices(let values):
                return Filter(field.name, label: label, options: [any] + values.map { choice in
                    Choice(choice, voice.say(kind.choice(choice, of: field)), isSelected: choice == value)
                })
            case .yesNo:
                return Filter(field.name, label: label, options: [any] + ["true", "false"].map { choice in
                    Choice(choice, voice.say(choice == "true" ? "platform.values.yes" : "platform.values.no"), isSelected: choice == value)
                })
            case .reference:
                guard let value, !field.has(.owner) else { return nil }
                let title = titles.first { $0.field == field.name }?.title ?? "–"
                return Filter(field.name, label: label, options: [any, Choice(value, title, isSelected: true)])
            case .tags:
                return tags(field, value, label, any, titles)
            default:
                return nil
            }
        }
    }

    /// Those in use, and the one that is on.
    private func tags(
        _ field: Field<R>, _ value: String?, _ label: String, _ any: Choice, _ options: [ReferenceOption]
    ) -> Filter? {
        let known = options.filter { $0.field == field.name }.map(\.title)
        let names = value.map { known.contains($0) ? known : [$0] + known } ?? known
        return names.isEmpty ? nil : Filter(field.name, label: label, options: [any] + names.map { Choice($0, $0, isSelected: $0 == value) })
    }
}
