import FoundationEssentials
import Postgres

/// A list of records for programs.
struct ResourceListing<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope

    /// One round trip; a second one where it is noted who has read what.
    /// - Throws: `InvalidInput` naming the parameters that cannot be taken.
    func page(_ query: Form) async throws -> RawJSON {
        let limit = try check(query)
        let request = ListRequest<R>(translated(query), kind)
        let rows = JSONRows(kind: kind, business: scope.business.id)
        let found = try await scope.db.rows(
            ListQuery(kind: kind, request: request).rows(rows.columns, joins: "", most: limit + 1), as: rows.reader.row)
        let page = found.prefix(limit)
        try await Records(kind, in: scope).noteRead(count: page.count)
        return RawJSON(JSONRows<R>.list(page.map(\.json), next: found.count > limit ? page.last?.id.text : nil))
    }

    /// References go by the names of their columns here.
    private func translated(_ query: Form) -> Form {
        let names = Dictionary(kind.fields.map { ($0.jsonName, $0.name) }) { first, _ in first }
        return Form(query.fields.map { (names[$0.name] ?? $0.name, $0.value) }).with("before", nil).with("deleted", nil)
    }

    /// A page for people shows what it can of an old link; a program is told what it got wrong.
    /// - Returns: how many records are asked for.
    private func check(_ query: Form) throws -> Int {
        var limit = Resource.Listing.standard
        try query.parameters { name, value in
            name == "limit" ? limit.take(limit: value, most: Resource.Listing.most) : problem(name, value)
        }
        return limit
    }

    private func problem(_ name: String, _ value: String) -> Phrase? {
        switch name {
        case "after": return ID<R>(value) == nil ? "api.problems.cursor" : nil
        case "q":
            if kind.searchable.isEmpty { return "api.problems.no_search" }
            return value.unicodeScalars.count > 200 || value.utf8.contains(0) ? "api.problems.search" : nil
        case "sort":
            let field = kind.field(value.hasPrefix("-") ? String(value.dropFirst()) : value)
            return field?.has(.sortable) == true ? nil : Phrase("api.problems.sort", ["fields": .text(kind.sorts.joined(separator: ", "))])
        default:
            guard let field = kind.fields.first(where: { $0.jsonName == name && $0.has(.filterable) }) else { return "api.problems.parameter" }
            return field.canEqual(value) ? nil : field.filterProblem
        }
    }
}

extension RecordKind {
    /// What its lists can be sorted by.
    var sorts: [String] { fields.filter { $0.has(.sortable) }.map(\.name) }
}

extension Field {
    fileprivate var filterProblem: Phrase {
        switch kind {
        case .choice(let values), .choices(let values): Phrase("platform.problems.choice", ["choices": .text(values.joined(separator: ", "))])
        case .reference: "api.problems.id"
        case .yesNo: "platform.problems.json_yes_no"
        case .tags: "platform.problems.required"
        default: "api.problems.parameter"
        }
    }
}
