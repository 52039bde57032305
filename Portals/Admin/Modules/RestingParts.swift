import FoundationEssentials
import Platform

/// Parts of modules that failed again and again for a business, and rest there.
struct RestingParts: Sendable {
    let scope: OperatorScope

    /// The latest first.
    func all() async throws -> [RestingPart] {
        try await scope.db.rows("""
            select f.id, b.id, b.name, f.module, f.kind, f.surface, f.since, f.error, f.detail
              from fences f join businesses b on b.id = f.business_id
             where f.since is not null order by f.since desc, f.id limit 200
            """, as: RestingPart.init(row:))
    }

    /// Lets it run again at once, on every node. Noted with the operator's name.
    /// - Returns: whether it still rested.
    func retry(_ id: ID<RestingPart>) async throws -> Bool {
        let retried = try await scope.db.write(Query<Int>.value("""
            with gone as (delete from fences where id = \(id) returning business_id, module, surface),
            noted as (
                insert into operator_actions (id, operator_id, action, subject_id, reason)
                select \(ID<Operator>()), \(scope.operatorID), 'module.retried', business_id, module || ': ' || surface from gone)
            select count(*) from gone
            """))
        return retried > 0
    }
}

/// One of them.
struct RestingPart: Sendable {
    let id: ID<RestingPart>
    let business: ID<Business>
    let businessName: String
    let module: String
    let kind: String
    /// Which one, such as `GET /crm/customers`.
    let surface: String
    let since: Date
    let error: String
    let detail: String

    init(row: inout Row) throws {
        id = try row.next()
        business = try row.next()
        businessName = try row.next()
        module = try row.next()
        kind = try row.next()
        surface = try row.next()
        since = try row.next()
        error = try row.next()
        detail = try row.next()
    }
}

/// Shows them.
struct RestingTable {
    let registry: Registry
    let scope: OperatorScope

    func table(_ parts: [RestingPart]) -> Table {
        let labels = ["module", "surface", "since", "error"].map { scope.voice.say(Phrase("operators.resting.\($0)")) }
        return Table(
            scope.voice.say("operators.resting.title"),
            columns: [.init(scope.voice.say("operators.resting.business"))] + labels.map { .init($0) },
            rows: parts.map { row($0, labels) })
    }

    private func row(_ part: RestingPart, _ labels: [String]) -> Table.Row {
        let voice = scope.voice
        let module = registry.module(part.module).map { voice.say($0.name) } ?? part.module
        return Table.Row(
            id: part.id.description, title: part.businessName, link: Link("/businesses/\(part.business)"),
            cells: [
                Table.Cell(module, label: labels[0]),
                Table.Cell(part.surface, label: labels[1]),
                .moment(voice.formats.relative(part.since, to: Date()), iso8601(part.since), label: labels[2]),
                Table.Cell(part.detail.isEmpty ? part.error : "\(part.error): \(part.detail)", label: labels[3], style: .reason),
            ],
            action: scope.role == .admin
                ? Table.Action(voice.say("operators.resting.retry"), path: "\(ModuleRoutes.path)/resting/\(part.id)/retry") : nil)
    }
}
