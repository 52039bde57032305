extension Records {
    /// Notes that this member has seen a record, or many together. Does nothing where the records are not marked
    /// sensitive. Pages and files call it before they show anything.
    /// - Parameters:
    ///   - id: nil where several are read at once.
    ///   - count: how many.
    func noteRead(of id: ID<R>? = nil, count: Int = 1) async throws {
        guard R.schema.isSensitive, count > 0 else { return }
        try await scope.db.execute("""
            insert into events (name, record, record_id, payload)
            values (kontor.event_name(\(kind.table)::text::name, 'read'), \(kind.table), \(id), jsonb_build_object('count', \(count)))
            """)
    }

    /// Notes that this member has read a whole list into a file, as the query narrows it: once, with the number of
    /// records, however many pieces it comes in.
    func noteRead(listed query: Form) async throws {
        guard R.schema.isSensitive else { return }
        let request = ListRequest<R>(query.with("sort", nil).with("before", nil).with("after", nil), kind)
        let rows = ListQuery(kind: kind, request: request, isOldestFirst: true).rows("r.id", most: 100_000)
        try await noteRead(count: scope.db.value("select count(*) from (\(rows)) as read"))
    }
}
