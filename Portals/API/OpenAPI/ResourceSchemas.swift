import Platform

/// What one kind of record looks like, whole and in parts.
struct ResourceSchemas {
    let resource: Resource
    let voice: Voice

    init(_ resource: Resource, voice: Voice) {
        self.resource = resource
        self.voice = voice
    }

    var all: [JSONValue.Member] {
        let name = "\(resource.module).\(resource.name)"
        let fields = resource.fields(nil), writable = fields.filter { !$0.isReadOnly }
        let inputs = writable.map { JSONValue.Member($0.name, FieldSchema(field: $0, voice: voice).input) }
        let change = [JSONValue.Member("id", FieldSchema.id)] + inputs
        return [
            .init(name, whole(fields)),
            .init("\(name).event", event(name)),
            .init("\(name).new", .object(of: inputs, required: writable.filter(\.isRequired).map(\.name))),
            .init("\(name).change", .object(of: inputs, required: [])),
            .init("\(name).bulk", [
                "type": "object", "additionalProperties": false, "minProperties": 1, "properties": [
                    "create": array(.schema("\(name).new")), "change": array(.object(of: change, required: ["id"])), "delete": array(FieldSchema.id, areUnique: true),
                ],
            ]),
        ]
    }

    private func whole(_ fields: [ResourceField]) -> JSONValue {
        let moment: JSONValue = ["type": "string", "format": "date-time"]
        let values = fields.map { JSONValue.Member($0.name, FieldSchema(field: $0, voice: voice).output) }
        let all = [JSONValue.Member("id", FieldSchema.id), .init("business_id", FieldSchema.id)] + values + [
            .init("version", ["type": "integer", "minimum": 1]), .init("created_at", moment), .init("updated_at", moment),
        ]
        // A business's own fields come on top of those that all have.
        return ["type": "object", "properties": .object(all), "required": .array(all.map { .string($0.name) })]
    }

    private func event(_ name: String) -> JSONValue {
        let members: [JSONValue.Member] = [
            .init("id", FieldSchema.id), .init("event", ["type": "string", "examples": ["created"], "description": .string(voice.say("api.docs.values.event"))]),
            .init("record_id", FieldSchema.id), .init("version", ["type": ["integer", "null"]]), .init("at", ["type": "string", "format": "date-time"]),
        ]
        let record: JSONValue = ["anyOf": [.schema(name), ["type": "null"]], "description": .string(voice.say("api.docs.values.record"))]
        return .object(of: members + [.init("record", record)], required: members.map(\.name))
    }

    private func array(_ items: JSONValue, areUnique: Bool = false) -> JSONValue {
        ["type": "array", "minItems": 1, "maxItems": .integer(Resource.mostAtOnce), "uniqueItems": .bool(areUnique), "items": items]
    }
}
