import FoundationEssentials
import Postgres

/// Turns rows of the database straight into rows of a list.
struct ListRows<R: Record>: Sendable {
    private let kind: RecordKind<R>
    private let cells: [ListCell<R>]
    private let title: (field: Field<R>, label: String)?
    private let formats: Formats
    private let created: String
    private let now: Date
    /// What a deleted row's button says, and where it posts.
    private let restore: String?

    init(kind: RecordKind<R>, registry: Registry, scope: Scope, isDeleted: Bool = false) {
        self.kind = kind
        title = kind.schema.fields.first.map { ($0, scope.say(kind.label($0))) }
        cells = kind.schema.fields.dropFirst().filter { !$0.has(.unlisted) && $0.kind.isListed }.map { field in
            ListCell(
                field, label: scope.say(kind.label(field)), reading: kind.reading(field, scope.voice),
                place: field.target.flatMap { registry.place(of: $0.table()) }.flatMap { scope.may($0.read) ? $0.path : nil })
        }
        formats = scope.formats
        created = scope.say("platform.list.created")
        now = scope.now
        restore = isDeleted ? scope.say("platform.list.restore") : nil
    }

    var columns: SQL {
        let fields = (title.map { [$0.field] } ?? []) + cells.map(\.field)
        return (["r.id"] + fields.flatMap(\.selected) + ["r.created_at"]).joined(separator: ", ")
    }

    func row(_ row: inout Row) throws -> Table.Row {
        let id = try row.next(ID<R>.self)
        let name = try row.next(String.self)
        var shown: [Table.Cell] = []
        shown.reserveCapacity(cells.count + 1)
        for cell in cells { shown.append(try cell.read(&row)) }
        let moment = try row.next(Date.self)
        shown.append(.moment(formats.relative(moment, to: now), moment.formatted(.iso8601), label: created))
        let text = id.description
        return Table.Row(
            id: text, title: name, path: "\(kind.path)/\(text)", cells: shown,
            action: restore.map { Table.Action($0, path: "\(kind.path)/restore?id=\(text)") })
    }

    /// Headers that sort nothing.
    var headers: [Table.Column] {
        let first = title.map { [Table.Column($0.label)] } ?? []
        return first + cells.map { Table.Column($0.label, isNumeric: $0.field.kind.isNumeric) } + [Table.Column(created)]
    }

    func headers(_ query: Form, _ request: ListRequest<R>) -> [Table.Column] {
        let first = title.map { [header($0.field, label: $0.label, query, request)] } ?? []
        return first + cells.map { header($0.field, label: $0.label, query, request) } + [Table.Column(created)]
    }

    private func header(_ field: Field<R>, label: String, _ query: Form, _ request: ListRequest<R>) -> Table.Column {
        guard field.has(.sortable) else { return Table.Column(label, isNumeric: field.kind.isNumeric) }
        let isSorted = request.sort?.field.name == field.name
        let isDescending = isSorted ? request.sort?.isDescending : nil
        let next = isDescending == false ? "-\(field.name)" : field.name
        return Table.Column(
            label, sortPath: "\(kind.path)?\(query.with("sort", next).urlEncoded)",
            isDescending: isDescending, isNumeric: field.kind.isNumeric)
    }

}

/// One column of a list: how its values become cells.
struct ListCell<R: Record>: Sendable {
    let field: Field<R>
    let label: String
    private let reading: Reading
    /// The list of the records this refers to, where the reader may go there.
    private let place: String?

    init(_ field: Field<R>, label: String, reading: Reading, place: String?) {
        self.field = field
        self.label = label
        self.reading = reading
        self.place = place
    }

    func read(_ row: inout Row) throws -> Table.Cell {
        let shown = try field.show(&row, reading)
        if field.target != nil {
            let title = try row.next(String?.self) ?? ""
            return Table.Cell(title, label: label, link: title.isEmpty ? nil : place.map { "\($0)/\(shown.text)" })
        }
        if let badge = shown.badge { return .badge(shown.text, badge, label: label) }
        return Table.Cell(
            shown.text, label: label, style: field.kind.isNumeric ? .number : .text, link: field.kind.link(shown.text))
    }
}

extension FieldKind {
    var isListed: Bool {
        if case .longText = self { false } else { true }
    }

    /// Where a value of this kind leads by itself: a letter, a call, a page.
    func link(_ text: String) -> String? {
        guard !text.isEmpty else { return nil }
        return switch self {
        case .email: "mailto:\(text)"
        case .phone: "tel:\(text.unicodeScalars.filter { $0 == "+" || ("0"..."9").contains($0) }.map(String.init).joined())"
        case .web: text
        case .text, .longText, .integer, .decimal, .money, .yesNo, .date, .dateTime, .choice, .reference: nil
        }
    }
}
