import FoundationEssentials

/// Turns rows of a file into records, by the same rules as the form.
struct RowReading<R: Record>: Sendable {
    /// Those that have a column, in the order of the form, without the id.
    let fields: [Field<R>]
    private let sources: [ColumnSource]
    private let readings: [Reading]
    private let key: Key
    private let id: ColumnSource?
    private let headings: [String]
    /// What must not be empty and has no column.
    private let absent: [Field<R>]
    private let kind: RecordKind<R>
    private let voice: Voice

    private enum Key {
        case none, id
        /// A field by its place in `fields`.
        case field(Int)
    }

    init(_ plan: ImportPlan, columns: ImportColumns<R>) {
        let mapped = columns.kind.filled.compactMap { field in plan.sources[field.name].map { (field, $0.source) } }
        fields = mapped.map(\.0)
        sources = mapped.map(\.1)
        readings = mapped.map { columns.kind.reading($0.0, columns.voice) }
        id = plan.sources[ImportPlan.id]?.source
        key = plan.key == ImportPlan.id ? .id : mapped.firstIndex { $0.0.name == plan.key }.map(Key.field) ?? .none
        headings = (0..<columns.header.count).map(columns.heading)
        absent = columns.kind.editable.filter { field in field.has(.required) && plan.sources[field.name] == nil }
        kind = columns.kind
        voice = columns.voice
    }

    func read(_ row: TableRow) -> RowDraft<R> {
        var draft = RowDraft<R>(line: row.line, fields: fields.count)
        if let problem = row.problem {
            draft.problems.append(ImportProblem(problem, of: row, heading: heading))
            return draft
        }
        for index in fields.indices { take(row, index, into: &draft) }
        for field in absent { draft.missing.append(ImportProblem(line: row.line, column: voice.say(kind.label(field)), Self.required)) }
        takeKey(row, into: &draft)
        return draft
    }

    private static var required: Phrase { "platform.problems.required" }

    private func take(_ row: TableRow, _ index: Int, into draft: inout RowDraft<R>) {
        let field = fields[index]
        let text = row.value(from: sources[index])
        guard !text.isEmpty else {
            if field.has(.required) {
                draft.missing.append(ImportProblem(line: row.line, column: heading(sources[index].columns[0]), Self.required))
            }
            return
        }
        draft.isGiven[index] = true
        if field.target != nil {
            draft.titles.append((index, text))
            return
        }
        do throws(FieldProblem) {
            try field.take(text, readings[index], into: &draft.values)
        } catch {
            draft.isGiven[index] = false
            draft.problems.append(problem(error.phrase, row, sources[index]))
        }
    }

    private func takeKey(_ row: TableRow, into draft: inout RowDraft<R>) {
        switch key {
        case .none: return
        case .field(let index):
            guard draft.isGiven[index] else { return }
            // As it will be stored, which need not be as it was written.
            draft.key = RowDraft.Key(fields[index].plain(draft.values), heading(sources[index].columns[0]))
        case .id:
            guard let id, case let text = row.value(from: id), !text.isEmpty else { return }
            guard let given = ID<R>(text) else { return draft.problems.append(problem("imports.problems.id", row, id)) }
            draft.values.record.id = given
            draft.key = RowDraft.Key(given.description, heading(id.columns[0]))
        }
    }

    private func problem(_ reason: Phrase, _ row: TableRow, _ source: ColumnSource) -> ImportProblem {
        let filled = source.columns.first { !row.utf8(at: $0).isEmpty } ?? source.columns[0]
        return ImportProblem(line: row.line, column: heading(filled), value: row.value(from: source), reason)
    }

    /// Sets a reference, once it is known what its name stands for.
    func set(_ index: Int, to id: UUID, in values: inout Values<R>) throws {
        try fields[index].take(id.uuidString, readings[index], into: &values)
    }

    /// What the column of a reference is called, for what is found out about it later.
    func columnName(_ index: Int) -> String { heading(sources[index].columns[0]) }

    private func heading(_ column: Int) -> String {
        headings.indices.contains(column) ? headings[column] : voice.say(Phrase("imports.column", ["number": .number(column + 1)]))
    }
}

/// A row on its way to become a record.
struct RowDraft<R: Record>: Sendable {
    let line: Int
    var values = Values<R>()
    /// Which fields the row has a value for. The others keep what is stored.
    var isGiven: [Bool]
    /// What references are called, by the field's place.
    var titles: [(field: Int, text: String)] = []
    /// Why it cannot be taken.
    var problems: [ImportProblem] = []
    /// Why it can only change a record, not make one.
    var missing: [ImportProblem] = []
    /// By which it finds its record.
    var key: Key?

    struct Key: Sendable {
        let text: String
        let column: String

        init(_ text: String, _ column: String) {
            self.text = text
            self.column = column
        }
    }

    init(line: Int, fields: Int) {
        self.line = line
        isGiven = Array(repeating: false, count: fields)
    }
}
