import Platform

/// Puts a schema into words and examples for people.
struct SchemaReading {
    /// The whole document, where references lead.
    let document: JSONValue

    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let path = schema["$ref"]?.string else { return schema }
        let found = path.split(separator: "/").dropFirst().reduce(document as JSONValue?) { $0?[String($1)] }
        return resolved(found ?? [:])
    }

    /// Such as `string (uuid) | null`, `"lead" | "vip"`, `string ≤ 200`.
    func type(_ schema: JSONValue) -> String {
        let schema = resolved(schema)
        if let choices = schema["anyOf"]?.array {
            return choices.map { type($0) }.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: " | ")
        }
        if let value = schema["const"] { return text(value) }
        if let values = schema["enum"]?.array {
            return values.prefix(8).map(text).joined(separator: " | ") + (values.count > 8 ? " | …" : "")
        }
        if let types = schema["type"]?.array { return types.compactMap(\.string).joined(separator: " | ") }
        let name = schema["type"]?.string ?? "object"
        if name == "array" { return "\(type(schema["items"] ?? [:]))[]" }
        let format = schema["format"]?.string.map { $0 == "int64" ? "" : " (\($0))" } ?? ""
        let most = schema["maxLength"]?.integer.map { " ≤ \($0)" } ?? ""
        return name + format + (format.isEmpty ? most : "")
    }

    /// The values of an object, those within others behind a dot.
    func rows(_ schema: JSONValue, within place: String = "", depth: Int = 0) -> [DocsRow] {
        let schema = resolved(schema), required = (schema["required"]?.array ?? []).compactMap(\.string)
        return (schema["properties"]?.members ?? []).flatMap { member -> [DocsRow] in
            let inner = resolved(member.value), items = inner["items"].map(resolved)
            let row = DocsRow(
                name: place + member.name, type: type(member.value), isRequired: required.contains(member.name),
                meaning: member.value["description"]?.string ?? inner["description"]?.string)
            let object = items ?? alternatives(inner).first { $0["properties"] != nil } ?? inner
            guard depth < 1, object["properties"] != nil else { return [row] }
            return [row] + rows(object, within: "\(place)\(member.name)\(items == nil ? "" : "[]").", depth: depth + 1)
        }
    }

    private func alternatives(_ schema: JSONValue) -> [JSONValue] { (schema["anyOf"]?.array ?? []).map(resolved) }

    /// A value that the schema allows.
    func example(_ schema: JSONValue, called name: String? = nil) -> JSONValue {
        let label = schema["description"]?.string ?? name, schema = resolved(schema)
        if let first = alternatives(schema).first {
            // What another record must be there for is better left empty.
            return first["format"]?.string == "uuid" ? .null : example(first, called: label)
        }
        if let value = schema["examples"]?.array?.first ?? schema["const"] ?? schema["enum"]?.array?.first { return value }
        switch schema["type"]?.string ?? schema["type"]?.array?.first?.string {
        case "object"?: return .object((schema["properties"]?.members ?? []).map { .init($0.name, example($0.value, called: $0.name)) })
        case "array"?: return .array([example(schema["items"] ?? [:])])
        case "integer"?: return schema["minimum"]?.integer == 0 ? 0 : schema["maximum"]?.integer.map { $0 > 1_000 ? 1250 : 1 } ?? 1
        case "number"?: return .number("0.25")
        case "boolean"?: return true
        default: return .string(text(schema, label ?? "…"))
        }
    }

    private func text(_ schema: JSONValue, _ label: String) -> String {
        switch schema["format"]?.string {
        case "uuid"?: return "018f3c2e-7b1a-7c34-9d52-0a6f1b2c3d4e"
        case "date"?: return "2026-01-31"
        case "date-time"?: return "2026-01-31T09:30:00Z"
        default: break
        }
        let pattern = schema["pattern"]?.string ?? ""
        if pattern.contains("@") { return "nora@example.com" }
        if pattern.hasPrefix("^https?") { return "https://example.com" }
        return pattern.hasPrefix("^[+]?") ? "+34 600 123 456" : label
    }

    private func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }
}

extension JSONValue {
    /// With line breaks, as people read it.
    func indented(by level: Int = 0) -> String {
        let inner = String(repeating: "  ", count: level + 1), outer = String(repeating: "  ", count: level)
        switch self {
        case .array(let values) where !values.isEmpty:
            return "[\n" + values.map { inner + $0.indented(by: level + 1) }.joined(separator: ",\n") + "\n\(outer)]"
        case .object(let members) where !members.isEmpty:
            return "{\n" + members.map { "\(inner)\(jsonString($0.name)): \($0.value.indented(by: level + 1))" }.joined(separator: ",\n") + "\n\(outer)}"
        default: return String(decoding: bytes, as: UTF8.self)
        }
    }
}
