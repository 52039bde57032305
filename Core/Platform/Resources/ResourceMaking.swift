import FoundationEssentials

extension Registry {
    /// What programs can read and write: every record of every module.
    public var resources: [Resource] {
        if safety != nil { return [] }
        return modules.flatMap { module in module.records.map { $0.visit(module.id, ResourceMaking()) } }
    }
}

private struct ResourceMaking: RecordVisitor {
    func visit<R: Record>(_ kind: RecordKind<R>) -> Resource {
        @Sendable func writing(_ scope: Scope) -> ResourceWriting<R> { ResourceWriting(kind: kind.seen(by: scope), scope: scope) }
        @Sendable func attached(_ scope: Scope, _ record: UUID) -> ResourceAttached<R> {
            ResourceAttached(kind: kind.seen(by: scope), scope: scope, record: record)
        }
        return Resource(
            module: kind.module, name: kind.table, one: kind.one, many: kind.many, permissions: kind.permissions,
            listing: .init(isSearched: !kind.searchable.isEmpty, sorts: kind.sorts),
            fields: { scope in
                let seen = scope.map { kind.seen(by: $0) } ?? kind
                return seen.fields.map { ResourceField($0, in: seen, isReadOnly: !seen.isEditable($0)) }
            },
            list: { query, scope in try await ResourceListing(kind: kind.seen(by: scope), scope: scope).page(query) },
            changes: { query, scope in try await ResourceChanges(kind: kind.seen(by: scope), scope: scope).page(query) },
            read: { id, scope in try await writing(scope).read(id) },
            create: { json, scope in try await writing(scope).create(json) },
            save: { id, json, replaces, version, scope in
                try await writing(scope).save(id, json, replaces: replaces, version: version)
            },
            delete: { id, version, scope in try await writing(scope).delete(id, version: version) },
            notes: .init(
                list: { try await attached($2, $0).notes($1) }, add: { try await attached($2, $0).addNote($1) },
                remove: { try await attached($2, $0).removeNote($1) }),
            attachments: .init(
                list: { try await attached($2, $0).files($1) }, add: { try await attached($2, $0).addFile($1) },
                remove: { try await attached($2, $0).removeFile($1) }),
            bulk: { json, scope in try await ResourceBulk(kind: kind.seen(by: scope), scope: scope).write(json) })
    }
}

extension ResourceField {
    init<K: Formed>(_ field: Field<K.Subject>, in formed: K, isReadOnly: Bool? = nil) {
        var lines: [ResourceField] = []
        if case .lines(let work) = field.kind { lines = work.fields("\(formed.key).\(field.name)") }
        self.init(
            name: field.jsonName, label: formed.label(field), kind: field.kind, isRequired: field.has(.required), isOptional: field.isOptional,
            isReadOnly: isReadOnly ?? field.has(.platform), isFilter: field.has(.filterable), most: field.most, target: field.target?.table(), lines: lines)
    }
}
