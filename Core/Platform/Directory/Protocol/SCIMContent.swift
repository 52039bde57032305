extension SCIMSchema {
    /// What a body says of a resource: the attributes that are kept and may be written, by their own names, in the schema's order.
    ///
    /// What nobody keeps here is left aside, as is what cannot be written: RFC 7644 §3.3 lets a service ignore what it is sent, and the
    /// answer shows what it took. What has no value (`null`, `[]`) is left out (RFC 7643 §2.5).
    /// - Throws: `SCIMError` `invalidSyntax` or `invalidValue`.
    func content(_ body: JSONValue) throws(SCIMError) -> JSONValue {
        .object(try members(of: body, all.filter { $0.mutability != .readOnly }, at: ""))
    }

    /// The same of a new resource's whole body, which says of which schemas it is.
    func content(of body: JSONValue) throws(SCIMError) -> JSONValue {
        guard body.members != nil else { throw .bad(.invalidSyntax, "no_object") }
        let schemas = (body.valued("schemas")?.array ?? []).compactMap(\.string)
        guard schemas.contains(where: isCalled) else { throw .bad(.invalidSyntax, "schema", ["schema": .text(id)]) }
        let content = try content(body)
        for attribute in attributes where attribute.isRequired && content[attribute.name] == nil {
            throw .bad(.invalidValue, "required", ["attribute": .text(attribute.name)])
        }
        return content
    }

    private func members(of object: JSONValue, _ attributes: [SCIMAttribute], at place: String) throws(SCIMError) -> [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        for attribute in attributes {
            let name = attribute.name.lowercased(), said = (object.members ?? []).filter { $0.name.lowercased() == name }
            guard said.count < 2 else { throw .bad(.invalidSyntax, "twice", ["attribute": .text(place + attribute.name)]) }
            guard let value = try said.first.flatMap({ (member) throws(SCIMError) in try self.value(member.value, of: attribute, at: place) }) else { continue }
            members.append(.init(attribute.name, value))
        }
        return members
    }

    /// - Returns: nil for what is no value.
    func value(_ json: JSONValue, of attribute: SCIMAttribute, at place: String = "") throws(SCIMError) -> JSONValue? {
        guard json != .null else { return nil }
        guard attribute.isMultiValued else { return try single(json, of: attribute, at: place) }
        let given = json.array ?? [json]
        guard given.count <= attribute.most else {
            throw .bad(.invalidValue, "too_many", ["attribute": .text(place + attribute.name), "limit": .number(attribute.most)])
        }
        var values: [JSONValue] = []
        for element in given {
            if let value = try single(element, of: attribute, at: place) { values.append(value) }
        }
        guard values.count(where: \.isPrimary) < 2 else { throw .bad(.invalidValue, "primary", ["attribute": .text(attribute.name)]) }
        return values.isEmpty ? nil : .array(values)
    }

    private func single(_ json: JSONValue, of attribute: SCIMAttribute, at place: String) throws(SCIMError) -> JSONValue? {
        let wrong = SCIMError.bad(.invalidValue, "type_\(attribute.kind.name)", ["attribute": .text(place + attribute.name)])
        switch (attribute.kind, json) {
        case (_, .null): return nil
        case (.boolean, .bool): return json
        case (.boolean, .string(let text)):
            // Some directories write a truth value as a text.
            guard let value = Bool(text.lowercased()) else { throw wrong }
            return .bool(value)
        case (.string, .string(let text)), (.reference, .string(let text)):
            if text.utf8.contains(0) { throw .bad(.invalidValue, "nul", ["attribute": .text(place + attribute.name)]) }
            guard text.unicodeScalars.count <= attribute.most else {
                throw .bad(.invalidValue, "too_long", ["attribute": .text(place + attribute.name), "limit": .number(attribute.most)])
            }
            return trimmed(text).isEmpty ? nil : json
        case (.complex, .object):
            let members = try members(of: json, attribute.parts.filter { $0.mutability != .readOnly }, at: "\(place)\(attribute.name).")
            return members.isEmpty ? nil : .object(members)
        case (.complex, .string) where attribute.isMultiValued:
            return try single(.object([.init("value", json)]), of: attribute, at: place)
        default: throw wrong
        }
    }
}

extension JSONValue {
    /// The member of that name in any case (RFC 7643 §2.1).
    func valued(_ name: String) -> JSONValue? {
        let wanted = name.lowercased()
        return members?.first { $0.name.lowercased() == wanted }?.value
    }

    /// Of several values, whether this one is the preferred (RFC 7643 §2.4).
    var isPrimary: Bool { self["primary"] == .bool(true) }

    /// The same object with another value under that name; without it, where there is none.
    func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        var kept = members ?? []
        if let place = kept.firstIndex(where: { $0.name == name }) {
            if let value { kept[place].value = value } else { kept.remove(at: place) }
        } else if let value {
            kept.append(.init(name, value))
        }
        return .object(kept)
    }
}
