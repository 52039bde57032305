/// What a list is asked for, as its URL says it. Two equal URLs show the same rows, whoever opens them.
struct ListRequest<R: Record>: Sendable {
    let search: String
    /// nil: the newest first.
    let sort: (field: Field<R>, isDescending: Bool)?
    /// What the list is narrowed to, by field.
    let filters: [(field: Field<R>, value: String)]
    let start: Start
    /// Whether it shows what was deleted, to bring it back.
    let isDeleted: Bool

    enum Start: Sendable {
        case first
        case after(ID<R>)
        case before(ID<R>)
    }

    /// What a URL asks for that does not exist is left out, so that old links still show a list.
    init(_ query: Form, _ kind: RecordKind<R>) {
        search = String(query.text("q").prefix(200)).filter { $0 != "\0" }
        sort = query["sort"].flatMap { sort in
            let isDescending = sort.hasPrefix("-")
            guard let field = kind.field(isDescending ? String(sort.dropFirst()) : sort), field.has(.sortable)
            else { return nil }
            return (field, isDescending)
        }
        filters = query.fields.isEmpty ? [] : kind.fields.filter { $0.has(.filterable) }.compactMap { field in
            let value = query.text(field.name)
            return value.isEmpty || !field.canEqual(value) ? nil : (field, value)
        }
        if let id = query["after"].flatMap(ID<R>.init) {
            start = .after(id)
        } else if let id = query["before"].flatMap(ID<R>.init) {
            start = .before(id)
        } else {
            start = .first
        }
        isDeleted = query["deleted"] == "1"
    }

    var isNarrowed: Bool { !search.isEmpty || !filters.isEmpty }

    /// Which way the rows are read: newest first, or as the sort says; backwards towards an earlier page.
    var isDescending: Bool {
        let forwards = sort?.isDescending ?? true
        if case .before = start { return !forwards }
        return forwards
    }

    var sortColumn: String { sort?.field.columns.first?.name ?? "id" }

    var pivot: ID<R>? {
        switch start {
        case .first: nil
        case .after(let id), .before(let id): id
        }
    }
}

extension Field {
    /// Whether the column can hold that text: a list cannot be narrowed to what no row could be.
    func canEqual(_ text: String) -> Bool {
        switch kind {
        case .choice(let values), .choices(let values): values.contains(text)
        case .tags: !trimmed(text).isEmpty && !text.utf8.contains(0)
        case .reference: ID<R>(text) != nil
        case .yesNo: text == "true" || text == "false"
        case .text, .longText, .email, .phone, .web: !text.utf8.contains(0)
        case .integer, .decimal, .percent, .money, .date, .dateTime, .lines, .file, .image: false
        }
    }
}
