import FoundationEssentials
import Postgres

/// The imports of one kind of record that a business has begun.
struct Imports: Sendable {
    let scope: Scope
    /// The records' table: an import of others is not found.
    let record: String

    /// Nodes that run imports listen here.
    static let channel = "kontor_imports"

    func one(_ id: ID<StoredImport>) async throws -> StoredImport {
        let found = try await scope.db.first("""
            select \(StoredImport.columns) from imports where id = \(id) and record = \(record) and state <> 'uploading'
            """, as: StoredImport.init(row:))
        guard let found else { throw PageError.notFound }
        return found
    }

    // MARK: Taking a file

    func begin(_ id: ID<StoredImport>, fileName: String, format: TableFormat) async throws {
        try await scope.db.execute("""
            insert into imports (id, record, file_name, format, member_id)
            values (\(id), \(record), \(fileName), \(JSON(StoredFormat(format))), \(scope.member.id))
            """)
    }

    /// - Throws: `UploadError.noRoom`; the piece is there nevertheless.
    func add(_ piece: [UInt8], number: Int32, to id: ID<StoredImport>) async throws {
        let (_, _, bytes) = try await scope.db.write(
            Query.execute("insert into import_pieces (import_id, number, bytes) values (\(id), \(number), \(piece))"),
            Query.execute("update imports set bytes = bytes + \(piece.count), pieces = \(number + 1), updated_at = now() where id = \(id)"),
            storedBytes)
        if bytes > ImportLimits.storedBytes { try await makeRoom() }
    }

    /// Of all the business's files that are not imported yet.
    private var storedBytes: Query<Int> {
        .value("select coalesce(sum(bytes), 0)::bigint from imports where state not in ('done', 'undoing', 'undone')")
    }

    /// Removes files that nobody went on with for a day.
    private func makeRoom() async throws {
        let (_, bytes) = try await scope.db.write(
            Query.execute("""
                delete from imports where state in ('uploaded', 'checked', 'failed') and updated_at < now() - interval '1 day'
                """),
            storedBytes)
        guard bytes <= ImportLimits.storedBytes else { throw UploadError.noRoom }
    }

    /// - Parameter rows: below the header.
    func finish(_ id: ID<StoredImport>, rows: Int) async throws {
        try await scope.db.execute("""
            update imports set state = 'uploaded', rows_total = \(rows), updated_at = now() where id = \(id)
            """)
    }

    func discard(_ id: ID<StoredImport>) async throws {
        try await scope.db.execute("delete from imports where id = \(id)")
    }

    /// - Parameter number: from 0.
    func piece(_ number: Int32, of id: ID<StoredImport>) async throws -> [UInt8] {
        try await scope.db.value("select bytes from import_pieces where import_id = \(id) and number = \(number)")
    }

    // MARK: Going on with it

    /// Has the file checked by this plan. Does nothing while it is being worked on, or when it is done.
    func check(_ id: ID<StoredImport>, by plan: ImportPlan) async throws {
        try await order("""
            update imports set plan = \(JSON(plan)), state = 'checking', report = null, \(afresh)
             where id = \(id) and record = \(record) and state in ('uploaded', 'checked', 'failed')
            """)
    }

    /// Has the file imported as it was checked. Does nothing in any other state.
    func start(_ id: ID<StoredImport>) async throws {
        try await order("""
            update imports set state = 'running', \(afresh)
             where id = \(id) and record = \(record) and state = 'checked'
            """)
    }

    /// Has an import taken back. Does nothing unless it is done.
    func undo(_ id: ID<StoredImport>) async throws {
        try await order("""
            update imports set state = 'undoing', \(afresh)
             where id = \(id) and record = \(record) and state = 'done'
            """)
    }

    /// Whether anything is known of what an import did.
    func canBeUndone(_ id: ID<StoredImport>) async throws -> Bool {
        try await scope.db.value("""
            select exists (select from import_additions where import_id = \(id)) or exists (select from import_changes where import_id = \(id))
            """)
    }

    /// Whoever ordered it last is in whose name, and with whose permissions, it is done.
    private var afresh: SQL {
        """
        member_id = \(scope.member.id), failure = null, rows_read = 0, attempts = 0,
        runner = null, heartbeat_at = null, updated_at = now()
        """
    }

    private func order(_ statement: SQL) async throws {
        try await scope.db.write(Query.execute(statement), Query.execute("select pg_notify(\(Self.channel), '')"))
    }
}
