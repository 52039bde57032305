import Platform

/// The address of one command, as OpenAPI describes it.
struct CommandPaths {
    let endpoint: Endpoint
    let voice: Voice

    private var name: String { "\(endpoint.module).\(endpoint.name)" }

    var paths: [JSONValue.Member] {
        let id: JSONValue = ["name": "id", "in": "path", "required": true, "schema": FieldSchema.id]
        let operation = Operation(
            name, voice.say(endpoint.title), description: voice.say(endpoint.text), tag: endpoint.module,
            parameters: [.parameter("idempotencyKey")], body: .schema("\(name).input"))
            .answering("200", "What was done", .schema("done")).failing(Operation.writing + ["404"]).json
        let parameters: [JSONValue.Member] = endpoint.path.contains("{id}") ? [.init("parameters", [id])] : []
        return [.init(APIPortal.root + endpoint.path, .object(parameters + [.init("post", operation)]))]
    }

    var schemas: [JSONValue.Member] {
        let inputs = endpoint.fields.map { JSONValue.Member($0.name, FieldSchema(field: $0, voice: voice).input) }
        return [.init("\(name).input", .object(of: inputs, required: endpoint.fields.filter(\.isRequired).map(\.name)))]
    }

    /// What every command answers.
    static let done = JSONValue.Member("done", .object(of: [
        .init("said", ["type": "string"]), .init("id", ["anyOf": [FieldSchema.id, ["type": "null"]], "description": "of the record to go on with"]),
    ], required: ["said", "id"]))
}
