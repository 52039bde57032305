import Postgres

/// The records that something is done with at once.
struct BulkChoice<R: Record>: Sendable {
    /// Each once, in the order they were sent.
    let ids: [ID<R>]
    /// Whether not these, but all that match `query` are meant.
    let isAll: Bool
    /// What the list was narrowed to.
    let query: Form
    /// Whether something of it is too long to be kept.
    private let isCut: Bool

    init(_ form: Form) {
        var seen: Set<ID<R>> = []
        ids = form.all("id").compactMap(ID<R>.init).filter { seen.insert($0).inserted }
        isAll = form["which"] == "all"
        let asked = Form(urlEncoded: form.text("where").utf8).fields.filter { !["after", "before", "deleted"].contains($0.name) }
        query = Form(asked.filter { $0.value.utf8.count <= 800 }) // the way back lies in a cookie
        isCut = query.fields.count < asked.count
    }

    /// Whether all that the list was narrowed to can still be asked for. Where something cannot, more would match than
    /// whoever chose them saw.
    func isWhole(_ kind: RecordKind<R>) -> Bool {
        let kept = kind.lasting(query)
        return !isCut && query.fields.allSatisfy { field in
            ["sort", "columns", "view"].contains(field.name) || trimmed(field.value).isEmpty || kept[field.name] != nil
        }
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
