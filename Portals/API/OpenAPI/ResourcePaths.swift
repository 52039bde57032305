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
                "get": read, "put": save("replace", "Replace"), "patch": save("change", "Change"), "delete": delete,
            ]),
        ]
    }

    private var list: JSONValue {
        let page: JSONValue = [
            "type": "object", "required": ["data", "next"], "properties": [
                "data": ["type": "array", "items": .schema(name)],
                "next": ["type": ["string", "null"], "description": "the after of the next page; null on the last"],
            ],
        ]
        return operation("list", "List \(many)", parameters: ListParameters(resource, voice: voice).all)
            .answering("200", "A page of \(many)", page).failing(["400", "401", "403", "429"]).json
    }

    private var create: JSONValue {
        let links = JSONValue.object(["read", "replace", "change", "delete"].map { doing in
            .init(doing, ["operationId": .string("\(name).\(doing)"), "parameters": ["id": "$response.body#/id"]])
        })
        return operation("create", "Add a \(one)", parameters: [.parameter("idempotencyKey")], body: .schema("\(name).new"))
            .answering("201", "The new \(one)", .schema(name), headers: ["ETag": Operation.etag, "Location": ["schema": ["type": "string"]]], links: links)
            .failing(Operation.writing).json
    }

    private var bulk: JSONValue {
        operation("bulk", "Add, change and delete many \(many) at once, all or none", parameters: [.parameter("idempotencyKey")], body: .schema("\(name).bulk"))
            .answering("200", "What was done", .schema("bulk.done")).failing(Operation.writing).json
    }

    private var read: JSONValue {
        operation("read", "Read a \(one)").answering("200", "The \(one)", .schema(name), headers: ["ETag": Operation.etag])
            .answering("304", "It is what If-None-Match says").failing(["400", "401", "403", "404", "429"]).json
    }

    private func save(_ doing: String, _ title: String) -> JSONValue {
        operation(doing, "\(title) a \(one)", parameters: [.parameter("ifMatch")], body: .schema("\(name).\(doing == "replace" ? "new" : "change")"))
            .answering("200", "The \(one) as it is now", .schema(name), headers: ["ETag": Operation.etag])
            .failing(Operation.writing + ["404", "412"]).json
    }

    private var delete: JSONValue {
        operation("delete", "Delete a \(one)", parameters: [.parameter("ifMatch")])
            .answering("204", "It is deleted").failing(["400", "401", "403", "404", "412", "429"]).json
    }

    private func operation(_ doing: String, _ summary: String, parameters: [JSONValue] = [], body: JSONValue? = nil) -> Operation {
        Operation("\(name).\(doing)", summary, tag: resource.module, parameters: parameters, body: body)
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
        let limit: JSONValue = [
            "type": "integer", "minimum": 1, "maximum": .integer(Resource.Listing.most), "default": .integer(Resource.Listing.standard),
        ]
        let sorts = resource.listing.sorts.flatMap { [JSONValue.string($0), .string("-\($0)")] }
        let filters = resource.fields(nil).filter(\.isFilter)
        return [query("limit", limit, "records at most"), query("after", FieldSchema.id, "the next of the page before")]
            + (resource.listing.isSearched
                ? [query("q", ["type": "string", "maxLength": 200, "pattern": .string(FieldSchema.anything)], "text the records contain")] : [])
            + (sorts.isEmpty ? [] : [query("sort", ["type": "string", "enum": .array(sorts)], "the order, with a minus the other way; without, the newest come first")])
            + filters.map { query($0.name, FieldSchema(field: $0, voice: voice).filter, voice.say($0.label)) }
    }

    private func query(_ name: String, _ schema: JSONValue, _ description: String) -> JSONValue {
        ["name": .string(name), "in": "query", "schema": schema, "description": .string(description)]
    }
}
