import FoundationEssentials
import Postgres

/// One erasure, inside its transaction. Looking and doing go the same way, so that what was shown is what happens.
struct ErasureWork: Sendable {
    let subject: Subject
    let registry: Registry
    /// Sees all records.
    let scope: Scope
    /// nil: all that are found.
    let keys: Set<String>?

    struct Look: Sendable {
        let chosen: [FoundRecord]
        let traces: [SubjectTraces.Trace]
        let report: ErasureReport
    }

    func look() async throws -> Look {
        let found = try await SubjectSearch(subject: subject, registry: registry, scope: scope).run().records
        return try await look(found)
    }

    private func look(_ found: [FoundRecord]) async throws -> Look {
        let chosen = found.filter(isChosen), left = found.filter { !isChosen($0) }
        let traces = SubjectTraces(subject: subject, registry: registry, theirs: chosen.filter(\.isTheirs), naming: chosen.filter { !$0.isTheirs }, left: left)
        async let counting = scope.db.fetch(traces.all.map { Query<Int>.value($0.count) })
        async let plain = written(chosen)
        let (counts, written) = try await (counting, plain)
        let lines = tally("records", chosen.filter(\.isTheirs)) + tally("texts", chosen.filter { !$0.isTheirs })
            + zip(traces.all, counts).map { ErasureReport.Line($0.key, $1) }
        let stays = tally("kept", left.filter { $0.ground != nil }) + tally("left", left.filter { $0.ground == nil }) + [.init("plain_history", written)]
        return Look(
            chosen: chosen, traces: traces.all, report: ErasureReport(lines: lines.filter { $0.count > 0 }, stays: stays.filter { $0.count > 0 }))
    }

    private func isChosen(_ record: FoundRecord) -> Bool { record.ground == nil && keys?.contains(record.key) != false }

    /// How many of each kind, in the modules' order.
    private func tally(_ what: String, _ records: [FoundRecord]) -> [ErasureReport.Line] {
        registry.modules.flatMap { $0.records.map(\.table) }.map { table in .init("\(what).\(table)", records.count { $0.table == table }) }
    }

    /// Entries of the log that hold them where no key protects it: in fields that are not marked as personal. The log is sealed.
    private func written(_ records: [FoundRecord]) async throws -> Int {
        try await scope.db.value("""
            select count(*) from events e where e.record_id = any(\(records.map(\.id))) and (e.changes::text ~* \(subject.pattern) or e.payload::text ~* \(subject.pattern))
            """)
    }

    /// - Throws: `PrivacyError.importing`.
    func run() async throws -> ErasureReport {
        let found = try await SubjectSearch(subject: subject, registry: registry, scope: scope).run().records
        // Whoever adds a note or a file to one of them comes before or after.
        for lock in registry.kinds(Locking(records: found)).compactMap(\.self) { try await scope.db.execute(lock) }
        let isImporting = try await scope.db.value("""
            select exists (select from imports where state in ('checking', 'running', 'undoing') and record = any(\(Set(found.map(\.table)).sorted())))
            """, of: Bool.self)
        if isImporting { throw PrivacyError.importing }
        let look = try await look(found)
        for erase in registry.kinds(ErasingSome(subject: subject, records: look.chosen, scope: scope)) { try await erase() }
        for case let end? in look.traces.map(\.end) { try await scope.db.execute(end) }
        return look.report
    }
}

private struct Locking: RecordVisitor {
    let records: [FoundRecord]

    func visit<R: Record>(_ kind: RecordKind<R>) -> SQL? {
        let ids = records.filter { $0.table == kind.table }.map(\.id)
        return ids.isEmpty ? nil : "select from \(identifier: kind.table) where id = any(\(ids)) order by id for update"
    }
}

/// Empties the records of one kind that are about somebody, and takes out of the others what names them.
private struct ErasingSome: RecordVisitor {
    let subject: Subject
    let records: [FoundRecord]
    let scope: Scope

    func visit<R: Record>(_ kind: RecordKind<R>) -> @Sendable () async throws -> Void {
        let its = records.filter { $0.table == kind.table }, (subject, scope) = (subject, scope)
        return {
            guard !its.isEmpty else { return }
            for statement in SubjectPlaces(kind: kind, subject: subject).takingOut(of: its.map { ID<R>($0.id) }) { try await scope.db.execute(statement) }
            for record in its where record.isTheirs { _ = try await Erasure(kind, in: scope).erase(ID<R>(record.id)) }
        }
    }
}
