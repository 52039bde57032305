import Platform

/// What a field's values look like in JSON, as JSON Schema (draft 2020-12, which OpenAPI 3.1 uses). What it says is what
/// is taken: no more, no less.
struct FieldSchema {
    let field: ResourceField
    let voice: Voice

    /// What is sent. Null empties a field that may be empty, and so does blank text where text is expected.
    var input: JSONValue {
        guard !field.isRequired else { return described(value(isInput: true)) }
        var choices: [JSONValue] = [value(isInput: true), ["type": "null"]]
        if field.kind.isText { choices.append(text(Self.blank)) }
        return described(["anyOf": .array(choices)])
    }

    /// What is answered.
    var output: JSONValue {
        let schema = value(isInput: false)
        return described(field.isOptional ? ["anyOf": [schema, ["type": "null"]]] : schema)
    }

    /// What a list can be narrowed to.
    var filter: JSONValue {
        switch field.kind {
        case .yesNo: ["type": "string", "enum": ["true", "false"]]
        case .choice: value(isInput: true)
        case .choices(let values): Self.one(of: values)
        case .tags: ["type": "string", "pattern": .string(Self.filled)]
        default: Self.id
        }
    }

    private func described(_ schema: JSONValue) -> JSONValue {
        .object([.init("description", .string(voice.say(field.label)))] + (schema.members ?? []) + (field.isReadOnly ? [.init("readOnly", true)] : []))
    }

    private func value(isInput: Bool) -> JSONValue {
        switch field.kind {
        case .text, .longText: text(!isInput ? nil : field.isRequired ? Self.filled : Self.anything)
        case .email: text(isInput ? Self.email : nil)
        case .phone: text(isInput ? Self.phone : nil)
        case .web: text(isInput ? Self.web : nil)
        case .integer: Self.integer
        case .decimal: ["type": "number"]
        case .percent: ["type": "number", "minimum": 0, "maximum": 1]
        case .money: money
        case .yesNo: ["type": "boolean"]
        case .date: ["type": "string", "format": "date"]
        case .dateTime: ["type": "string", "format": "date-time"]
        case .choice(let values): Self.one(of: values)
        case .choices(let values): ["type": "array", "items": Self.one(of: values)]
        case .tags:
            isInput
                ? ["type": "array", "maxItems": .integer(Tags.most), "items": ["type": "string", "pattern": .string(Self.tag)]]
                : ["type": "array", "items": ["type": "string"]]
        case .lines: lines(isInput: isInput)
        case .reference: Self.id
        case .file, .image: isInput ? Self.namedFile : .schema("file")
        }
    }

    private static func one(of values: [String]) -> JSONValue { ["type": "string", "enum": .array(values.map { .string($0) })] }

    private func lines(isInput: Bool) -> JSONValue {
        let fields = isInput ? field.lines.filter { !$0.isReadOnly } : field.lines
        let properties = fields.map { field in
            let schema = FieldSchema(field: field, voice: voice)
            return JSONValue.Member(field.name, isInput ? schema.input : schema.output)
        }
        return [
            "type": "array", "maxItems": 500,
            "items": [
                "type": "object", "additionalProperties": false, "properties": .object(properties),
                "required": .array(fields.filter { !isInput || $0.isRequired }.map { .string($0.name) }),
            ],
        ]
    }

    private func text(_ pattern: String?) -> JSONValue {
        var members: [JSONValue.Member] = [.init("type", "string"), .init("maxLength", .integer(field.most))]
        if let pattern { members.append(.init("pattern", .string(pattern))) }
        return .object(members)
    }

    static let id: JSONValue = [
        "type": "string", "format": "uuid", "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
    ]
    /// An uploaded file, by its id or as it is answered.
    private static let namedFile: JSONValue = ["anyOf": [id, [
        "type": "object", "required": ["id"], "additionalProperties": false,
        "properties": ["id": id, "name": ["type": "string"], "type": ["type": "string"], "size": ["type": "integer"], "url": ["type": "string"]],
    ]]]
    private static let integer: JSONValue = [
        "type": "integer", "format": "int64", "minimum": .integer(Int64.min), "maximum": .integer(Int64.max),
    ]
    private var money: JSONValue {
        [
            "type": "object", "required": ["amount", "currency"], "additionalProperties": false,
            "properties": [
                "amount": .object([.init("description", .string(voice.say("api.docs.values.amount")))] + (Self.integer.members ?? [])),
                "currency": ["type": "string", "enum": .array(Currency.all.map { .string($0.rawValue) })],
            ],
        ]
    }

    // Patterns are of the kind that ECMA 262 and others read the same way.

    /// Unicode's white space, and the marks that copied text brings.
    private static let spaces = "\\t-\\r \\u0085\\u00A0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF\\u200E\\u200F"
    static let anything = "^[^\\u0000]*$"
    private static let blank = "^[\(spaces)]*$"
    static let filled = "^[^\\u0000]*[^\\u0000\(spaces)][^\\u0000]*$"
    /// Of 1 to 50 characters, without white space around it, and without what separates tags.
    private static let tag = "^[A-Za-z0-9]([A-Za-z0-9 _.-]{0,48}[A-Za-z0-9])?$"
    private static let label = "[A-Za-z0-9]([A-Za-z0-9-]{0,20}[A-Za-z0-9])?"
    private static let email = "^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(\(label)\\.){1,3}\(label)$"
    private static let phone = "^[+]?[0-9]([ ()./-]?[0-9]){2,14}$"
    private static let web = "^https?://(\(label)\\.){1,3}\(label)(/[A-Za-z0-9._~/-]{0,60})?$"
}
