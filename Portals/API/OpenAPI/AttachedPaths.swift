import Platform

/// The addresses of what members add to one kind of record, as OpenAPI describes them.
struct AttachedPaths {
    let resource: Resource
    let voice: Voice

    init(_ resource: Resource, voice: Voice) {
        self.resource = resource
        self.voice = voice
    }

    var paths: [JSONValue.Member] { paths("notes", "note") + paths("attachments", "attachment") }

    private func paths(_ name: String, _ schema: String) -> [JSONValue.Member] {
        let path = "\(APIPortal.root)/\(resource.module)/\(resource.name)/{id}/\(name)"
        return [
            .init(path, ["parameters": [id("id")], "get": list(name, schema), "post": add(name, schema)]),
            .init("\(path)/{part}", ["parameters": [id("id"), id("part")], "delete": remove(name)]),
        ]
    }

    private func list(_ name: String, _ schema: String) -> JSONValue {
        let limit: JSONValue = [
            "name": "limit", "in": "query", "description": .string(voice.say("api.docs.parameters.limit")),
            "schema": ["type": "integer", "minimum": 1, "maximum": .integer(Resource.Listing.most), "default": .integer(Resource.Listing.standard)],
        ]
        let after: JSONValue = ["name": "after", "in": "query", "description": .string(voice.say("api.docs.parameters.after")), "schema": FieldSchema.id]
        let page = JSONValue.object(of: [
            .init("data", ["type": "array", "items": .schema(schema)]), .init("next", ["anyOf": [FieldSchema.id, ["type": "null"]]]),
        ], required: ["data", "next"])
        return operation(name, "list", parameters: [limit, after]).answering("200", words(name, "list_done"), page)
            .failing(["400", "401", "403", "404", "429"]).json
    }

    private func add(_ name: String, _ schema: String) -> JSONValue {
        operation(name, "add", parameters: [.parameter("idempotencyKey")], body: .schema("\(schema).new"))
            .answering("201", words(name, "add_done"), .schema(schema)).failing(Operation.writing + ["404"]).json
    }

    private func remove(_ name: String) -> JSONValue {
        operation(name, "remove").answering("204", words(name, "remove_done")).failing(["400", "401", "403", "404", "429"]).json
    }

    private func id(_ name: String) -> JSONValue { ["name": .string(name), "in": "path", "required": true, "schema": FieldSchema.id] }

    private func words(_ name: String, _ key: String) -> String {
        voice.say(Phrase("api.docs.\(name).\(key)", ["many": .text(voice.say(resource.many).lowercased())]))
    }

    private func operation(_ name: String, _ doing: String, parameters: [JSONValue] = [], body: JSONValue? = nil) -> Operation {
        Operation("\(resource.module).\(resource.name).\(name).\(doing)", words(name, doing), tag: resource.module, parameters: parameters, body: body)
    }
}
