/// The second step: which column goes into which field.
struct ImportMapping<R: Record>: Sendable {
    let columns: ImportColumns<R>
    let scope: Scope
    /// Columns that are shown, at most.
    private static var mostColumns: Int { 500 }

    private var kind: RecordKind<R> { columns.kind }
    private var mayEdit: Bool { scope.may(kind.permissions.edit) }
    private var shown: Range<Int> { 0..<min(columns.header.count, Self.mostColumns) }

    var guess: ImportPlan { columns.guess(mayEdit: mayEdit) }

    func page(_ stored: StoredImport, _ plan: ImportPlan, error: Phrase? = nil) -> ImportMappingPage {
        let place = ImportPlace(kind: kind, scope: scope)
        return ImportMappingPage(
            title: place.title, crumbs: place.crumbs, fileText: fileText(stored), error: error.map(scope.say),
            columns: shown.map { column in
                ImportMappingPage.Column(
                    "column.\(column)", header: columns.heading(column), samples: columns.examples(column),
                    fields: fields(chosen: plan.field(ofColumn: column)))
            },
            keys: keys(plan), action: place.path(stored.id, "mapping"), cancelPath: kind.path)
    }

    private func fields(chosen: String?) -> [Choice] {
        [Choice("", scope.say("imports.mapping.skip"), isSelected: chosen == nil)]
            + names.map { Choice($0, label($0), isSelected: $0 == chosen) }
    }

    /// What a column may go into.
    private var names: [String] { kind.filled.map(\.name) + (mayEdit ? [ImportPlan.id] : []) }

    private func keys(_ plan: ImportPlan) -> [Choice] {
        [Choice("", scope.say("imports.mapping.always"), isSelected: plan.key == nil)]
            + keyNames.map { Choice($0, label($0), isSelected: $0 == plan.key) }
    }

    /// What records are known by: their id, what they are called, addresses and numbers.
    private var keyNames: [String] {
        guard mayEdit else { return [] }
        let title = kind.fields.first?.name
        return [ImportPlan.id] + kind.editable.filter { field in
            switch field.kind {
            case .email, .phone: true
            case .text: field.name == title
            default: false
            }
        }.map(\.name)
    }

    private func label(_ name: String) -> String {
        kind.field(name).map { scope.say(kind.label($0)) } ?? scope.say("imports.mapping.id")
    }

    private func fileText(_ stored: StoredImport) -> String {
        let rows = Phrase("imports.rows", ["count": .number(stored.rowsTotal)])
        if let sheet = stored.format.sheet {
            let text = Phrase("imports.sheet", ["name": .text(stored.fileName), "rows": .phrase(rows), "sheet": .text(sheet.name)])
            let errors = sheet.errors == 0 ? [] : [Phrase("imports.cell_errors", ["count": .number(sheet.errors)])]
            return ([text] + errors).map(scope.say).joined(separator: " · ")
        }
        return scope.say(Phrase("imports.file", [
            "name": .text(stored.fileName), "rows": .phrase(rows),
            "encoding": .phrase(Phrase("imports.encodings.\(stored.format.encoding.rawValue)")),
            "delimiter": .phrase(stored.format.delimiter.phrase),
        ]))
    }
}

extension ImportMapping {
    /// What was chosen. Columns that go into the same field are joined, or the first that holds anything is taken.
    func plan(of form: Form) -> ImportPlan {
        var chosen: [String: [Int]] = [:]
        for column in shown {
            if let name = form["column.\(column)"], names.contains(name) { chosen[name, default: []].append(column) }
        }
        let guess = guess
        let sources = chosen.map { name, columns in
            // Untouched, it is what was guessed: that knows which half of a name comes first.
            if let guessed = guess.sources[name], Set(guessed.columns) == Set(columns) { return (name, guessed) }
            return (name, ImportPlan.Source(columns: columns, separator: separator(name)))
        }
        return ImportPlan(
            sources: Dictionary(uniqueKeysWithValues: sources), key: form["key"].flatMap { keyNames.contains($0) ? $0 : nil })
    }

    private func separator(_ name: String) -> String? {
        switch kind.field(name)?.kind {
        case .text: " "
        case .longText: "\n"
        case .tags, .choices: ","
        default: nil
        }
    }

    /// Why nothing can be imported like this.
    func problem(with plan: ImportPlan) -> Phrase? {
        if plan.sources.keys.allSatisfy({ $0 == ImportPlan.id }) { return "imports.mapping.nothing" }
        if let key = plan.key {
            return plan.sources[key] == nil ? Phrase("imports.mapping.no_key", ["field": .text(label(key))]) : nil
        }
        let missing = kind.editable.first { $0.has(.required) && plan.sources[$0.name] == nil }
        return missing.map { Phrase("imports.mapping.no_required", ["field": .text(label($0.name))]) }
    }
}

extension TableFormat.Delimiter {
    fileprivate var phrase: Phrase {
        switch self {
        case .comma: "imports.delimiters.comma"
        case .semicolon: "imports.delimiters.semicolon"
        case .tab: "imports.delimiters.tab"
        case .pipe: "imports.delimiters.pipe"
        }
    }
}

/// Where the pages of an import are, and what they are called.
struct ImportPlace<R: Record> {
    let kind: RecordKind<R>
    let scope: Scope

    var title: String { scope.say(Phrase("imports.title", ["many": .phrase(kind.many)])) }
    var crumbs: [Crumb] { [Crumb(scope.say(kind.many), path: kind.path)] }
    var path: String { "\(kind.path)/import" }

    func path(_ id: ID<StoredImport>, _ doing: String = "") -> String {
        doing.isEmpty ? "\(path)/\(id)" : "\(path)/\(id)/\(doing)"
    }
}
