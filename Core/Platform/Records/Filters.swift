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

    /// Choices are offered whole. A reference is offered once it is on, to be taken off again: a
    /// link on the page of what it refers to puts it on.
    /// - Parameter values: of those that are on, by their fields' names.
    func all(_ values: [String: String], chosen titles: [ReferenceOption]) -> [Filter] {
        kind.fields.filter { $0.has(.filterable) }.compactMap { field in
            let value = values[field.name], (label, any) = words(field, value)
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
                return tags(field, value, titles)
            default:
                return nil
            }
        }
    }

    /// The filters of a list where none is on, with those of the tags in use among them.
    /// - Parameter plain: what `all` makes while there are no tags.
    func adding(_ tags: [ReferenceOption], to plain: [Filter]) -> [Filter] {
        guard !tags.isEmpty else { return plain }
        var filters = plain, place = 0
        for field in kind.fields where field.has(.filterable) {
            if place < filters.count, filters[place].name == field.name {
                place += 1
            } else if let filter = self.tags(field, nil, tags) {
                filters.insert(filter, at: place)
                place += 1
            }
        }
        return filters
    }

    private func words(_ field: Field<R>, _ value: String?) -> (label: String, any: Choice) {
        let label = voice.say(kind.label(field))
        return (label, Choice("", voice.say(Phrase("platform.list.any", ["field": .text(label.lowercased())])), isSelected: value == nil))
    }

    /// Those in use, and the one that is on; nil where there are none, and for a field of another kind.
    private func tags(_ field: Field<R>, _ value: String?, _ options: [ReferenceOption]) -> Filter? {
        guard case .tags = field.kind else { return nil }
        let known = options.filter { $0.field == field.name }.map(\.title)
        let names = value.map { known.contains($0) ? known : [$0] + known } ?? known
        let (label, any) = words(field, value)
        return names.isEmpty ? nil : Filter(field.name, label: label, options: [any] + names.map { Choice($0, $0, isSelected: $0 == value) })
    }
}
