import FoundationEssentials

/// Takes the rows of a file, some at a time: finds out what becomes of each, and does it unless this is a dry run.
/// Both ask the same questions in the same order, so what a dry run says is what happens.
///
/// A record is touched once at most: of several rows with the same key the first right one is taken, the others
/// are wrong. What is remembered of a file is two hashes for each key.
struct ImportPass<R: Record>: Sendable {
    private let imports: Imports
    private let id: ID<StoredImport>
    private let reading: RowReading<R>
    private let records: Records<R>
    private let operations: RecordOperations<R>
    private let match: KeyMatch<R>?
    private let isDry: Bool

    private var references: [String: NamedReferences] = [:]
    /// The line on which a key stood first, by its hash, and by that of the record it found.
    private var seen: [Int: Int] = [:]
    private(set) var tally = ImportTally()
    private var trace: ImportTrace

    init(
        _ stored: StoredImport, plan: ImportPlan, reading: RowReading<R>, kind: RecordKind<R>, registry: Registry,
        scope: Scope, isDry: Bool
    ) {
        imports = Imports(scope: scope, record: kind.table)
        id = stored.id
        trace = ImportTrace(stored.id)
        self.reading = reading
        self.isDry = isDry
        records = Records(kind, in: scope)
        operations = RecordOperations(kind, in: scope)
        match = plan.key.map { KeyMatch(kind: kind, key: $0) }
        for case let target? in reading.fields.map(\.target) {
            references[target.table()] = NamedReferences(target, registry: registry, scope: scope, own: kind.table)
        }
    }

    /// Takes the next rows, in the file's order.
    mutating func take(_ rows: [RowDraft<R>]) async throws {
        var drafts = rows
        try await checkReferences(&drafts)
        let targets = try await targets(&drafts)
        for row in drafts.indices where drafts[row].problems.isEmpty { checkSight(&drafts[row], isNew: targets[row] == nil) }
        try await note(drafts)
        let right = drafts.indices.filter { drafts[$0].problems.isEmpty }
        try await setReferences(right, &drafts)
        let changing = right.compactMap { index in targets[index].map { (draft: drafts[index], target: $0) } }
        try await change(changing.filter { !isPlanned($0.draft) })
        tally.changed += changing.count { isPlanned($0.draft) }
        try await add(right.filter { targets[$0] == nil }.map { drafts[$0] })
    }

    // MARK: Finding out

    private mutating func checkReferences(_ drafts: inout [RowDraft<R>]) async throws {
        for (table, names) in names(in: drafts.indices, drafts) { try await references[table]?.learn(names) }
        for index in drafts.indices {
            for (field, name) in drafts[index].titles {
                guard let table = reading.fields[field].target?.table() else { continue }
                let problem = references[table].map { $0.problem(with: name) } ?? "imports.problems.unknown"
                if let problem {
                    drafts[index].problems.append(
                        ImportProblem(line: drafts[index].line, column: reading.columnName(field), value: name, problem))
                }
            }
        }
    }

    /// The names of referenced records, by their table.
    private func names(in rows: some Sequence<Int>, _ drafts: [RowDraft<R>]) -> [String: [String]] {
        guard !references.isEmpty else { return [:] }
        var names: [String: [String]] = [:]
        for row in rows {
            for (field, name) in drafts[row].titles {
                if let table = reading.fields[field].target?.table() { names[table, default: []].append(name) }
            }
        }
        return names
    }

    /// The records that rows mean; nil for those that make a new one, or are wrong.
    private mutating func targets(_ drafts: inout [RowDraft<R>]) async throws -> [UUID?] {
        let keyed = drafts.indices.filter { drafts[$0].key != nil }
        let found = try await match?.find(keyed.map { drafts[$0].key?.text ?? "" }, in: records.scope) ?? [:]
        var targets = [UUID?](repeating: nil, count: drafts.count)
        for (place, row) in keyed.enumerated() {
            switch found[place] {
            case .one(let id): targets[row] = id
            case .several(let count): wrong(&drafts[row], Phrase("imports.problems.ambiguous", ["count": .number(count)]))
            case .deleted: wrong(&drafts[row], "imports.problems.deleted")
            case nil:
                // It may be the id of a record that this member does not see, and nobody is told which ids there are.
                if match?.key == ImportPlan.id, records.kind.restriction?.column != nil { wrong(&drafts[row], "imports.problems.id") }
            }
        }
        for row in drafts.indices {
            if targets[row] == nil { drafts[row].problems += drafts[row].missing }
            if drafts[row].problems.isEmpty { checkIsFirst(&drafts[row], targets[row]) }
        }
        return targets
    }

