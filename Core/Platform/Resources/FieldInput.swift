/// Reads what programs send about a record or a command.
struct FieldInput<R: Fielded>: Sendable {
    let fields: [Field<R>]
    let reading: @Sendable (Field<R>) -> Reading

    /// - Parameters:
    ///   - isWhole: whether what is not given is emptied, and what is required must be there.
    ///   - place: where the object stands in the body.
    ///   - more: names that may stand there too and are none of the fields'.
    /// - Returns: what is wrong with it; `values` hold only what is right.
    func take(
        _ json: JSONValue, into values: inout Values<R>, isWhole: Bool, at place: String = "", besides more: Set<String> = []
    ) -> [InvalidInput.Problem] {
        guard let members = json.members else { return [.init(place, "api.problems.object")] }
        let fields = Dictionary(self.fields.map { ($0.jsonName, $0) }) { first, _ in first }
        var problems: [InvalidInput.Problem] = [], given: Set<String> = []
        for member in members where !more.contains(member.name) && !Self.isTenant(member.name) {
            let at = place + pointer(member.name)
            guard let field = fields[member.name] else { problems.append(.init(at, "platform.problems.json_unknown")); continue }
            guard !field.has(.platform) else { problems.append(.init(at, "api.problems.read_only")); continue }
            given.insert(member.name)
            do {
                try field.take(member.value, reading(field), into: &values)
            } catch {
                problems += error.cells.isEmpty ? [.init(at, error.phrase)] : error.cells.map { .init(at + $0.place, $0.phrase) }
            }
        }
        return isWhole ? problems + rest(without: given, &values, at: place) : problems
    }

    /// What is not given is emptied; what is required is missing.
    private func rest(without given: Set<String>, _ values: inout Values<R>, at place: String) -> [InvalidInput.Problem] {
        var problems: [InvalidInput.Problem] = []
        for field in fields where !field.has(.platform) && !given.contains(field.jsonName) {
            if field.has(.required) {
                problems.append(.init(place + pointer(field.jsonName), "platform.problems.required"))
            } else {
                field.clear(&values)
            }
        }
        return problems
    }

    /// The business may be named, by either of its names; that it is the caller's is checked where the request comes in.
    private static func isTenant(_ name: String) -> Bool { name == "business_id" || name == "organization_id" }
}

extension FieldInput where R: Record {
    init(kind: RecordKind<R>, voice: Voice) {
        self.init(fields: kind.fields, reading: { kind.reading($0, voice) })
    }
}

extension Field {
    /// What its value is called in JSON: a reference by its column.
    var jsonName: String { target == nil ? name : columns.first?.name ?? name }
}
