/// Lines in their order. In JSON for programs they are objects in an array; as plain text, such as a file's cell holds, the
/// same with every value in its plain form.
extension Array: JSONStored, FieldValue where Element: Line {
    public static var kind: FieldKind { .lines(LineKind<Element>()) }

    private static var fields: [Field<Element>] { Element.lines.fields }

    // Stored by the columns of the lines' table, every value as PostgreSQL reads it from text.

    var stored: JSONValue {
        objects { field, values in
            zip(field.columns, field.storedTexts(values)).map { .init($0.name, $1.map { .string($0) } ?? .null) }
        }
    }

    init(stored: JSONValue) {
        self = (stored.array ?? []).map { object in
            var values = Values<Element>()
            for field in Self.fields { field.takeStored(field.columns.map { object[$0.name]?.string }, &values) }
            return values.record
        }
    }

    public var plain: String { text { $0.plain($1) } }

    public init?(plain: String) {
        guard let lines = try? JSONValue(reading: Array<UInt8>(plain.utf8)).array else { return nil }
        self = lines.map { line in
            var values = Values<Element>()
            for field in Self.fields { line[field.name]?.string.map { field.takePlain($0, &values) } }
            return values.record
        }
    }

    public func typed(_ reading: Reading) -> String { text { $0.typed($1, reading.of($0)) } }

    public var json: JSONValue { objects { [.init($0.jsonName, $0.json($1))] } }

    public func shown(_ reading: Reading) -> String {
        map { line in
            Self.fields.filter { $0.target == nil }.map { $0.shown(Values(line), reading.of($0)).text }.filter { !$0.isEmpty }
                .joined(separator: " · ")
        }.joined(separator: "; ")
    }

    /// Reads what a form's rows or a file's cell hold: an array of objects of texts.
    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let lines = try? JSONValue(reading: Array<UInt8>(text.utf8)).array else { throw FieldProblem("platform.problems.lines_text") }
        return try parse(lines) { line, place, values in
            var problems: [FieldProblem.Cell] = []
            for field in fields {
                do throws(FieldProblem) {
                    try field.take(line[field.name]?.string ?? field.typed(Values(), reading.of(field)), reading.of(field), into: &values)
                } catch {
                    problems.append(.init(place + pointer(field.name), error.phrase))
                }
            }
            return problems
        }
    }

    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let lines = json.array else { throw FieldProblem("platform.problems.json_lines") }
        let input = FieldInput(fields: fields, reading: reading.of)
        return try parse(lines) { line, place, values in
            input.take(line, into: &values, .whole, at: place).map { .init($0.pointer, $0.phrase) }
        }
    }

    private static func parse(
        _ lines: [JSONValue], _ take: (JSONValue, String, inout Values<Element>) -> [FieldProblem.Cell]
    ) throws(FieldProblem) -> Self {
        guard lines.count <= Lines<Element>.most else {
            throw FieldProblem(Phrase("platform.problems.lines", ["most": .number(Lines<Element>.most), "count": .number(lines.count)]))
        }
        var taken = Self(), problems: [FieldProblem.Cell] = []
        for (index, line) in lines.enumerated() {
            var values = Values<Element>()
            problems += take(line, pointer(String(index)), &values)
            taken.append(values.record)
        }
        guard problems.isEmpty else { throw FieldProblem("platform.problems.some_lines", cells: problems) }
        return taken
    }

    private func text(_ text: (Field<Element>, Values<Element>) -> String) -> String {
        let lines = objects { [.init($0.name, .string(text($0, $1)))] }
        return isEmpty ? "" : String(decoding: lines.bytes, as: UTF8.self)
    }

    private func objects(_ members: (Field<Element>, Values<Element>) -> [JSONValue.Member]) -> JSONValue {
        .array(map { line in .object(Self.fields.flatMap { members($0, Values(line)) }) })
    }
}

extension Reading {
    /// In the same language, a field of the lines that are read.
    func of<L: Line>(_ field: Field<L>) -> Reading { LineFields<L>(key: lines).reading(field, voice) }
}

/// A line in its record, as far as its form and its words are concerned.
struct LineFields<L: Line>: Formed {
    /// `sales.orders.lines`, where the catalogue keeps the words of the field `lines`.
    let key: String
    var fields: [Field<L>] { L.lines.fields }
}
