import Postgres

/// The records that something is done with at once.
struct BulkChoice<R: Record>: Sendable {
    /// Each once, in the order they were sent.
    let ids: [ID<R>]
    /// Whether not these, but all that match `query` are meant.
    let isAll: Bool
    /// What the list was narrowed to.
    let query: Form

    init(_ form: Form) {
        var seen: Set<ID<R>> = []
        ids = form.all("id").compactMap(ID<R>.init).filter { seen.insert($0).inserted }
        isAll = form["which"] == "all"
        query = Form(Form(urlEncoded: form.text("where").utf8).fields.filter { field in
            !["after", "before", "deleted"].contains(field.name) && field.value.utf8.count <= 800 // the way back lies in a cookie
        })
    }

    /// The ids of all that match, or of one more than may be changed at once.
    func matching(_ kind: RecordKind<R>) -> SQL {
        ListQuery(kind: kind, request: ListRequest(query, kind)).rows("r.id", most: BulkChanges<R>.most + 1)
    }

    /// Where they were chosen.
    func list(_ kind: RecordKind<R>) -> String { query.fields.isEmpty ? kind.path : "\(kind.path)?\(query.urlEncoded)" }

    /// For a path that leads back there.
    func with(_ name: String, _ value: String) -> String { Form([(name, value), ("where", query.urlEncoded)]).urlEncoded }
}