    private mutating func checkIsFirst(_ draft: inout RowDraft<R>, _ target: UUID?) {
        guard let key = draft.key else { return }
        // By its text too: a record that an earlier row made is found by now, but that row had found none.
        let hashes = [key.text.lowercased().hashValue, target?.hashValue].compactMap(\.self)
        if let line = hashes.compactMap({ seen[$0] }).first {
            wrong(&draft, Phrase("imports.problems.repeated", ["line": .number(line)]))
        } else {
            for hash in hashes { seen[hash] = draft.line }
        }
    }

    /// What a row makes, who imports it must be able to see.
    private func checkSight(_ draft: inout RowDraft<R>, isNew: Bool) {
        guard let rows = records.kind.rows, let name = rows.field, let restriction = records.kind.restriction else { return }
        let place = reading.fields.firstIndex { $0.name == name }.flatMap { draft.isGiven[$0] ? $0 : nil }
        // Whoever imports owns what has no owner.
        guard place != nil || isNew && name != Member.ownerColumn else { return }
        let value = place.flatMap { place in
            draft.titles.first { $0.field == place }.map { title in reading.fields[place].target.flatMap { references[$0.table()]?.id(of: title.text)?.text } ?? "" }
        } ?? (records.kind.field(name) ?? R.schema.fields.first { $0.name == name })?.plain(draft.values) ?? ""
        guard !restriction.values.contains(value) else { return }
        draft.problems.append(ImportProblem(
            line: draft.line, column: place.map(reading.columnName) ?? "", value: draft.titles.first { $0.field == place }?.text ?? value,
            RecordError.outOfSight(field: nil, rows).message))
    }

    private func wrong(_ draft: inout RowDraft<R>, _ reason: Phrase) {
        draft.problems.append(ImportProblem(line: draft.line, column: draft.key?.column ?? "", value: draft.key?.text ?? "", reason))
    }

    private mutating func note(_ drafts: [RowDraft<R>]) async throws {
        let problems = drafts.flatMap(\.problems)
        try await imports.add(problems, from: tally.problems, to: id)
        tally.problems += problems.count
        tally.wrong += drafts.count { !$0.problems.isEmpty }
    }

    // MARK: Doing it

    private mutating func setReferences(_ rows: [Int], _ drafts: inout [RowDraft<R>]) async throws {
        for (table, names) in names(in: rows, drafts) {
            guard var named = references[table] else { continue }
            let count = isDry ? named.plan(names) : try await named.add(names)
            if count > 0 { tally.named[table, default: 0] += count }
            references[table] = named
        }
        for row in rows {
            for (field, name) in drafts[row].titles {
                guard let table = reading.fields[field].target?.table(), let id = references[table]?.id(of: name) else { continue }
                try reading.set(field, to: id, in: &drafts[row].values)
            }
        }
    }

    /// In a dry run: whether the row refers to something that would be added, which makes it a change for sure.
    private func isPlanned(_ draft: RowDraft<R>) -> Bool {
        draft.titles.contains { field, name in
            reading.fields[field].target.flatMap { references[$0.table()] }?.id(of: name) == nil
        }
    }

    private mutating func change(_ rows: [(draft: RowDraft<R>, target: UUID)]) async throws {
        guard !rows.isEmpty else { return }
        let changes = BulkChange(fields: reading.fields, records: rows.map { row in
            var values = row.draft.values
            values.record.id = ID(row.target)
            return values
        }, isGiven: { rows[$0].draft.isGiven[$1] })
        if !isDry { try await trace.note(changes, of: records.kind, in: records.scope) }
        let changed = try await isDry ? records.differing(changes) : operations.change(changes)
        tally.changed += changed
        tally.unchanged += rows.count - changed
    }

    private mutating func add(_ rows: [RowDraft<R>]) async throws {
        tally.new += rows.count
        guard !isDry, !rows.isEmpty else { return }
        var new = try rows.map { try records.kind.owned($0.values, in: records.scope) }
        if match?.key != ImportPlan.id {
            // In the file's order, which those made within one millisecond would not have.
            for (index, id) in new.map(\.record.id).sorted().enumerated() { new[index].record.id = id }
        }
        try await operations.create(new)
        try await trace.note(new.map(\.record.id), in: records.scope)
    }
}
