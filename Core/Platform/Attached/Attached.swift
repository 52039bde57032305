import Postgres

/// What members added to one record: notes and files. Everything goes through the record's own table, so that who may not
/// see the record sees none of them, and who may not change it adds none.
struct Attached<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    let record: ID<R>

    init(_ kind: RecordKind<R>, in scope: Scope, to record: ID<R>) {
        self.kind = kind
        self.scope = scope
        self.record = record
    }

    private var table: SQL { "\(identifier: kind.table)" }
    /// The record where it can be read.
    private var isThere: SQL { "exists (select from \(table) r where r.id = \(record) and r.deleted_at is null)" }
    /// The record where it can be changed, which nobody erases meanwhile: a row that is locked must pass the policies for changes.
    private var locked: SQL { "here as materialized (select id from \(table) where id = \(record) and deleted_at is null for key share)" }

    // MARK: Reading

    /// The newest first, one more than asked for where there are more.
    func notes(before: ID<Note>? = nil, most: Int) -> Query<[Note]> {
        .rows("""
            select \(Note.columns) from notes n
              left join lateral (select c.name from colleagues c where c.id = n.author) u on true
             where n.record = \(kind.table) and n.record_id = \(record) and (\(before)::uuid is null or n.id < \(before)) and \(isThere)
             order by n.id desc limit \(literal: most + 1)
            """, as: Note.init(row:))
    }

    /// The newest first, one more than asked for where there are more.
    func files(before: ID<Attachment>? = nil, most: Int) -> Query<[Attachment]> {
        .rows("""
            select \(Attachment.columns) from attachments a join files f on f.business_id = a.business_id and f.id = a.file_id
              left join lateral (select c.name from colleagues c where c.id = a.added_by) u on true
             where a.record = \(kind.table) and a.record_id = \(record) and (\(before)::uuid is null or a.id < \(before)) and \(isThere)
             order by a.id desc limit \(literal: most + 1)
            """, as: Attachment.init(row:))
    }

    /// - Throws: `PageError.notFound`.
    func note(_ id: ID<Note>) async throws -> Note {
        let note = try await scope.db.first("""
            select \(Note.columns) from notes n
              left join lateral (select c.name from colleagues c where c.id = n.author) u on true
             where n.id = \(id) and n.record = \(kind.table) and n.record_id = \(record) and \(isThere)
            """, as: Note.init(row:))
        guard let note else { throw PageError.notFound }
        return note
    }

    /// - Throws: `PageError.notFound`.
    func file(_ id: ID<Attachment>) async throws -> Attachment {
        let file = try await scope.db.first("""
            select \(Attachment.columns) from attachments a join files f on f.business_id = a.business_id and f.id = a.file_id
              left join lateral (select c.name from colleagues c where c.id = a.added_by) u on true
             where a.id = \(id) and a.record = \(kind.table) and a.record_id = \(record) and \(isThere)
            """, as: Attachment.init(row:))
        guard let file else { throw PageError.notFound }
        return file
    }

    /// - Throws: `PageError.notFound` where there is no such record, or it was deleted.
    func mustBeThere() async throws {
        guard try await scope.db.value("select \(isThere)", of: Bool.self) else { throw PageError.notFound }
    }

    // MARK: Notes

    /// - Parameters:
    ///   - body: as `Note.body` has checked it.
    ///   - id: what the form calls it, so that a form sent twice adds one note. Where another note has it already, as when
    ///     a browser had kept the form, the new one gets its own.
    /// - Throws: `PageError.notFound` where there is no such record to be changed.
    func add(_ body: String, id: ID<Note> = ID()) async throws -> ID<Note> {
        let made = try await scope.db.execute("""
            with \(locked), done as (
                insert into notes (id, record, record_id, body, author)
                select \(id), \(kind.table), here.id, \(body), \(scope.member.id) from here
                on conflict (business_id, id) do nothing returning id)
            \(happened("noted", ["note": id.description]))
            """)
        if made == 1 { return id }
        try await mustBeThere()
        let there = try await scope.db.first("""
            select n.record = \(kind.table) and n.record_id = \(record) and n.author = \(scope.member.id) and n.body = \(body) from notes n where n.id = \(id)
            """) { row in try row.next(Bool.self) }
        switch there {
        case true?: return id
        case false?: return try await add(body)
        case nil: throw PageError.notFound
        }
    }

    /// - Parameter seen: the note's state that the new text was written for.
    /// - Returns: whether it was changed; it was not where somebody else did meanwhile.
    /// - Throws: `PageError.notFound`; `AttachedError.notYours`.
    func change(_ id: ID<Note>, to body: String, seen: Int) async throws -> Bool {
        guard try await note(id).mayBeChanged(by: scope.member) else { throw AttachedError.notYours }
        let changed = try await scope.db.execute("""
            with \(locked), done as (
                update notes n set body = \(body), edited_at = greatest(now(), n.edited_at + interval '1 microsecond') from here
                 where n.id = \(id) and n.record = \(kind.table) and n.record_id = here.id and \(Note.state) = \(seen)
                returning n.id)
            \(happened("note_changed", ["note": id.description]))
            """)
        if changed == 0 { try await mustBeThere() }
        return changed == 1
    }

    /// - Throws: `PageError.notFound`; `AttachedError.notYours`.
    func remove(_ id: ID<Note>) async throws {
        guard try await note(id).mayBeChanged(by: scope.member) else { throw AttachedError.notYours }
        let gone = try await scope.db.execute("""
            with \(locked), done as (
                delete from notes n using here where n.id = \(id) and n.record = \(kind.table) and n.record_id = here.id returning n.id)
            \(happened("note_removed", ["note": id.description]))
            """)
        guard gone == 1 else { throw PageError.notFound }
    }

    // MARK: Files

    /// Attaches a file that this member has uploaded and that belongs to nothing yet.
    /// - Throws: `PageError.notFound` where there is no such record to be changed; `AttachedError.noSuchFile`.
    func attach(_ file: ID<StoredFile>) async throws -> ID<Attachment> {
        try await mustBeThere()
        let id = ID<Attachment>()
        let made = try await scope.db.execute("""
            with \(locked),
            claimed as (
                update files f set record = \(kind.table), record_id = here.id from here
                 where f.id = \(file) and f.size is not null and f.removed_at is null and f.record is null and f.uploaded_by = \(scope.member.id)
                returning f.id),
            done as (
                insert into attachments (id, record, record_id, file_id, added_by)
                select \(id), \(kind.table), \(record), claimed.id, \(scope.member.id) from claimed returning id)
            \(happened("attached", ["file": file.description]))
            """)
        guard made == 1 else { throw AttachedError.noSuchFile }
        return id
    }

    /// Takes a file away again; its bytes go once that is done.
    /// - Throws: `PageError.notFound`.
    func detach(_ id: ID<Attachment>) async throws {
        let attached = try await file(id)
        let gone = try await scope.db.execute("""
            with \(locked),
            gone as (
                delete from attachments a using here where a.id = \(id) and a.record = \(kind.table) and a.record_id = here.id returning a.file_id),
            done as (update files f set removed_at = now() from gone where f.id = gone.file_id returning f.id)
            \(happened("detached", ["file": attached.file.id.description]))
            """)
        guard gone == 1 else { throw PageError.notFound }
    }

    /// Writes into the record's history what was done: the end of the statement that does it, once for each row of `done`.
    private func happened(_ what: String, _ payload: [String: String]) -> SQL {
        """
        insert into events (name, record, record_id, payload)
        select kontor.event_name(\(kind.table)::text::name, \(what)), \(kind.table), \(record), \(JSON(payload)) from done
        """
    }
}
