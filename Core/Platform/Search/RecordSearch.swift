import Postgres

/// What a search finds of one kind of record.
public struct RecordHits: Sendable {
    /// `crm` and `customers`.
    public let module: String, record: String
    /// What several of these records are called.
    public let many: Phrase
    /// Where all of them are listed: the list, searched for the same.
    public let listPath: String
    /// The newest first.
    public let hits: [Hit]
    /// Whether the list has more than these.
    public let hasMore: Bool

    /// Hits of one kind, at most.
    public static let most = 5
    /// Characters that can be searched for, at most.
    public static let mostTerm = 200

    public struct Hit: Sendable {
        public let id: String
        /// What the record is called.
        public let title: String
        /// What else there is to tell it by: where the term stands, if that is not the title. Empty where nothing is known.
        public let detail: String
        public let path: String
    }
}

extension Registry {
    /// Searches all records that this member may read, of the modules that the business has on. One round trip, whatever
    /// their number.
    /// - Parameter term: at most `RecordHits.mostTerm` characters; without white space around it, and not empty.
    /// - Returns: the kinds of which something was found, in the modules' order.
    public func search(_ term: String, for scope: Scope) async throws -> [RecordHits] {
        guard safety == nil, !term.isEmpty else { return [] }
        let searches = modules.filter { scope.business.has($0.feature) }.flatMap { module in
            module.records.filter { scope.may($0.place(module.id).permissions.read) }
                .compactMap { $0.visit(module.id, Searching(term: term, registry: self, scope: scope)) }
        }
        let found = try await scope.db.fetch(searches.map(\.query))
        var groups: [RecordHits] = []
        for (search, hits) in zip(searches, found) where !hits.isEmpty {
            let shown = Array(hits.prefix(RecordHits.most))
            try await search.note(shown.count)
            groups.append(RecordHits(
                module: search.module, record: search.record, many: search.many, listPath: search.listPath, hits: shown,
                hasMore: hits.count > shown.count))
        }
        return groups
    }
}

/// One kind of record's part of a search.
private struct RecordSearch: Sendable {
    let module: String, record: String, many: Phrase, listPath: String
    let query: Query<[RecordHits.Hit]>
    /// Notes that so many were seen, where the records are sensitive.
    let note: @Sendable (Int) async throws -> Void
}

private struct Searching: RecordVisitor {
    let term: String
    let registry: Registry
    let scope: Scope

    /// nil where such records cannot be searched.
    func visit<R: Record>(_ kind: RecordKind<R>) -> RecordSearch? {
        let kind = readable(kind.seen(by: scope))
        guard !kind.searchable.isEmpty else { return nil }
        let asked = Form([("q", term)])
        let sql = ListQuery(kind: kind, request: ListRequest(asked, kind)).rows(kind.listed.sql, most: RecordHits.most + 1)
        let read = ListRows(kind: kind, registry: registry, scope: scope).row
        let lower = term.lowercased(), path = kind.path
        return RecordSearch(
            module: kind.module, record: kind.table, many: kind.many,
            listPath: "\(path)?\(asked.with("view", "all").urlEncoded)",
            query: .rows(sql) { row in
                let found = try read(&row)
                // The last cell says since when the record is there.
                let facts = found.cells.dropLast().map(\.text).filter { !$0.isEmpty }
                let detail = facts.first { $0.lowercased().contains(lower) } ?? facts.first ?? ""
                return RecordHits.Hit(id: found.id, title: found.title, detail: detail, path: "\(path)/\(found.id)")
            },
            note: { count in try await Records(kind, in: scope).noteRead(count: count) })
    }

    /// Without the columns that say what a record is called which this member may not read.
    private func readable<R: Record>(_ kind: RecordKind<R>) -> RecordKind<R> {
        let others = kind.listed.others.filter { $0.target.map(mayRead) ?? true }
        return others.count == kind.listed.others.count ? kind : kind.showing(ListColumns(kind.listed.title, others, hasCreated: kind.listed.hasCreated))
    }

    private func mayRead(_ target: FieldKind.Target) -> Bool {
        if target.isMember { return scope.may(AccountPermissions.members) }
        return registry.place(of: target.table()).map { scope.may($0.read) && scope.business.has(Feature($0.module)) } ?? false
    }
}
