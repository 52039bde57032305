import Postgres

/// Erases what a record says about a person, now and in its history; the record itself stays, and so does the chain
/// of the log, which was made over the encrypted values.
///
/// Its fields marked `.personal` become empty: null where they may be, else what a new record has; a required text, such as
/// a name, becomes "–". What the business itself added goes too. The key to all earlier values is destroyed. Files that
/// were imported keep them until they are swept away, a month later.
public struct Erasure<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    public init(_ kind: RecordKind<R>, in scope: Scope) {
        self.kind = kind
        self.scope = scope
    }

    /// All of it happens, or nothing; also of a record that was deleted.
    /// - Returns: whether there was such a record.
    public func erase(_ id: ID<R>) async throws -> Bool {
        let table: SQL = "\(identifier: kind.table)"
        let assignments = Self.fields.flatMap { field in
            zip(field.columns, field.bind(blank(field))).map { column, value in "\(identifier: column.name) = " + value }
        }
        let (_, changed, _, _, _, _) = try await scope.db.write(
            Query.execute("""
                with locked as materialized (select id from \(table) where id = \(id) for update)
                select kontor.forget(\(kind.table)::text::name, id) from locked
                """),
            Query.execute("""
                update \(table) set \((assignments + ["custom = '{}'", "version = version + 1", "updated_at = now()"]).joined(separator: ", "))
                 where id = \(id)
                """),
            Query.execute(ImportTrace.erasing([id])),
            Query.execute(BulkChanges<R>.erasing([id])),
            Query.execute(Attached<R>.erasing(id)),
            // Answers that programs may ask for again hold the record as it was.
            Query.execute("delete from kept_answers where position(convert_to(\(id.description), 'UTF8') in body) > 0"))
        return changed > 0
    }

    static var fields: [Field<R>] { R.schema.stored.filter { $0.has(.personal) } }

    private func blank(_ field: Field<R>) -> Values<R> {
        var values = Values<R>()
        field.clear(&values)
        guard field.has(.required) else { return values }
        // Only a text can be a dash; anything else keeps what a new record has.
        try? field.parse("–", kind.reading(field, scope.voice), &values)
        return values
    }
}

/// Asks before personal data is erased, and erases it.
struct Erasing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    func question(_ id: ID<R>, isUnsure: Bool = false) async throws -> ErasePage {
        guard let stored = try await scope.db.fetch(Records(kind, in: scope).one(id)) else { throw PageError.notFound }
        let crumbs = stored.deletedAt == nil ? [Crumb(stored.title, path: kind.path(id))] : []
        return ErasePage(
            title: scope.say(Phrase("platform.erase.title", ["title": .text(stored.title)])),
            text: scope.say("platform.erase.text"),
            losses: kind.fields.filter { $0.has(.personal) || $0.custom != nil }.map { scope.say(kind.label($0)) } + [scope.say("platform.erase.attached"), scope.say("platform.erase.earlier")],
            crumbs: [Crumb(scope.say(kind.many), path: kind.path)] + crumbs,
            error: isUnsure ? scope.say("platform.erase.unsure") : nil,
            action: kind.path(id, "erase"), cancelPath: stored.deletedAt == nil ? kind.path(id) : kind.path,
            everywherePath: scope.may(AccountPermissions.privacy) ? "\(SubjectRequests.path)/new?record=\(kind.table)&id=\(id)" : nil)
    }

    /// Only once the box that says so is checked.
    func erase(_ id: ID<R>, _ form: Form) async throws -> Answer<ErasePage> {
        guard form["sure"] != nil else {
            return .page(try await question(id, isUnsure: true), status: .unprocessableContent)
        }
        guard try await Erasure(kind, in: scope).erase(id) else { throw PageError.notFound }
        return .seeOther(kind.path(id, "history"), saying: Announcement(scope.say("platform.said.erased")))
    }
}
