public import HTTPTypes
import Postgres

/// Leaves a module that is off: looks at what is kept, or ends it for good.
public struct Leaving: Sendable {
    public let module: Module
    let registry: Registry
    let scope: Scope

    /// - Throws: `LeavingError.stillOn`.
    public init(_ module: Module, _ registry: Registry, in scope: Scope) async throws {
        self.registry = registry
        self.module = module
        self.scope = scope
        guard try await ModuleSwitch(registry, in: scope).off().contains(module.feature) else { throw LeavingError.stillOn(module.name) }
    }

    private init(_ registry: Registry, _ module: Module, _ scope: Scope) {
        self.registry = registry
        self.module = module
        self.scope = scope
    }

    /// What a purge would end, without ending it.
    public func report() async throws -> LeavingReport {
        let holdings = try await holdings()
        let references = try await references()
        let counted = try await scope.db.rows(
            holdings.enumerated().map { place, holding in "select \(place), h.* from (\(holding.count)) as h (all_rows, deleted)" as SQL }
                .joined(separator: " union all ")
        ) { row in (try row.next(Int.self), try row.next(Int.self), try row.next(Int.self)) }
        return LeavingReport(
            lines: counted.sorted { $0.0 < $1.0 }.map { place, rows, deleted in
                LeavingReport.Line(key: holdings[place].key, name: holdings[place].name, rows: rows, deleted: deleted, stays: holdings[place].stays)
            },
            references: references)
    }

    /// Ends everything the module kept for this business: in one transaction, for good, together with the event that
    /// says how much it was. References of other modules are emptied where they may be empty.
    /// - Returns: what was ended.
    /// - Throws: `LeavingError`; then nothing was.
    public func purge() async throws -> LeavingReport {
        try await scope.transaction { scope in
            let leaving = Leaving(registry, module, scope)
            // Locked against being switched on meanwhile, and with all the time it takes.
            let off = try await scope.db.value("""
                select features_off from businesses, set_config('statement_timeout', '0', true)
                 where id = \(scope.business.id) for no key update of businesses
                """, of: [String].self)
            guard off.contains(module.feature.name) else { throw LeavingError.stillOn(module.name) }
            let report = try await leaving.report()
            if let needed = report.references.first(where: { $0.end == .blocks }) { throw LeavingError.needed(by: needed.name) }
            try await leaving.end(report)
            try await scope.db.execute(module.happened("purged", in: scope, rows: report.rows))
            return report
        }
    }

    private func end(_ report: LeavingReport) async throws {
        for reference in report.references where reference.end == .emptied {
            if let statement = registry.emptying(reference, ofLines: reference.table) {
                try await scope.db.execute(statement)
                continue
            }
            var changes = reference.columns.map { "\(identifier: $0) = null" as SQL }
            // Whoever has seen a record before must learn that it is another now.
            if registry.place(of: reference.table) != nil { changes += ["version = version + 1", "updated_at = now()"] }
            try await scope.db.execute("update \(identifier: reference.table) set \(changes.joined(separator: ", ")) where \(reference.condition)")
        }
        let holdings = try await holdings()
        // One statement for all tables: their references to each other are looked at when it is over, whatever their order.
        let tables = holdings.filter { if case .rows = $0.end { true } else { false } }.map(\.key)
        if !tables.isEmpty {
            let deletions = tables.map { "\(identifier: "gone_\($0)") as (delete from \(identifier: $0) returning 1)" as SQL }
            _ = try await scope.db.write(Query<Int>.value("with \(deletions.joined(separator: ", ")) select 0::bigint"))
            // Their tallies say zero by now, in many rows.
            try await scope.db.execute("delete from record_tallies where record = any(\(tables))")
        }
        for holding in holdings {
            switch holding.end {
            case .rows: break
            case .statement(let sql): try await scope.db.execute(sql)
            case .unreadable(let sql): _ = try await scope.db.write(Query<Int>.value(sql))
            }
        }
    }

    private func holdings() async throws -> [Holding] {
        try await registry.tables(of: module, in: scope.db).map { Holding.rows(of: $0, in: module) } + Holding.others.map { $0(module) }
    }
}

extension Holding {
    fileprivate var stays: Bool { if case .unreadable = end { true } else { false } }
}

/// Why a module cannot be left.
public enum LeavingError: UserFacingError, Equatable {
    case stillOn(Phrase)
    /// Something of another module cannot be without what would go.
    case needed(by: Phrase)
    /// The name that was typed is another.
    case otherName

    public var status: HTTPResponse.Status {
        switch self {
        case .stillOn, .needed: .conflict
        case .otherName: .unprocessableContent
        }
    }

    public var message: Phrase {
        switch self {
        case .stillOn(let module): Phrase("platform.modules.still_on", ["module": .phrase(module)])
        case .needed(let others): Phrase("platform.modules.needed", ["others": .phrase(others)])
        case .otherName: "platform.modules.other_name"
        }
    }
}
