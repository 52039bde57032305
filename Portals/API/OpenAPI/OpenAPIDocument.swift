import Platform

/// The description of all addresses, as OpenAPI 3.1. It is made from the modules' declarations, and nothing of it by hand.
struct OpenAPIDocument {
    let registry: Registry
    let voice: Voice

    var json: JSONValue {
        let resources = registry.resources, commands = registry.endpoints.map { CommandPaths(endpoint: $0, voice: voice) }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Kontor", "version": "1", "description": .string(voice.say("api.docs.about"))],
            "servers": [["url": "/"]],
            "security": [["bearer": []]],
            "tags": .array(registry.modules.map {
                ["name": .string($0.id), "description": .string(voice.say(Phrase("\($0.id).summary")))]
            }),
            "paths": .object(resources.flatMap { ResourcePaths($0, voice: voice).paths } + commands.flatMap(\.paths) + TokenPaths.paths),
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer", "description": .string(voice.say("api.docs.bearer"))]],
                "parameters": Self.parameters,
                "responses": .object(Self.errors.map { .init($0.code, response($0.code, $0.meaning)) }),
                "schemas": .object(resources.flatMap { ResourceSchemas($0, voice: voice).all } + commands.flatMap(\.schemas) + TokenPaths.schemas + Self.schemas),
            ],
        ]
    }

    private func response(_ code: String, _ meaning: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("description", .string(meaning)), .init("content", ["application/problem+json": ["schema": .schema("problem")]]),
        ]
        if code == "401" { members.append(.init("headers", ["WWW-Authenticate": ["schema": ["type": "string"]]])) }
        if code == "429" { members.append(.init("headers", ["Retry-After": ["schema": ["type": "integer"]]])) }
        return .object(members)
    }

    private static let parameters: JSONValue = [
        "idempotencyKey": [
            "name": "Idempotency-Key", "in": "header",
            "description": "Names this request: sent again with the same key within a day, it gets the first answer and does nothing.",
            "schema": ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"],
        ],
        "ifMatch": [
            "name": "If-Match", "in": "header", "description": "The ETag of the version the change is made from.",
            "schema": ["type": "string", "pattern": "^(\\*|\"[0-9]{1,9}\")$"],
        ],
    ]

    private static let errors: [(code: String, meaning: String)] = [
        ("400", "The request cannot be read"), ("401", "No valid key or token came with it"),
        ("403", "This key or token may not do that"), ("404", "There is no such record in this business"),
        ("409", "Another request is in the way"), ("412", "The record is not the version that If-Match names"),
        ("413", "The body is too large"), ("415", "The body is not JSON"),
        ("422", "Values in the body cannot be taken; errors says which"), ("429", "Too many requests in this minute"),
    ]

    private static let schemas: [JSONValue.Member] = [
        CommandPaths.done,
        .init("problem", [
            "type": "object", "description": "RFC 9457", "required": ["type", "title", "status", "detail", "request_id"],
            "properties": [
                "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"], "detail": ["type": "string"],
                "request_id": ["type": "string"],
                "errors": ["type": "array", "items": [
                    "type": "object", "required": ["pointer", "detail"],
                    "properties": ["pointer": ["type": "string", "description": "RFC 6901; a parameter by its name"], "detail": ["type": "string"]],
                ]],
            ],
        ]),
        .init("bulk.done", .object(of: [
            .init("created", ["type": "array", "items": FieldSchema.id]), .init("changed", ["type": "integer"]), .init("deleted", ["type": "integer"]),
        ], required: ["created", "changed", "deleted"])),
    ]
}
