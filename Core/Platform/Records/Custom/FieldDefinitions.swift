import Postgres

/// The fields that a business adds to its records, and takes away again. A change is seen by every node within a second.
public struct FieldDefinitions: Sendable {
    let scope: Scope
    /// The records' table.
    let table: String

    /// Fields of one kind of record, at most.
    public static let most = 100

    /// - Parameter table: of records whose module this business has; the caller has checked it.
    public init(of table: String, in scope: Scope) {
        self.table = table
        self.scope = scope
    }

    /// Adds a field behind the others.
    /// - Throws: `FieldDefinitionError`.
    public func add(_ draft: FieldDraft) async throws {
        try await change { fields in
            guard fields.count < Self.most else { throw FieldDefinitionError.tooMany }
            try draft.checkLabel(among: fields)
            fields.append(draft.field(name: draft.freeName(among: fields)))
        }
    }

    /// Gives a field other words, choices or rules; what it holds and what kind it is stay.
    /// - Throws: `FieldDefinitionError`; `PageError.notFound` when there is none of that name.
    public func change(_ name: String, _ draft: FieldDraft) async throws {
        try await change { fields in
            guard let index = fields.firstIndex(where: { $0.name == name }) else { throw PageError.notFound }
            try draft.checkLabel(among: fields.filter { $0.name != name })
            var field = draft.field(name: name)
            field.kind = fields[index].kind
            fields[index] = field
        }
    }

    /// Takes a field away, with all that it holds, and what was decided about who sees it.
    /// - Throws: `PageError.notFound` when there is none of that name; `FieldDefinitionError.ruled`.
    public func remove(_ name: String) async throws {
        try await scope.transaction { scope in
            let definitions = FieldDefinitions(of: table, in: scope)
            try await definitions.change { fields in
                guard fields.contains(where: { $0.name == name }) else { throw PageError.notFound }
                fields.removeAll { $0.name == name }
            }
            try await definitions.forgetRules(of: name)
            try await scope.db.execute("""
                update \(identifier: table) set custom = custom - \(name), version = version + 1, updated_at = now() where custom ? \(name)
                """)
        }
    }

    /// A later field may get the same name, and nobody has decided about that. Where a rule shows records by what the field
    /// holds, to forget it would show all of them.
    private func forgetRules(of name: String) async throws {
        var all = try await scope.db.value("select access_rules from businesses where id = \(scope.business.id)", of: JSON<[String: [String: AccessRule]]>.self).value
        let before = all
        for role in before.keys {
            guard var rule = before[role]?[table] else { continue }
            guard rule.rows.field != name else { throw FieldDefinitionError.ruled }
            rule.fields[name] = nil
            // Open for a role that the business made is not the same as nothing, which is what its rung has.
            all[role]?[table] = rule.isOpen && Role(rawValue: role) != nil ? nil : rule
        }
        guard all != before else { return }
        try await scope.db.execute("update businesses set access_rules = \(JSON(all.filter { !$0.value.isEmpty })) where id = \(scope.business.id)")
    }

    /// Two who change them at once take turns; whoever refers to the business meanwhile, as every new row does, waits for neither.
    private func change(_ body: @Sendable (inout [CustomField]) throws -> Void) async throws {
        try await scope.transaction { scope in
            let stored = try await scope.db.value("""
                select custom_fields from businesses where id = \(scope.business.id) for no key update
                """, of: JSON<[String: [CustomField]]>.self)
            var all = stored.value, fields = all[table] ?? []
            try body(&fields)
            all[table] = fields.isEmpty ? nil : fields
            try await scope.db.execute("""
                update businesses set custom_fields = \(JSON(all)), version = version + 1, updated_at = now() where id = \(scope.business.id)
                """)
        }
    }
}

/// Why a field cannot be added or changed.
public enum FieldDefinitionError: UserFacingError, Equatable {
    case tooMany
    /// Another field of these records has that label.
    case labelTaken
    /// Who sees which records goes by what the field holds.
    case ruled

    public var status: HTTPResponse.Status { self == .ruled ? .conflict : .unprocessableContent }
    public var message: Phrase {
        switch self {
        case .tooMany: Phrase("platform.custom.too_many", ["most": .number(FieldDefinitions.most)])
        case .labelTaken: "platform.custom.label_taken"
        case .ruled: "platform.custom.ruled"
        }
    }
}
