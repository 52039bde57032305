/// Reads what programs send about a record or a command.
struct FieldInput<R: Fielded>: Sendable {
    let fields: [Field<R>]
    let reading: @Sendable (Field<R>) -> Reading
    var isEditable: @Sendable (Field<R>) -> Bool = { !$0.has(.platform) }

    /// What becomes of the fields that are not given.
    enum Extent {
        /// They stay.
        case some
        /// They stay, but what is required must be given: a new record, whose other fields have a beginning.
        case new
        /// They are emptied, and what is required must be given.
        case whole
    }

    /// - Parameters:
    ///   - place: where the object stands in the body.
    ///   - more: names that may stand there too and are none of the fields'.
    /// - Returns: what is wrong with it; `values` hold only what is right.
    func take(
        _ json: JSONValue, into values: inout Values<R>, _ extent: Extent, at place: String = "", besides more: Set<String> = []
    ) -> [InvalidInput.Problem] {
        guard let members = json.members else { return [.init(place, "api.problems.object")] }
        let fields = Dictionary(self.fields.map { ($0.jsonName, $0) }) { first, _ in first }
        var problems: [InvalidInput.Problem] = [], given: Set<String> = []
        for member in members where !more.contains(member.name) {
            let at = place + pointer(member.name)
            guard let field = fields[member.name] else { problems.append(.init(at, "platform.problems.json_unknown")); continue }
            guard isEditable(field) else { problems.append(.init(at, "api.problems.read_only")); continue }
            given.insert(member.name)
            do {
                try field.take(member.value, reading(field), into: &values)
            } catch {
                problems += error.cells.isEmpty ? [.init(at, error.phrase)] : error.cells.map { .init(at + $0.place, $0.phrase) }
            }
        }
        if extent == .some { return problems }
        let left = self.fields.filter { isEditable($0) && !given.contains($0.jsonName) }
        if extent == .whole { for field in left where !field.has(.required) { field.clear(&values) } }
        return problems + left.filter { $0.has(.required) }.map { .init(place + pointer($0.jsonName), "platform.problems.required") }
    }
}

extension FieldInput where R: Record {
    init(kind: RecordKind<R>, voice: Voice) {
        self.init(fields: kind.fields, reading: { kind.reading($0, voice) }, isEditable: kind.isEditable)
    }
}

extension Field {
    /// What its value is called in JSON: a reference by its column.
    var jsonName: String { target == nil ? name : columns.first?.name ?? name }
}
