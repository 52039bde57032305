import Platform

/// What a list is asked for, as its URL says it. Lists of this portal run from the newest to the oldest.
struct Sought: Sendable {
    /// Rows of a page.
    static let most = 50
    /// Rows are counted this far: `10,000+`.
    static let countMost = 10_000

    let search: String
    let status: Status?
    /// Of businesses: the code of their plan, and how far their subscription has come.
    let plan: String, standing: SubscriptionStatus?
    let start: Start

    /// Whether what is listed may work or is shut out.
    enum Status: String, CaseIterable, Sendable { case active, inactive }

    enum Start: Sendable {
        case first
        case after(ID<Sought>)
        case before(ID<Sought>)
    }

    /// What a URL asks for that does not exist is left out, so that old links still show a list.
    init(_ query: Form) {
        search = String(query.text("q").prefix(200)).filter { $0 != "\0" }
        status = Status(rawValue: query.text("status"))
        plan = String(query.text("plan").prefix(40)).filter { $0 != "\0" }
        standing = SubscriptionStatus(rawValue: query.text("standing"))
        if let id = query["after"].flatMap(ID<Sought>.init) {
            start = .after(id)
        } else if let id = query["before"].flatMap(ID<Sought>.init) {
            start = .before(id)
        } else {
            start = .first
        }
    }

    /// Whether something may be there that is not shown.
    var isNarrowed: Bool {
        if case .first = start { !search.isEmpty || status != nil || !plan.isEmpty || standing != nil } else { true }
    }

    /// The same list at its start, as a URL says it.
    var query: Form {
        let fields = [("q", search), ("status", status?.rawValue ?? ""), ("plan", plan), ("standing", standing?.rawValue ?? "")]
        return Form(fields.filter { !$0.1.isEmpty }.map { (name: $0.0, value: $0.1) })
    }
}

// Of a table that has `id` and `created_at`, named `t`.
extension Sought {
    /// A page's rows, from the newest to the oldest or, for `.before`, the other way round; and one
    /// more, which tells whether there is a page behind it.
    func rows(_ columns: SQL, of table: SQL, where condition: SQL) -> SQL {
        let way: SQL = if case .before = start { "asc" } else { "desc" }
        let order: SQL = "t.created_at \(way), t.id \(way)"
        // What is searched is found first, and alone: told the order and the limit, PostgreSQL expects to
        // come upon enough matches soon, and walks through the whole table for a rare word.
        let page: SQL = search.isEmpty
            ? "select t.id from \(table) t where \(condition)\(place(in: table))"
            : """
            with t as materialized (select t.id, t.created_at from \(table) t where \(condition))
            select t.id from t where true\(place(in: table))
            """
        return """
            select \(columns) from \(table) t
              join (\(page) order by \(order) limit \(Self.most + 1)) as page on page.id = t.id
             order by \(order)
            """
    }

    private func place(in table: SQL) -> SQL {
        func beyond(_ sign: SQL, _ pivot: ID<Sought>) -> SQL {
            " and (t.created_at, t.id) \(sign) (select p.created_at, p.id from \(table) p where p.id = \(pivot))"
        }
        return switch start {
        case .first: ""
        case .after(let id): beyond("<", id)
        case .before(let id): beyond(">", id)
        }
    }

    /// How many there are in all, at most one more than `countMost`.
    func count(of table: SQL, where condition: SQL) -> Query<Int> {
        .value("select count(*) from (select 1 from \(table) t where \(condition) limit \(Self.countMost + 1)) as counted")
    }

    /// Whether a text holds what is searched, whatever the case.
    /// - Parameter text: lower-cased, as a trigram index has it.
    func holds(_ text: SQL) -> SQL? {
        guard !search.isEmpty else { return nil }
        let literal = search.reduce(into: "") { text, character in
            text += character == "\\" || character == "%" || character == "_" ? "\\\(character)" : String(character)
        }
        return "\(text) like '%' || lower(\(literal)) || '%'"
    }
}

extension SQL {
    /// All of the conditions that are there.
    static func all(_ conditions: SQL?...) -> SQL {
        let there = conditions.compactMap(\.self)
        return there.isEmpty ? "true" : there.joined(separator: " and ")
    }
}
