import Platform

/// Whoever names a business means their own: another one is refused rather than taken for it.
struct OwnBusiness: Sendable {
    let scope: Scope

    private static let names = ["business_id", "organization_id"]

    func check(_ query: Form) throws {
        for name in Self.names where query[name].map(isAnother) ?? false {
            throw InvalidInput(name, "api.problems.business", status: .badRequest)
        }
    }

    /// The body, which names no other business, as the query does not.
    func body(_ request: Request) async throws -> JSONValue {
        try check(request.query)
        let json = try await request.json()
        for name in Self.names where json[name].map({ $0.string.map(isAnother) ?? true }) ?? false {
            throw InvalidInput("/\(name)", "api.problems.business")
        }
        return json
    }

    private func isAnother(_ text: String) -> Bool { text.lowercased() != scope.business.id.description }
}
