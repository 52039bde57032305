import Platform

/// The addresses of one kind of record, as OpenAPI describes them.
struct ResourcePaths {
    let resource: Resource
    let voice: Voice
    private let name: String
    private let path: String
    private let one: String
    private let many: String

    init(_ resource: Resource, voice: Voice) {
        self.resource = resource
        self.voice = voice
        name = "\(resource.module).\(resource.name)"
        path = "\(APIPortal.root)/\(resource.module)/\(resource.name)"
        one = voice.say(resource.one).lowercased()
        many = voice.say(resource.many).lowercased()
    }

    var paths: [JSONValue.Member] {
        [
            .init(path, ["get": list, "post": create]),
            .init("\(path)/bulk", ["post": bulk]),
            .init("\(path)/changes", ["get": changes]),
            .init("\(path)/{id}", [
                "parameters": [["name": "id", "in": "path", "required": true, "schema": FieldSchema.id]],
                "get": read, "put": save("replace"), "patch": save("change"), "delete": delete,
            ]),
        ] + AttachedPaths(resource, voice: voice).paths
    }

    private var list: JSONValue {
        operation("list", parameters: ListParameters(resource, voice: voice).all)
            .answering("200", words("list_done"), page(of: .schema(name), next: words("next"))).failing(["400", "401", "403", "429"]).json
    }

    private var changes: JSONValue {
        operation("changes", parameters: ListParameters(resource, voice: voice).changes)
            .answering("200", words("changes_done"), page(of: .schema("\(name).event"), next: words("changes_next"), ["more": ["type": "boolean", "description": .string(words("more"))]]))
            .failing(["400", "401", "403", "429"]).json
    }

    private func page(of items: JSONValue, next: String, _ more: JSONValue = .object([])) -> JSONValue {
        let properties: [JSONValue.Member] = [
            .init("data", ["type": "array", "items": items]), .init("next", ["type": ["string", "null"], "description": .string(next)]),
        ] + (more.members ?? [])
        return ["type": "object", "required": .array(properties.map { .string($0.name) }), "properties": .object(properties)]
    }

    private var create: JSONValue {
        let links = JSONValue.object(["read", "replace", "change", "delete"].map { doing in
            .init(doing, ["operationId": .string("\(name).\(doing)"), "parameters": ["id": "$response.body#/id"]])
        })
        return operation("create", parameters: [.parameter("idempotencyKey")], body: .schema("\(name).new"))
            .answering("201", words("create_done"), written, headers: ["ETag": etag, "Location": ["schema": ["type": "string"]]], links: links)
            .failing(Operation.writing).json
    }

    private var bulk: JSONValue {
        operation("bulk", parameters: [.parameter("idempotencyKey")], body: .schema("\(name).bulk"))
            .answering("200", words("bulk_done"), .schema("bulk.done")).failing(Operation.writing).json
    }

    private var read: JSONValue {
        operation("read").answering("200", words("read_done"), .schema(name), headers: ["ETag": etag])
            .answering("304", words("unchanged")).failing(["400", "401", "403", "404", "429"]).json
    }

    private func save(_ doing: String) -> JSONValue {
        operation(doing, parameters: [.parameter("ifMatch")], body: .schema("\(name).\(doing == "replace" ? "new" : "change")"))
            .answering("200", words("save_done"), written, headers: ["ETag": etag])
            .failing(Operation.writing + ["404", "412"]).json
    }

    private var delete: JSONValue {
        operation("delete", parameters: [.parameter("ifMatch")])
            .answering("204", words("delete_done")).failing(["400", "401", "403", "404", "412", "429"]).json
    }

    private var written: JSONValue { ["anyOf": [.schema(name), .schema("written")]] }

    private var etag: JSONValue { ["schema": ["type": "string"], "description": .string(words("etag"))] }

    private func words(_ key: String) -> String {
        voice.say(Phrase("api.docs.records.\(key)", ["one": .text(one), "many": .text(many)]))
    }

    private func operation(_ doing: String, parameters: [JSONValue] = [], body: JSONValue? = nil) -> Operation {
        Operation("\(name).\(doing)", words(doing), tag: resource.module, parameters: parameters, body: body)
    }
}

/// What a list can be asked for.
struct ListParameters {
    let resource: Resource
    let voice: Voice

    init(_ resource: Resource, voice: Voice) {
        self.resource = resource
        self.voice = voice
    }

    var all: [JSONValue] {
        let sorts = resource.listing.sorts.flatMap { [JSONValue.string($0), .string("-\($0)")] }
        let filters = resource.fields(nil).filter(\.isFilter)
        return [query("limit", limit(Resource.Listing.most, Resource.Listing.standard), say("limit")), query("after", FieldSchema.id, say("after"))]
            + (resource.listing.isSearched
                ? [query("q", ["type": "string", "maxLength": 200, "pattern": .string(FieldSchema.anything)], say("q"))] : [])
            + (sorts.isEmpty ? [] : [query("sort", ["type": "string", "enum": .array(sorts)], say("sort"))])
            + filters.map { query($0.name, FieldSchema(field: $0, voice: voice).filter, voice.say($0.label)) }
    }

    /// What the feed of changes can be asked for.
    var changes: [JSONValue] {
        let cursor: JSONValue = [
            "type": "string", "pattern": "^(0|[1-9][0-9]{0,17})\\.[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
        ]
        return [
            query("since", cursor, say("since")), query("limit", limit(Resource.Feed.most, Resource.Feed.standard), say("limit")),
            query("include", ["type": "string", "enum": ["record"]], say("include")),
        ]
    }

    private func say(_ key: String) -> String { voice.say(Phrase("api.docs.parameters.\(key)")) }

    private func limit(_ most: Int, _ standard: Int) -> JSONValue {
        ["type": "integer", "minimum": 1, "maximum": .integer(most), "default": .integer(standard)]
    }

    private func query(_ name: String, _ schema: JSONValue, _ description: String) -> JSONValue {
        ["name": .string(name), "in": "query", "schema": schema, "description": .string(description)]
    }
}
