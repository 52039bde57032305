import Foundation
import Platform

/// The part of JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it) that our own description is written in. A word it does not
/// know is a problem, so that nothing goes unchecked.
struct JSONSchemas {
    private let document: JSONValue

    init(_ document: JSONValue) { self.document = document }

    /// What a `$ref` leads to; anything else as it is.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.string else { return schema }
        return reference.dropFirst(2).split(separator: "/").reduce(document) { $0[String($1)] ?? .null }
    }

    /// - Parameter place: as RFC 6901 writes it.
    /// - Returns: what is wrong with a value.
    func problems(_ value: JSONValue, _ schema: JSONValue, at place: String = "") -> [String] {
        guard schema["$ref"] == nil else { return problems(value, resolved(schema), at: place) }
        guard let words = schema.members else { return ["no schema for \(place.isEmpty ? "the body" : place)"] }
        return words.flatMap { word in
            problems(value, word, schema, at: place)
        }
    }

    private func problems(_ value: JSONValue, _ word: JSONValue.Member, _ schema: JSONValue, at place: String) -> [String] {
        let limit = word.value.integer.map(Double.init) ?? word.value.decimal
        switch word.name {
        case "description", "readOnly", "examples", "default", "deprecated", "title": return []
        case "type":
            let types = word.value.array?.compactMap(\.string) ?? [word.value.string ?? ""]
            return types.contains { value.isOf($0) } ? [] : ["\(place) that is not \(types.joined(separator: " or "))"]
        case "enum": return word.value.array?.contains(value) == true ? [] : ["\(place) that is none of its values"]
        case "anyOf":
            let fits = (word.value.array ?? []).contains { problems(value, $0, at: place).isEmpty }
            return fits ? [] : ["\(place) that fits none of its schemas: \(text(value))"]
        case "required":
            guard value.members != nil else { return [] }
            return (word.value.array ?? []).compactMap(\.string).filter { value[$0] == nil }.map { "no \(place)/\($0)" }
        case "properties":
            return (value.members ?? []).flatMap { member in word.value[member.name].map { problems(member.value, $0, at: "\(place)/\(member.name)") } ?? [] }
        case "additionalProperties":
            let known = Set((schema["properties"]?.members ?? []).map(\.name))
            return word.value == false ? (value.members ?? []).filter { !known.contains($0.name) }.map { "\(place)/\($0.name), which is unknown" } : []
        case "items": return (value.array ?? []).enumerated().flatMap { problems($1, word.value, at: "\(place)/\($0)") }
        case "uniqueItems":
            let texts = (value.array ?? []).map { text($0) }
            return word.value == true && Set(texts).count < texts.count ? ["\(place) with something twice"] : []
        case "minItems", "maxItems": return bounds(value.array.map { Double($0.count) }, word.name, limit, place)
        case "minProperties": return bounds(value.members.map { Double($0.count) }, word.name, limit, place)
        case "minLength", "maxLength": return bounds(value.string.map { Double($0.unicodeScalars.count) }, word.name, limit, place)
        case "minimum", "maximum": return bounds(value.decimal, word.name, limit, place)
        case "pattern": return value.string.map { matches($0, word.value.string ?? "") } == false ? ["\(place) that does not match its pattern"] : []
        case "format": return value.string.map { isFormed($0, word.value.string ?? "") } == false ? ["\(place) that is no \(word.value.string ?? "")"] : []
        default: return ["\(place) described by \"\(word.name)\", which nobody checks"]
        }
    }

    private func bounds(_ number: Double?, _ word: String, _ limit: Double?, _ place: String) -> [String] {
        guard let number, let limit else { return [] }
        return (word.hasPrefix("min") ? number >= limit : number <= limit) ? [] : ["\(place) beyond its \(word)"]
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        (try? NSRegularExpression(pattern: pattern)).map { $0.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil } ?? false
    }

    private func isFormed(_ text: String, _ format: String) -> Bool {
        switch format {
        case "uuid": UUID(uuidString: text) != nil
        case "date": Day(plain: text) != nil
        case "date-time": (try? Date(text, strategy: .iso8601)) != nil || (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))) != nil
        default: false
        }
    }

    private func text(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }
}

extension JSONValue {
    fileprivate var decimal: Double? { if case .number(let text) = self { Double(text) } else { nil } }

    fileprivate func isOf(_ type: String) -> Bool {
        switch (self, type) {
        case (.null, "null"), (.bool, "boolean"), (.string, "string"), (.array, "array"), (.object, "object"), (.number, "number"): true
        case (.number, "integer"): integer != nil
        default: false
        }
    }
}
