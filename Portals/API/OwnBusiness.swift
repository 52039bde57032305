import Platform

/// Whoever names a business means their own: another one is refused rather than taken for it. What lies behind this place
/// does not see that it was named.
struct OwnBusiness: Sendable {
    let scope: Scope

    private static let names = ["business_id", "organization_id"]

    /// - Throws: `InvalidInput` when it names another.
    func query(_ query: Form) throws -> Form {
        for name in Self.names where query.all(name).contains(where: isAnother) {
            throw InvalidInput(name, "api.problems.business", status: .badRequest)
        }
        return Self.names.reduce(query) { $0.with($1, nil) }
    }

    /// The body; its query may name the business too.
    /// - Parameter lists: what holds records, each of which may name it.
    /// - Throws: `InvalidInput` when any of them names another; `BadBody`.
    func body(_ request: Request, lists: [String] = []) async throws -> JSONValue {
        _ = try query(request.query)
        let json = try await request.json()
        var problems = foreign(json, "")
        for list in lists {
            for (index, record) in (json[list]?.array ?? []).enumerated() { problems += foreign(record, "/\(list)/\(index)") }
        }
        guard problems.isEmpty else { throw InvalidInput(problems) }
        guard let members = unnamed(json).members, !lists.isEmpty else { return unnamed(json) }
        return .object(members.map { member in
            guard lists.contains(member.name), let records = member.value.array else { return member }
            return .init(member.name, .array(records.map(unnamed)))
        })
    }

    private func foreign(_ json: JSONValue, _ place: String) -> [InvalidInput.Problem] {
        Self.names.filter { name in json[name].map { $0.string.map(isAnother) ?? true } ?? false }
            .map { .init("\(place)/\($0)", "api.problems.business") }
    }

    private func unnamed(_ json: JSONValue) -> JSONValue {
        json.members.map { .object($0.filter { !Self.names.contains($0.name) }) } ?? json
    }

    private func isAnother(_ text: String) -> Bool { text.lowercased() != scope.business.id.description }
}
