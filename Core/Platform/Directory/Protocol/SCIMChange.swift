/// One operation on a resource's content.
struct SCIMChange {
    let schema: SCIMSchema
    let operation: SCIMPatch.Operation

    func applied(to content: JSONValue) throws(SCIMError) -> JSONValue {
        guard let text = operation.path, !text.isEmpty else { return try appliedAtRoot(content) }
        let (name, filter, last) = try SCIMReader.path(text)
        guard let target = try target(name, path: text) else { return content }
        let attribute = target.attribute
        if filter == nil, attribute.isMultiValued, let part = target.part {
            return try eachValue(of: attribute, in: content) { (_, value) throws(SCIMError) in try changed(value, part: part, of: attribute) }
        }
        if let filter { return try narrowed(content, attribute, filter, last) }
        if let part = target.part {
            let object = content[attribute.name] ?? .object([])
            return content.with(attribute.name, nonEmpty(try changed(object, part: part, of: attribute)))
        }
        return content.with(attribute.name, try changed(content[attribute.name], attribute))
    }

    /// Without a path, the value is an object whose names are attributes or whole paths, such as `name.givenName`.
    private func appliedAtRoot(_ content: JSONValue) throws(SCIMError) -> JSONValue {
        guard operation.kind != .remove else { throw .bad(.noTarget, "no_path") }
        guard let members = operation.value?.members else { throw .bad(.invalidSyntax, "no_object") }
        var content = content
        for member in members where !["schemas", "id", "meta"].contains(member.name.lowercased()) {
            // An extension's attributes stand in an object under its URI; none of them is kept.
            guard let name = SCIMName(member.name), name.schema.map(schema.isCalled) ?? true, schema.all.named(name.attribute)?.mutability != .readOnly,
                (try? target(name, path: member.name)) != nil
            else { continue }
            content = try SCIMChange(schema: schema, operation: .init(kind: operation.kind, path: member.name, value: member.value)).applied(to: content)
        }
        return content
    }

    /// What a name means.
    /// - Returns: nil for what RFC 7643 knows and nobody keeps here: it is left aside as in a whole resource, because a directory that
    ///   sends it has sent it before.
    /// - Throws: `SCIMError` `invalidPath` for what no schema knows, `mutability` for what cannot be written.
    private func target(_ name: SCIMName, path: String) throws(SCIMError) -> (attribute: SCIMAttribute, part: SCIMAttribute?)? {
        let unknown = SCIMError.bad(.invalidPath, "path", ["path": .text(String(path.prefix(200)))])
        if let uri = name.schema, !schema.isCalled(uri) {
            guard uri.lowercased().hasPrefix("urn:ietf:params:scim:schemas:extension:enterprise:") else { throw unknown }
            return nil
        }
        let called = [name.attribute, name.part].compactMap(\.self).joined(separator: ".").lowercased()
        if schema.unkept.contains(name.attribute.lowercased()) || schema.unkept.contains(called) { return nil }
        guard let attribute = schema.all.named(name.attribute) else { throw unknown }
        guard attribute.mutability != .readOnly else { throw .bad(.mutability, "read_only", ["attribute": .text(attribute.name)]) }
        guard let part = name.part else { return (attribute, nil) }
        guard let part = attribute.part(part) else { throw unknown }
        return (attribute, part)
    }

    // MARK: A whole attribute

    private func changed(_ stored: JSONValue?, _ attribute: SCIMAttribute) throws(SCIMError) -> JSONValue? {
        switch operation.kind {
        case .remove: return try removed(stored, attribute)
        case .replace where attribute.kind == .complex && !attribute.isMultiValued, .add where attribute.kind == .complex && !attribute.isMultiValued:
            // Parts that are not named stay (RFC 7644 §3.5.2.1, §3.5.2.3).
            guard let value = try schema.value(operation.value ?? .null, of: attribute) else { return operation.kind == .add ? stored : nil }
            return (value.members ?? []).reduce(stored ?? .object([])) { $0.with($1.name, $1.value) }
        case .add where attribute.isMultiValued: return try joined(stored, attribute)
        case .add, .replace: return try schema.value(operation.value ?? .null, of: attribute)
        }
    }

