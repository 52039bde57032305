import Postgres

/// One field of a record: its name, where its value lies, and what else holds for it.
///
/// A class, because every page passes lists of fields around, and each holds a dozen closures.
public final class Field<R: Fielded>: Sendable {
    /// The column's name, the form field's, the file column's and the last part of its label's key.
    public let name: String
    public let kind: FieldKind
    public let options: [FieldOption]
    /// Empty for a field that a business added: those share the column `custom`.
    public let columns: [Column]
    /// What a business calls the field it added.
    let custom: CustomField?

    let bind: @Sendable (Values<R>) -> [SQL]
    /// The same for many records at once, an array for each column; null where a record's value is not wanted.
    let bindAll: @Sendable (_ records: [Values<R>], _ isWanted: (Int) -> Bool) -> [SQL]
    /// Reads the field's columns into the record.
    let load: @Sendable (inout Row, inout Values<R>) throws -> Void
    /// Reads the field's columns straight into words, for long lists.
    let reader: @Sendable (Reading) -> @Sendable (inout Row) throws -> Shown
    /// Reads the field's columns straight into JSON; tells whether there was anything to write.
    let jsonReader: @Sendable (inout Row, inout [UInt8]) throws -> Bool
    let shown: @Sendable (Values<R>, Reading) -> Shown
    let parse: @Sendable (String, Reading, inout Values<R>) throws(FieldProblem) -> Void
    let clear: @Sendable (inout Values<R>) -> Void
    let plain: @Sendable (Values<R>) -> String
    let typed: @Sendable (Values<R>, Reading) -> String
    let json: @Sendable (Values<R>) -> JSONValue
    let takeJSON: @Sendable (JSONValue, Reading, inout Values<R>) throws(FieldProblem) -> Void
    /// What its columns hold, as PostgreSQL reads it from text; null where it is empty.
    let storedTexts: @Sendable (Values<R>) -> [String?]
    let takeStored: @Sendable ([String?], inout Values<R>) -> Void
    /// Takes what `plain` says.
    let takePlain: @Sendable (String, inout Values<R>) -> Void
    let copy: @Sendable (Values<R>, inout Values<R>) -> Void
    let isSame: @Sendable (Values<R>, Values<R>) -> Bool
    let isOptional: Bool
    /// What is known of its file, where it is one.
    let file: @Sendable (Values<R>) -> FileFacts?

    /// A field that always has a value; an empty input gives the value of a new record.
    public convenience init<V: FieldValue>(_ name: String, _ path: any WritableKeyPath<R, V> & Sendable, _ options: FieldOption...) {
        self.init(name, V.self, options, isOptional: false, get: { $0.record[keyPath: path] }) { values, value in
            values.record[keyPath: path] = value ?? R()[keyPath: path]
        }
    }

    /// A field that may be empty.
    public convenience init<V: FieldValue>(_ name: String, _ path: any WritableKeyPath<R, V?> & Sendable, _ options: FieldOption...) {
        self.init(name, V.self, options, isOptional: true, get: { $0.record[keyPath: path] }) { values, value in
            values.record[keyPath: path] = value
        }
    }

    init<V: FieldValue>(
        _ name: String, _ value: V.Type, _ options: [FieldOption], isOptional: Bool, custom: CustomField? = nil,
        get: @escaping @Sendable (Values<R>) -> V?, set: @escaping @Sendable (inout Values<R>, V?) -> Void
    ) {
        self.name = name
        self.options = options
        self.isOptional = isOptional
        self.custom = custom
        kind = options.contains(.long) ? .longText : custom?.fieldKind ?? V.kind
        columns = custom == nil ? V.columns(name) : []
        bind = { V.bind(get($0)) }
        bindAll = { records, isWanted in V.bind(all: records.indices.map { isWanted($0) ? get(records[$0]) : nil }) }
        if let custom {
            load = { row, values in values.custom[custom.name] = try row.next(String?.self) }
            reader = { reading in { row in Shown(try row.next(String?.self).flatMap(V.init(plain:)), reading) } }
            jsonReader = { row, bytes in
                guard let value = try row.next(String?.self).flatMap(V.init(plain:)) else { return false }
                value.json.write(to: &bytes)
                return true
            }
        } else {
            load = { row, values in set(&values, try V.read(&row)) }
            reader = V.reader
            jsonReader = V.jsonReader()
        }
        shown = { values, reading in Shown(get(values), reading) }
        plain = { get($0)?.plain ?? "" }
        copy = { source, target in set(&target, get(source)) }
        isSame = { get($0) == get($1) }
        let isFile = V.kind.isFile
        file = { values in isFile ? (get(values) as? any FileValue)?.facts : nil }
        clear = { set(&$0, nil) }
        storedTexts = { values in get(values).map { $0.storedTexts.map(Optional.some) } ?? V.columns(name).map { _ in nil } }
        takeStored = { texts, values in
            let texts = texts.compactMap(\.self)
            set(&values, texts.isEmpty ? nil : V(storedTexts: texts))
        }
        takePlain = { text, values in set(&values, text.isEmpty ? nil : V(plain: text)) }
        let most = options.mostCharacters ?? (options.contains(.long) ? FieldKind.longText : V.kind).mostCharacters
        parse = { text, reading, values throws(FieldProblem) in
            try checkText(text, most: most)
            let value = try V.parse(text, reading)
            try custom?.check(value.plain)
            set(&values, value)
        }
        typed = { get($0)?.typed($1) ?? "" }
        json = { get($0)?.json ?? .null }
        takeJSON = { json, reading, values throws(FieldProblem) in
            let value = try V.parse(json: json, reading)
            try custom?.check(value.plain)
            set(&values, value)
        }
    }

    public func has(_ option: FieldOption) -> Bool {
        options.contains(option) || (option == .platform && options.contains(.computed))
    }

    /// Characters at most.
    var most: Int { options.mostCharacters ?? kind.mostCharacters }

    /// Takes what was typed; empty text empties the field.
    func take(_ text: String, _ reading: Reading, into values: inout Values<R>) throws(FieldProblem) {
        let text = trimmed(text)
        if !text.isEmpty { return try parse(text, reading, &values) }
        try empty(&values)
    }

    /// Takes what a program sent; null empties the field, and so does blank text where text is expected.
    func take(_ json: JSONValue, _ reading: Reading, into values: inout Values<R>) throws(FieldProblem) {
        switch json {
        case .null: try empty(&values)
        case .string(let text):
            try checkText(text, most: most)
            let text = trimmed(text)
            if text.isEmpty, kind.isText { try empty(&values) } else { try takeJSON(.string(text), reading, &values) }
        default: try takeJSON(json, reading, &values)
        }
    }

    private func empty(_ values: inout Values<R>) throws(FieldProblem) {
        guard !has(.required) else { throw FieldProblem("platform.problems.required") }
        clear(&values)
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
