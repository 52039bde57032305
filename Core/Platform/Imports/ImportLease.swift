import FoundationEssentials
import Postgres
import Synchronization

/// What a runner does with an import, whatever its records are.
struct ImportWork: Sendable {
    let check: @Sendable (StoredImport, Scope, ImportProgress) async throws -> ImportTally
    let write: @Sendable (StoredImport, Scope, ImportLease, ImportProgress) async throws -> Void
    /// Takes an import back that is done.
    let undo: @Sendable (StoredImport, Scope, ImportLease, ImportProgress) async throws -> Void
}

/// How many rows of a file have been gone over.
final class ImportProgress: Sendable {
    private let count = Mutex(0)

    var rowsRead: Int {
        get { count.withLock { $0 } }
        set { count.withLock { $0 = newValue } }
    }
}

/// The right to work on an import. A runner that is not seen for a while loses it to another, and can then
/// finish nothing: every statement here names the runner.
struct ImportLease: Sendable {
    let business: ID<Business>
    let id: ID<StoredImport>
    let runner: UUID

    /// Thrown when another runner has taken over.
    struct Lost: Error {}

    private var mine: SQL { "id = \(id) and runner = \(runner) and state in ('checking', 'running', 'undoing')" }

    /// - Throws: `Lost`; not when the work was finished in this very moment.
    func report(_ progress: ImportProgress, in db: Database<Business>) async throws {
        try await own(db.execute("""
            update imports set rows_read = \(progress.rowsRead), heartbeat_at = now()
             where id = \(id) and runner = \(runner)
            """))
    }

    /// The check is over.
    /// - Throws: `Lost`.
    func checked(_ tally: ImportTally, in db: Database<Business>) async throws {
        try await own(db.execute("""
            update imports set state = 'checked', report = \(JSON(tally)), rows_read = rows_total,
                   updated_at = now() where \(mine)
            """))
    }

    /// The import is over; its file is not needed any more. Done in the transaction that writes the records.
    /// - Throws: `Lost`, which undoes them.
    func finish(_ tally: ImportTally, in db: Database<Business>) async throws {
        let (taken, _) = try await db.write(
            Query.execute("""
                update imports set state = 'done', report = \(JSON(tally)), rows_read = rows_total,
                       updated_at = now() where \(mine)
                """),
            Query.execute("delete from import_pieces where import_id = \(id)"))
        try own(taken)
    }

    /// The import is taken back. Done in the transaction that does it.
    /// - Throws: `Lost`, which leaves everything as it was.
    func undone(_ tally: ImportTally, in db: Database<Business>) async throws {
        try await own(db.execute("update imports set state = 'undone', report = \(JSON(tally)), updated_at = now() where \(mine)"))
    }

    /// An import that could not be taken back is done as before, and says so.
    func fail(_ reason: Phrase, _ voice: Voice, in db: Database<Business>) async throws {
        try await db.execute("""
            update imports set state = case state when 'undoing' then 'done' else 'failed' end,
                   failure = case state when 'undoing' then \(JSON(StoredPhrase("imports.undo.sorry", voice)))::jsonb
                                  else \(JSON(StoredPhrase(reason, voice)))::jsonb end,
                   updated_at = now() where \(mine)
            """)
    }

    /// Lets another runner go on, from the beginning. The attempt does not count, because the file was not what ended it.
    func release(in db: Database<Business>) async throws {
        try await db.execute("""
            update imports set runner = null, heartbeat_at = null, attempts = greatest(attempts - 1, 0) where \(mine)
            """)
    }

    private func own(_ rows: Int) throws {
        guard rows == 1 else { throw Lost() }
    }
}

extension Registry {
    /// Does an import of the records of a table; nil when no module has them.
    func importing(of table: String) -> ImportWork? {
        for module in modules {
            if let record = module.records.first(where: { $0.table == table }) { return record.importing(module.id, self) }
        }
        return nil
    }
}