    private func joined(_ stored: JSONValue?, _ attribute: SCIMAttribute) throws(SCIMError) -> JSONValue? {
        let added = try schema.value(operation.value ?? .null, of: attribute)?.array ?? []
        // There is one preferred value at most: a new one takes its place (RFC 7644 §3.5.2).
        var values = (stored?.array ?? []).map { added.contains(where: \.isPrimary) && $0.isPrimary ? $0.with("primary", false) : $0 }
        var known = Set(values.map { Self.key($0, attribute) })
        for value in added where known.insert(Self.key(value, attribute)).inserted { values.append(value) }
        return values.isEmpty ? nil : .array(values)
    }

    /// Some directories name the values to remove beside the path, instead of in it.
    private func removed(_ stored: JSONValue?, _ attribute: SCIMAttribute) throws(SCIMError) -> JSONValue? {
        guard attribute.isMultiValued, let json = operation.value, let named = try schema.value(json, of: attribute)?.array else { return nil }
        let gone = Set(named.compactMap { $0["value"]?.string?.lowercased() })
        let values = (stored?.array ?? []).filter { !gone.contains($0["value"]?.string?.lowercased() ?? "") }
        return values.isEmpty ? nil : .array(values)
    }

    /// What makes two values the same: where a value names something, that.
    private static func key(_ value: JSONValue, _ attribute: SCIMAttribute) -> String {
        if attribute.part("value")?.mutability == .immutable, let id = value["value"]?.string { return id.lowercased() }
        return String(decoding: value.bytes, as: UTF8.self)
    }

    // MARK: Some of several values

    private func narrowed(_ content: JSONValue, _ attribute: SCIMAttribute, _ filter: SCIMFilter, _ last: String?) throws(SCIMError) -> JSONValue {
        let unknown = SCIMError.bad(.invalidPath, "path", ["path": .text(String((operation.path ?? "").prefix(200)))])
        guard attribute.isMultiValued, filter.names.allSatisfy({ $0.part == nil && $0.schema == nil && attribute.part($0.attribute) != nil }) else {
            if filter.names.contains(where: { schema.unkept.contains("\(attribute.name).\($0.attribute)".lowercased()) }) { return content }
            throw unknown
        }
        if let last, attribute.part(last) == nil {
            if schema.unkept.contains("\(attribute.name).\(last)".lowercased()) { return content }
            throw unknown
        }
        let part = last.flatMap(attribute.part)
        var isFound = false
        let changed = try eachValue(of: attribute, in: content) { (_, value) throws(SCIMError) in
            guard filter.meets(value, of: attribute) else { return value }
            isFound = true
            if let part { return nonEmpty(try self.changed(value, part: part, of: attribute)) }
            guard operation.kind != .remove else { return nil }
            guard let new = try schema.value(operation.value ?? .null, of: attribute)?.array?.first else { return nil }
            return (new.members ?? []).reduce(value) { $0.with($1.name, $1.value) }
        }
        if isFound { return changed }
        guard operation.kind != .remove else { throw .bad(.noTarget, "no_target") }
        return try added(content, attribute, filter, part)
    }

    /// Where no value meets the condition, one that does is added: so do directories set an address they have not set before.
    private func added(_ content: JSONValue, _ attribute: SCIMAttribute, _ filter: SCIMFilter, _ part: SCIMAttribute?) throws(SCIMError) -> JSONValue {
        guard case .compare(let name, .eq, let wanted) = filter, let given = attribute.part(name.attribute), let part else {
            throw .bad(.noTarget, "no_target")
        }
        let new = try changed(.object([.init(given.name, wanted)]), part: part, of: attribute)
        return content.with(attribute.name, try schema.value(.array((content[attribute.name]?.array ?? []) + [new]), of: attribute))
    }

    private func eachValue(
        of attribute: SCIMAttribute, in content: JSONValue, _ change: (Int, JSONValue) throws(SCIMError) -> JSONValue?
    ) throws(SCIMError) -> JSONValue {
        var values: [JSONValue] = []
        for (index, value) in (content[attribute.name]?.array ?? []).enumerated() {
            if let value = try change(index, value) { values.append(value) }
        }
        return content.with(attribute.name, values.isEmpty ? nil : .array(values))
    }

    private func changed(_ object: JSONValue, part: SCIMAttribute, of attribute: SCIMAttribute) throws(SCIMError) -> JSONValue {
        guard operation.kind != .remove else { return object.with(part.name, nil) }
        return object.with(part.name, try schema.value(operation.value ?? .null, of: part, at: "\(attribute.name)."))
    }

    private func nonEmpty(_ object: JSONValue) -> JSONValue? { object.members?.isEmpty == true ? nil : object }
}
