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
            "paths": .object(resources.flatMap { ResourcePaths($0, voice: voice).paths } + commands.flatMap(\.paths) + FilePaths(voice: voice).paths + SearchPaths(voice: voice).paths + TokenPaths(voice: voice).paths),
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer", "description": .string(voice.say("api.docs.bearer"))]],
                "parameters": parameters,
                "responses": .object(Self.errors.map { .init($0, response($0)) }),
                "schemas": .object(resources.flatMap { ResourceSchemas($0, voice: voice).all } + commands.flatMap(\.schemas) + FilePaths(voice: voice).schemas + TokenPaths(voice: voice).schemas + schemas),
            ],
        ]
    }

    private func say(_ key: String) -> JSONValue { .string(voice.say(Phrase("api.docs.\(key)"))) }

    private func response(_ code: String) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("description", say("errors.s\(code)")), .init("content", ["application/problem+json": ["schema": .schema("problem")]]),
        ]
        if code == "401" { members.append(.init("headers", ["WWW-Authenticate": ["schema": ["type": "string"]]])) }
        if code == "429" { members.append(.init("headers", ["Retry-After": ["schema": ["type": "integer"]]])) }
        return .object(members)
    }

    private var parameters: JSONValue {
        [
            "idempotencyKey": [
                "name": "Idempotency-Key", "in": "header", "description": say("parameters.idempotency_key"),
                "schema": ["type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"],
            ],
            "ifMatch": [
                "name": "If-Match", "in": "header", "description": say("parameters.if_match"),
                "schema": ["type": "string", "pattern": "^(\\*|[0-9]{1,9}(-[0-9a-f]{8})?|\"[0-9]{1,9}(-[0-9a-f]{8})?\")$"],
            ],
        ]
    }

    private static let errors = ["400", "401", "403", "404", "409", "412", "413", "415", "422", "429"]

    private var schemas: [JSONValue.Member] {
        let count: JSONValue = ["type": "integer", "minimum": 0]
        return [
            CommandPaths.done,
            .init("problem", [
                "type": "object", "description": "RFC 9457", "required": ["type", "title", "status", "detail", "request_id"],
                "properties": [
                    "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"], "detail": ["type": "string"],
                    "request_id": ["type": "string"],
                    "errors": ["type": "array", "items": [
                        "type": "object", "required": ["pointer", "detail"],
                        "properties": ["pointer": ["type": "string", "description": say("values.pointer")], "detail": ["type": "string"]],
                    ]],
                ],
            ]),
            // What is told of a record to who may write it, but not read it.
            .init("written", .object(of: [.init("id", FieldSchema.id), .init("version", ["type": "integer", "minimum": 1])], required: ["id", "version"])),
            .init("bulk.done", .object(of: [
                .init("created", ["type": "array", "items": FieldSchema.id]), .init("changed", count), .init("deleted", count),
            ], required: ["created", "changed", "deleted"])),
        ]
    }
}
