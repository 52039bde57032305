import Platform

/// The address that searches all records, as OpenAPI describes it.
struct SearchPaths {
    let voice: Voice

    var paths: [JSONValue.Member] {
        let term: JSONValue = ["type": "string", "maxLength": .integer(RecordHits.mostTerm), "pattern": .string(FieldSchema.filled)]
        let parameter: JSONValue = [
            "name": "q", "in": "query", "required": true, "schema": term, "description": .string(say("parameters.q")),
        ]
        let operation = Operation("search", say("search.search"), tag: "search", parameters: [parameter])
            .answering("200", say("search.done"), .object(of: [.init("data", ["type": "array", "items": group])], required: ["data"]))
            .failing(["400", "401", "403", "429"])
        return [.init(SearchRoutes.path, ["get": operation.json])]
    }

    private var group: JSONValue {
        .object(of: [
            .init("module", ["type": "string", "examples": ["crm"]]), .init("records", ["type": "string", "examples": ["customers"]]),
            .init("label", ["type": "string"]), .init("more", ["type": "boolean", "description": .string(say("search.more"))]),
            .init("hits", ["type": "array", "maxItems": .integer(RecordHits.most), "items": hit]),
        ], required: ["module", "records", "label", "more", "hits"])
    }

    private var hit: JSONValue {
        let text: JSONValue = ["type": "string"]
        return .object(of: [
            .init("id", FieldSchema.id), .init("title", text), .init("detail", ["type": "string", "description": .string(say("search.detail"))]),
            .init("path", ["type": "string", "description": .string(say("search.path"))]),
        ], required: ["id", "title", "detail", "path"])
    }

    private func say(_ key: String) -> String { voice.say(Phrase("api.docs.\(key)")) }
}
