import FoundationEssentials
import Postgres

/// What every kind of record lets a member do to it.
enum RecordOperation: String, CaseIterable, Sendable {
    case create, change, delete, restore

    func permission(_ permissions: RecordPermissions) -> Permission {
        switch self {
        case .create: permissions.create
        case .change: permissions.edit
        case .delete, .restore: permissions.delete
        }
    }
}

/// The one road for what a member writes, whether by a page, the API, a file or a workflow. Each step refuses by itself whoever
/// may not take it, also where a route forgot to.
///
/// What a command does to records in passing goes by `Records`: there its own permission was asked for.
struct RecordOperations<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    init(_ kind: RecordKind<R>, in scope: Scope) {
        self.kind = kind
        self.scope = scope
    }

    private var records: Records<R> { Records(kind, in: scope) }

    /// - Throws: `Refusal` by the first link of the chain that refuses one of them.
    func authorise(_ operations: RecordOperation...) throws(Refusal) {
        for operation in operations { try scope.authorise(operation.permission(kind.permissions), of: Feature(kind.module)) }
    }

    func create(_ values: Values<R>) async throws {
        try authorise(.create)
        try await records.create(values)
    }

    /// Many in one statement.
    func create(_ values: [Values<R>]) async throws {
        try authorise(.create)
        try await records.create(values)
    }

    /// - Returns: whether it was done; not when someone else was faster, or the record is gone.
    func change(_ values: Values<R>, from version: Int) async throws -> Bool {
        try authorise(.change)
        return try await records.update(values, from: version)
    }

    /// Many in one statement.
    /// - Returns: how many differed from what is stored.
    func change(_ changes: BulkChange<R>) async throws -> Int {
        try authorise(.change)
        return try await records.change(changes)
    }

    /// Replaces what a person may edit of many, in one statement.
    func replace(_ values: [Values<R>]) async throws {
        try authorise(.change)
        try await records.replace(values)
    }

    /// Gives records back what a trace remembers of them.
    /// - Returns: how many.
    func putBack(from trace: SQL, where condition: SQL) async throws -> Int {
        try authorise(.change)
        return try await records.putBack(from: trace, where: condition)
    }

    /// - Parameter version: the one they must still be of; nil: whichever they are.
    /// - Returns: how many there were to delete.
    func delete(_ ids: [ID<R>], from version: Int? = nil) async throws -> Int {
        try authorise(.delete)
        return try await records.delete(ids, from: version)
    }

    /// - Returns: how many there were to bring back.
    func restore(_ ids: [ID<R>]) async throws -> Int {
        try authorise(.restore)
        return try await records.restore(ids)
    }
}

extension Scope {
    /// - Throws: `Refusal`, the first link of the chain that refuses.
    func authorise(_ permission: Permission, of feature: Feature) throws(Refusal) {
        if let refusal = refusal(.member(permission), of: feature) { throw refusal }
    }
}

extension Records {
    /// Gives records back what they held before, as a table of traces remembers it in its column `before`.
    /// - Parameters:
    ///   - trace: that table, read as `c`.
    ///   - condition: of these the records, read as `r`.
    /// - Returns: how many.
    fileprivate func putBack(from trace: SQL, where condition: SQL) async throws -> Int {
        let columns = kind.editable.filter { $0.custom == nil }.flatMap(\.columns).map { SQL(column: $0.name) } + (kind.hasCustom ? ["custom"] : [])
        return try await write("""
            update \(identifier: kind.table) r
               set (\(columns.joined(separator: ", "))) =
                       (select \(columns.map { "old." + $0 }.joined(separator: ", ")) from jsonb_populate_record(r, c.before) as old),
                   version = r.version + 1, updated_at = now()
              from \(trace) c where c.record_id = r.id and \(condition)
            """)
    }
}
