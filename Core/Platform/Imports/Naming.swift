import FoundationEssentials

/// Makes records of which nothing is known but what they are called.
protocol Naming: Sendable {
    /// What is wrong with the name, by the rules of the field it goes into; also when such a record needs more than a name,
    /// or would be out of the member's sight.
    func problem(with title: String, module: String, in scope: Scope) -> Phrase?
    /// Adds a record for each name.
    /// - Returns: their ids, in the same order.
    func add(_ titles: [String], module: String, in scope: Scope) async throws -> [UUID]
}

struct NamingRecords<R: Record>: Naming {
    func problem(with title: String, module: String, in scope: Scope) -> Phrase? {
        let kind = RecordKind<R>(module: module)
        do {
            let record = try named(title, kind, scope.voice)
            return kind.seen(by: scope).keepsOutOfSight(Values(record)) ? "imports.problems.unknown" : nil
        } catch {
            return error.phrase
        }
    }

    func add(_ titles: [String], module: String, in scope: Scope) async throws -> [UUID] {
        let kind = RecordKind<R>(module: module)
        let records = try titles.map { try kind.owned(Values(try named($0, kind, scope.voice)), in: scope) }
        try await RecordOperations(kind, in: scope).create(records)
        return records.map(\.record.id.uuid)
    }

    private func named(_ title: String, _ kind: RecordKind<R>, _ voice: Voice) throws(FieldProblem) -> R {
        guard let field = kind.fields.first, !kind.fields.dropFirst().contains(where: { $0.has(.required) })
        else { throw FieldProblem("imports.problems.unknown") }
        var values = Values<R>()
        try field.take(title, kind.reading(field, voice), into: &values)
        return values.record
    }
}

extension RecordKind {
    /// Whether this member could not see such a new record. Whoever adds one owns it.
    fileprivate func keepsOutOfSight(_ values: Values<R>) -> Bool {
        guard let restriction, let name = rows?.field, name != Member.ownerColumn else { return false }
        return !restriction.values.contains(R.schema.fields.first { $0.name == name }?.plain(values) ?? "")
    }
}
