import Platform

/// The addresses where tokens are had, as OpenAPI describes them.
enum TokenPaths {
    static let paths: [JSONValue.Member] = [
        path("token", operation("token", "Sign in", "token.ask").answering("200", "A pair of tokens", .schema("token.pair"))
            .failing(["400", "401", "403", "413", "415", "422", "429"])),
        path("refresh", operation("refresh", "Get a new pair of tokens", "token.refresh").answering("200", "A pair of tokens", .schema("token.pair"))
            .failing(["400", "413", "415", "422"])),
        path("revoke", operation("revoke", "Sign out", "token.refresh").answering("204", "The tokens have ended").failing(["400", "413", "415", "422"])),
    ]

    private static func operation(_ name: String, _ summary: String, _ body: String) -> Operation {
        Operation("auth.\(name)", summary, tag: "auth", body: .schema(body), isOpen: true)
    }

    private static func path(_ name: String, _ operation: Operation) -> JSONValue.Member {
        .init("\(APIPortal.root)/auth/\(name)", ["post": operation.json])
    }

    private static let text: JSONValue = ["type": "string", "pattern": .string(FieldSchema.anything)]

    static let schemas: [JSONValue.Member] = [
        .init("token.ask", .object(
            of: [.init("email", text), .init("password", text), .init("business_id", FieldSchema.id)], required: ["email", "password"])),
        .init("token.refresh", .object(of: [.init("refresh_token", text)], required: ["refresh_token"])),
        .init("token.pair", .object(of: [
            .init("access_token", ["type": "string"]), .init("token_type", ["const": "Bearer"]),
            .init("expires_in", ["type": "integer", "description": "seconds"]), .init("refresh_token", ["type": "string"]),
            .init("refresh_expires_in", ["type": "integer", "description": "seconds"]),
        ], required: ["access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in"])),
    ]
}
