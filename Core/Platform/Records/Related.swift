/// The records of one kind that refer to another record, the latest first.
struct Related<R: Record>: Sendable {
    let kind: RecordKind<R>
    let registry: Registry
    let scope: Scope
    /// More are found in the list itself.
    static var most: Int { 5 }

    /// - Returns: one list for each of the fields that may refer to that table and can narrow a list.
    func lists(to table: String, _ id: String) async throws -> [RelatedList] {
        var lists: [RelatedList] = []
        for field in kind.fields where field.target?.table() == table && field.has(.filterable) {
            lists.append(try await list(field, id))
        }
        return lists
    }

    private func list(_ field: Field<R>, _ id: String) async throws -> RelatedList {
        let query = Form([(field.name, id)])
        let request = ListRequest<R>(query, kind)
        let statements = ListQuery(kind: kind, request: request)
        let rows = ListRows(kind: kind, registry: registry, scope: scope)
        let (found, count) = try await scope.db.fetch(
            Query.rows(statements.rows(kind.listed.sql, joins: kind.listed.joins, most: Self.most), as: rows.row), Query<Int>.value(statements.count))
        try await Records(kind, in: scope).noteRead(count: found.count)
        let title = scope.say(kind.many)
        return RelatedList(
            title, counts: count == 0 ? nil : kind.counted(count, scope.voice),
            table: found.isEmpty ? nil : Table(title, columns: ListHeaders(kind: kind, voice: scope.voice).plain, rows: found),
            emptyText: scope.say(Phrase("platform.show.nothing", ["many": .phrase(kind.many)])),
            allPath: count > found.count ? "\(kind.path)?\(query.urlEncoded)" : nil,
            create: scope.may(kind.permissions.create)
                ? ListAction(scope.say("platform.list.create"), path: "\(kind.path)/new?\(query.urlEncoded)") : nil)
    }
}

extension RecordKind {
    /// "3 customers"; beyond what lists count, "1,000+".
    /// - Parameter most: as far as was counted.
    func counted(_ count: Int, _ voice: Voice, most: Int = ListQuery<R>.countMost) -> String {
        return count > most ? voice.formats.number(most) + "+" : voice.say(Phrase("\(key).count", ["count": .number(count)]))
    }
}

extension Registry {
    /// Everything that refers to a record and that this member may read.
    func related(to table: String, _ id: String, for scope: Scope) async throws -> [RelatedList] {
        var lists: [RelatedList] = []
        for module in modules where scope.business.has(module.feature) {
            for record in module.records where record.references().contains(table) && scope.may(record.place(module.id).permissions.read) {
                lists += try await record.related(module.id, self, scope, table, id)
            }
        }
        return lists
    }
}
