import FoundationEssentials

/// Checks or imports a file whose rows become records of one kind.
struct ImportRun<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    /// The same without its type.
    var work: ImportWork {
        ImportWork(
            check: { stored, scope, progress in try await check(stored, scope, progress) },
            write: { stored, scope, lease, progress in try await write(stored, scope, lease, progress) },
            undo: { stored, scope, lease, progress in try await undo(stored, scope, lease, progress) })
    }

    /// Finds out what becomes of each row, and changes nothing.
    private func check(_ stored: StoredImport, _ scope: Scope, _ progress: ImportProgress) async throws -> ImportTally {
        try await Imports(scope: scope, record: kind.table).forgetProblems(of: stored.id)
        return try await pass(stored, scope, in: scope, progress, isDry: true)
    }

    /// Imports all right rows, or none: the records, what is said about them and that it is done are one transaction.
    private func write(
        _ stored: StoredImport, _ scope: Scope, _ lease: ImportLease, _ progress: ImportProgress
    ) async throws {
        try await scope.transaction { transaction in
            try await Imports(scope: transaction, record: kind.table).forgetProblems(of: stored.id)
            let tally = try await pass(stored, scope, in: transaction, progress, isDry: false)
            try await lease.finish(tally, in: transaction.db)
        }
    }

    /// Takes back what it wrote, or nothing of it.
    private func undo(_ stored: StoredImport, _ scope: Scope, _ lease: ImportLease, _ progress: ImportProgress) async throws {
        try kind.authoriseUndo(scope)
        try await scope.transaction { transaction in
            var tally = stored.tally ?? ImportTally()
            tally.undone = try await ImportUndo(kind: kind.seen(by: scope), id: stored.id).run(in: transaction, progress)
            try await lease.undone(tally, in: transaction.db)
        }
    }

    /// - Parameters:
    ///   - scope: reads the file, on a connection beside the transaction's.
    ///   - transaction: asks and writes.
    private func pass(
        _ stored: StoredImport, _ scope: Scope, in transaction: Scope, _ progress: ImportProgress, isDry: Bool
    ) async throws -> ImportTally {
        guard let plan = stored.plan else { throw PageError.notFound }
        try authorise(plan, scope)
        try kind.seen(by: scope).check(plan)
        let file = Imports(scope: scope, record: kind.table)
        let columns = try ImportColumns(
            kind: kind.seen(by: scope), voice: scope.voice, format: stored.format, piece: try await file.piece(0, of: stored.id))
        let reading = RowReading(plan, columns: columns)
        var pass = ImportPass(
            stored, plan: plan, reading: reading, kind: kind.seen(by: scope), registry: registry, scope: transaction, isDry: isDry)
        var rows = ImportRows(file: file, stored: stored, reading: reading)
        var chunk = try await rows.next()
        while !chunk.isEmpty {
            // The next rows are read while the server is busy with these.
            let current = rows
            async let following = current.following()
            try await pass.take(chunk)
            progress.rowsRead = current.handedOut
            (chunk, rows) = try await following
        }
        return pass.tally
    }

    /// The route asked for the feature and the permission to create; they may be gone since, and changing is another one.
    private func authorise(_ plan: ImportPlan, _ scope: Scope) throws {
        let operations = RecordOperations(kind, in: scope)
        try operations.authorise(.create)
        if plan.key != nil { try operations.authorise(.change) }
    }
}

extension RecordKind {
    /// Taking an import back deletes, changes and, for what was changed to nothing, writes anew.
    var undoPermissions: [Permission] { [permissions.create, permissions.edit, permissions.delete] }

    /// Without the column of its key a plan that changes records would add them all once more.
    /// - Throws: `ImportFailure.columnsGone` when it names what cannot be filled in, or not any more.
    fileprivate func check(_ plan: ImportPlan) throws(ImportFailure) {
        let names = Set(filled.map(\.name) + [ImportPlan.id])
        guard names.isSuperset(of: plan.sources.keys), plan.key.map({ plan.sources[$0] != nil }) ?? true else { throw .columnsGone }
    }

    func authoriseUndo(_ scope: Scope) throws {
        try RecordOperations(self, in: scope).authorise(.create, .change, .delete)
    }
}
