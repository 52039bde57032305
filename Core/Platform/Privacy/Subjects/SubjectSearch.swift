import FoundationEssentials
import Postgres

/// Finds a person in all records of a business, whichever module they belong to and whether or not that is switched on, those that
/// were deleted among them.
struct SubjectSearch: Sendable {
    let subject: Subject
    let registry: Registry
    /// Must see all records: inside a transaction without rules.
    let scope: Scope

    func run() async throws -> Findings {
        let found = try await scope.db.fetch(registry.kinds(SubjectQuery(subject: subject, registry: registry, scope: scope)))
        return Findings(records: found.flatMap { $0.prefix(Findings.most) }, hasMore: found.contains { $0.count > Findings.most })
    }
}

extension Registry {
    /// What a visitor makes of each kind of record, in the modules' order, also of modules that are switched off.
    func kinds<V: RecordVisitor>(_ visitor: V) -> [V.Result] { modules.flatMap { module in module.records.map { $0.visit(module.id, visitor) } } }

    func ground(of table: String) -> (module: Module, ground: RetentionGround)? {
        modules.lazy.compactMap { module in module.grounds.first { $0.table == table }.map { (module, $0) } }.first
    }
}

private struct SubjectQuery: RecordVisitor {
    let subject: Subject
    let registry: Registry
    let scope: Scope

    func visit<R: Record>(_ kind: RecordKind<R>) -> Query<[FoundRecord]> {
        let places = SubjectPlaces(kind: kind, subject: subject), ground = registry.ground(of: kind.table)
        let isKept: SQL = ground.map { "r.created_at > now() - make_interval(years => \(Int32($0.ground.years)))" } ?? "false"
        let reason = ground.map { Phrase("\($0.module.id).grounds.\($0.ground.name)") }
        let (module, table, hasPersonal) = (kind.module, kind.table, R.schema.hasPersonal)
        return .rows("""
            select r.id, coalesce(r.\(identifier: kind.titleColumn)::text, ''), r.deleted_at is not null, \(places.isTheirs), \(isKept)
              from \(identifier: table) r where \(places.isTheirs) or \(places.isMentioned)
             order by r.id limit \(literal: Findings.most + 1)
            """) { row in
                let (id, title) = (try row.next(UUID.self), try row.next(String.self))
                let (isDeleted, isTheirs) = (try row.next(Bool.self), try row.next(Bool.self))
                return FoundRecord(
                    module: module, table: table, id: id, title: title, isDeleted: isDeleted, isTheirs: isTheirs && hasPersonal,
                    ground: try row.next(Bool.self) ? reason : nil)
            }
    }
}
