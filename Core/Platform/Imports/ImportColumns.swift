/// A file's header with a few rows below it, and what goes where.
struct ImportColumns<R: Record>: Sendable {
    let kind: RecordKind<R>
    let voice: Voice
    let header: TableRow
    let samples: [TableRow]

    /// - Parameter piece: the file's first one.
    init(kind: RecordKind<R>, voice: Voice, format: TableFormat, piece: [UInt8]) throws {
        var rows: [TableRow] = []
        var reader = TableReader(format)
        reader.read(piece.prefix(TableFormat.headLength)) { if rows.count < 50 { rows.append($0) } }
        if rows.count < 50, piece.count <= TableFormat.headLength { reader.finish { rows.append($0) } }
        guard let header = rows.first else { throw PageError.notFound }
        self.kind = kind
        self.voice = voice
        self.header = header
        samples = Array(rows.dropFirst())
    }

    /// What a column of the file is called, there or by its place.
    func heading(_ column: Int) -> String {
        let name = trimmed(header.string(at: column))
        return name.isEmpty ? voice.say(Phrase("imports.column", ["number": .number(column + 1)])) : String(name.prefix(100))
    }

    /// The first different values of a column.
    func examples(_ column: Int) -> [String] {
        var examples: [String] = []
        for row in samples where examples.count < 3 {
            let value = shortened(trimmed(row.string(at: column)), most: 60)
            if !value.isEmpty, !examples.contains(value) { examples.append(value) }
        }
        return examples
    }

    /// What is guessed from the headings and the values. Files of our own bring ids, by which their rows find
    /// their records; others find them by the address, if there is one and the member may edit.
    func guess(mayEdit: Bool) -> ImportPlan {
        let mapping = TableMapping(guessing: header, samples: samples, for: hints)
        var plan = ImportPlan(mapping, key: nil)
        if mayEdit, let column = header.strings.firstIndex(where: { trimmed($0).lowercased() == ImportPlan.id }),
            samples.contains(where: { ID<R>($0.string(at: column)) != nil }) {
            plan.sources[ImportPlan.id] = ImportPlan.Source(.column(column))
        }
        let address = kind.editable.first { if case .email = $0.kind { mapping[$0.name] != nil } else { false } }
        plan.key = !mayEdit ? nil : plan.sources[ImportPlan.id] != nil ? ImportPlan.id : address?.name
        return plan
    }

    private var hints: [FieldHint] {
        kind.filled.map { field in
            let labels = Language.complete.compactMap { voice.catalogue.text(kind.label(field).key, $0) }
            return FieldHint(field.name, synonyms: labels + field.importedAs, kind: field.hint)
        }
    }
}

extension Field {
    fileprivate var importedAs: [String] {
        for case .imported(let names) in options { return names }
        return []
    }

    fileprivate var hint: FieldHint.Kind {
        switch kind {
        case .email: .email
        case .phone: .phone
        case .web: .website
        case .longText: .notes
        case .reference: .organization
        case .text where has(.autocomplete("name")): .personName
        case .text where has(.autocomplete("organization")): .organization
        case .text, .integer, .decimal, .percent, .money, .yesNo, .date, .dateTime, .choice, .choices, .tags, .lines, .file, .image: .text
        }
    }
}
