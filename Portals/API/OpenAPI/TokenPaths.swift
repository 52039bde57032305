import Platform

/// The addresses where tokens are had, as OpenAPI describes them.
struct TokenPaths {
    let voice: Voice

    var paths: [JSONValue.Member] {
        [
            path("token", operation("token", "ask").answering("200", say("pair"), .schema("token.pair"))
                .failing(["400", "401", "403", "413", "415", "422", "429"])),
            path("refresh", operation("refresh", "refresh").answering("200", say("pair"), .schema("token.pair"))
                .failing(["400", "403", "413", "415", "422"])),
            path("revoke", operation("revoke", "refresh").answering("204", say("ended")).failing(["400", "413", "415", "422"])),
        ]
    }

    private func operation(_ name: String, _ body: String) -> Operation {
        Operation("auth.\(name)", say(name), tag: "auth", body: .schema("token.\(body)"), isOpen: true)
    }

    private func path(_ name: String, _ operation: Operation) -> JSONValue.Member {
        .init("\(APIPortal.root)/auth/\(name)", ["post": operation.json])
    }

    private func say(_ key: String) -> String { voice.say(Phrase("api.docs.tokens.\(key)")) }

    private static let text: JSONValue = ["type": "string", "pattern": .string(FieldSchema.anything)]

    var schemas: [JSONValue.Member] {
        let seconds: JSONValue = ["type": "integer", "description": .string(say("seconds"))]
        return [
            .init("token.ask", .object(
                of: [.init("email", Self.text), .init("password", Self.text), .init("code", Self.text), .init("business_id", FieldSchema.id)], required: ["email", "password"])),
            .init("token.refresh", .object(of: [.init("refresh_token", Self.text)], required: ["refresh_token"])),
            .init("token.pair", .object(of: [
                .init("access_token", ["type": "string"]), .init("token_type", ["const": "Bearer"]), .init("expires_in", seconds),
                .init("refresh_token", ["type": "string"]), .init("refresh_expires_in", seconds),
            ], required: ["access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in"])),
        ]
    }
}
