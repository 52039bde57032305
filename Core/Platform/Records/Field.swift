import Postgres

/// One field of a record: its name, where its value lies, and what else holds for it.
///
/// A class, because every page passes lists of fields around, and each holds a dozen closures.
public final class Field<R: Record>: Sendable {
    /// The column's name, the form field's, the file column's and the last part of its label's key.
    public let name: String
    public let kind: FieldKind
    public let options: [FieldOption]
    public let columns: [Column]

    let bind: @Sendable (R) -> [SQL]
    /// The same for many records at once, an array for each column; null where a record's value is not wanted.
    let bindAll: @Sendable (_ records: [R], _ isWanted: (Int) -> Bool) -> [SQL]
    /// Reads the field's columns into the record.
    let load: @Sendable (inout Row, inout R) throws -> Void
    /// Reads the field's columns straight into words, for long lists.
    let reader: @Sendable (Reading) -> @Sendable (inout Row) throws -> Shown
    let shown: @Sendable (R, Reading) -> Shown
    let parse: @Sendable (String, Reading, inout R) throws(FieldProblem) -> Void
    let clear: @Sendable (inout R) -> Void
    let plain: @Sendable (R) -> String
    let copy: @Sendable (R, inout R) -> Void
    let isSame: @Sendable (R, R) -> Bool
    let isOptional: Bool

    /// A field that always has a value; an empty input gives the value of a new record.
    public convenience init<V: FieldValue>(_ name: String, _ path: any WritableKeyPath<R, V> & Sendable, _ options: FieldOption...) {
        self.init(name, V.self, options, isOptional: false, get: { $0[keyPath: path] }) { record, value in
            record[keyPath: path] = value ?? R()[keyPath: path]
        }
    }

    /// A field that may be empty.
    public convenience init<V: FieldValue>(_ name: String, _ path: any WritableKeyPath<R, V?> & Sendable, _ options: FieldOption...) {
        self.init(name, V.self, options, isOptional: true, get: { $0[keyPath: path] }) { record, value in
            record[keyPath: path] = value
        }
    }

    private init<V: FieldValue>(
        _ name: String, _ value: V.Type, _ options: [FieldOption], isOptional: Bool,
        get: @escaping @Sendable (R) -> V?, set: @escaping @Sendable (inout R, V?) -> Void
    ) {
        self.name = name
        self.options = options
        self.isOptional = isOptional
        kind = options.contains(.long) ? .longText : V.kind
        columns = V.columns(name)
        bind = { V.bind(get($0)) }
        bindAll = { records, isWanted in V.bind(all: records.indices.map { isWanted($0) ? get(records[$0]) : nil }) }
        load = { row, record in set(&record, try V.read(&row)) }
        reader = V.reader
        shown = { record, reading in Shown(get(record), reading) }
        plain = { get($0)?.plain ?? "" }
        copy = { source, target in set(&target, get(source)) }
        isSame = { get($0) == get($1) }
        clear = { set(&$0, nil) }
        let most = options.mostCharacters ?? (options.contains(.long) ? 20_000 : 200)
        parse = { text, reading, record throws(FieldProblem) in
            try checkText(text, most: most)
            set(&record, try V.parse(text, reading))
        }
    }

    public func has(_ option: FieldOption) -> Bool { options.contains(option) }

    /// Characters at most.
    var most: Int { options.mostCharacters ?? (has(.long) ? 20_000 : 200) }

    /// Takes what was typed; empty text empties the field.
    func take(_ text: String, _ reading: Reading, into record: inout R) throws(FieldProblem) {
        let text = trimmed(text)
        if !text.isEmpty { return try parse(text, reading, &record) }
        guard !has(.required) else { throw FieldProblem("platform.problems.required") }
        clear(&record)
    }
}

/// What else holds for a field.
public enum FieldOption: Sendable, Equatable {
    /// Must not be left empty.
    case required
    /// Found by the list's search.
    case searchable
    /// The list can be sorted by it; its table has an index on `(business_id, column, id)`.
    case sortable
    /// The list can be narrowed to one of its values.
    case filterable
    /// Data about a person: part of personal exports and erasure.
    case personal
    /// Several lines of text, up to 20,000 characters.
    case long
    /// Characters at most; 200 where nothing is said.
    case max(Int)
    /// Written by the platform only, never by a form or an import.
    case platform
    /// Not a column of the list.
    case unlisted
    /// What other programs write above such a column, besides the field's own name and labels.
    case imported(as: [String])
    /// What browsers fill in by themselves, by the tokens of the HTML standard's `autocomplete`.
    case autocomplete(String)
}

extension [FieldOption] {
    fileprivate var mostCharacters: Int? {
        for case .max(let most) in self { return most }
        return nil
    }
}

private func checkText(_ text: String, most: Int) throws(FieldProblem) {
    if text.utf8.contains(0) { throw FieldProblem("platform.problems.nul") }
    // As PostgreSQL counts: a letter with a thousand marks is one character to Swift, and too long for an index.
    // Bytes come first, because most texts are short and few are near the limit.
    if text.utf8.count > most, text.unicodeScalars.count > most {
        throw FieldProblem(Phrase("platform.problems.too_long", ["limit": .number(most), "length": .number(text.unicodeScalars.count)]))
    }
}
