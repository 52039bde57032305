public import Platform

/// Calls `body` with the scope of a new business's owner, on a database of its own.
public func withBusiness(
    _ modules: [Module] = [], texts: TestTexts = [:], _ body: (Scope) async throws -> Void
) async throws {
    try await TestPlatform.with(modules, texts: texts) { platform in
        try await body(platform.register("Acme"))
    }
}

/// Calls `body` with the scopes of the owners of two new businesses, on a database of their own.
public func withTwoBusinesses(
    _ modules: [Module] = [], texts: TestTexts = [:], _ body: (Scope, Scope) async throws -> Void
) async throws {
    try await TestPlatform.with(modules, texts: texts) { platform in
        try await body(platform.register("Acme"), platform.register("Globex"))
    }
}
