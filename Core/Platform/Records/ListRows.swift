import FoundationEssentials
import Postgres

/// What a list shows of a record, found out once: its title, its other columns, and their SQL.
struct ListColumns<R: Record>: Sendable {
    let title: Field<R>?
    let others: [Field<R>]
    let sql: SQL

    init(_ schema: Schema<R>) {
        title = schema.fields.first
        others = schema.fields.dropFirst().filter { !$0.has(.unlisted) && $0.kind.isListed }
        let fields = (title.map { [$0] } ?? []) + others
        sql = (["r.id"] + fields.flatMap(\.selected) + ["r.created_at"]).joined(separator: ", ")
    }
}

/// Turns rows of the database straight into rows of a list.
struct ListRows<R: Record>: Sendable {
    private let kind: RecordKind<R>
    private let labels: [String]
    private let titleLabel: String
    private let cells: [CellReader]
    private let formats: Formats
    private let created: String
    private let now: Date
    /// What a deleted row's button says, and where it posts.
    private let restore: String?

    private typealias CellReader = @Sendable (inout Row) throws -> Table.Cell

    init(kind: RecordKind<R>, registry: Registry, scope: Scope, isDeleted: Bool = false) {
        self.kind = kind
        titleLabel = kind.listed.title.map { scope.say(kind.label($0)) } ?? ""
        let labels = kind.listed.others.map { scope.say(kind.label($0)) }
        self.labels = labels
        cells = zip(kind.listed.others, labels).map { field, label in
            let place = field.target.flatMap { registry.place(of: $0.table()) }.flatMap { scope.may($0.read) ? $0.path : nil }
            return field.cellReader(label, kind.reading(field, scope.voice), place: place)
        }
        formats = scope.formats
        created = scope.say("platform.list.created")
        now = scope.now
        restore = isDeleted ? scope.say("platform.list.restore") : nil
    }

    var columns: SQL { kind.listed.sql }

    func row(_ row: inout Row) throws -> Table.Row {
        let id = try row.next(ID<R>.self)
        let name = try row.next(String.self)
        var shown: [Table.Cell] = []
        shown.reserveCapacity(cells.count + 1)
        for read in cells { shown.append(try read(&row)) }
        let moment = try row.next(Date.self)
        shown.append(.moment(formats.relative(moment, to: now), iso8601(moment), label: created))
        let text = id.description
        return Table.Row(
            id: text, title: name, path: "\(kind.path)/\(text)", cells: shown,
            action: restore.map { Table.Action($0, path: "\(kind.path)/restore?id=\(text)") })
    }

    /// Headers that sort nothing.
    var headers: [Table.Column] {
        let first = kind.listed.title.map { _ in [Table.Column(titleLabel)] } ?? []
        let others = zip(kind.listed.others, labels).map { Table.Column($1, isNumeric: $0.kind.isNumeric) }
        return first + others + [Table.Column(created)]
    }

    func headers(_ query: Form, _ request: ListRequest<R>) -> [Table.Column] {
        let first = kind.listed.title.map { [header($0, label: titleLabel, query, request)] } ?? []
        let others = zip(kind.listed.others, labels).map { header($0, label: $1, query, request) }
        return first + others + [Table.Column(created)]
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

extension Field {
    /// How the values of one column of a list become cells.
    /// - Parameter place: the list of the records this refers to, where the reader may go there.
    fileprivate func cellReader(_ label: String, _ reading: Reading, place: String?) -> @Sendable (inout Row) throws -> Table.Cell {
        let (read, kind) = (reader(reading), kind)
        if target != nil {
            return { row in
                let id = try read(&row).text
                let title = try row.next(String?.self) ?? ""
                return Table.Cell(title, label: label, link: title.isEmpty ? nil : place.map { "\($0)/\(id)" })
            }
        }
        let style: Table.Cell.Style = kind.isNumeric ? .number : .text
        return { row in
            let shown = try read(&row)
            if let badge = shown.badge { return .badge(shown.text, badge, label: label) }
            return Table.Cell(shown.text, label: label, style: style, link: kind.link(shown.text))
        }
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
        case .phone: "tel:" + String(decoding: text.utf8.filter { $0 == UInt8(ascii: "+") || (0x30...0x39).contains($0) }, as: UTF8.self)
        case .web: text
        case .text, .longText, .integer, .decimal, .money, .yesNo, .date, .dateTime, .choice, .reference: nil
        }
    }
}

/// A moment in UTC as machines read it: `2026-01-31T09:30:00Z` (ISO 8601). By hand, because a list
/// writes one for each of its rows and Foundation takes its time.
func iso8601(_ moment: Date) -> String {
    let seconds = Int(moment.timeIntervalSince1970.rounded(.down))
    let (days, clock) = seconds.quotientAndRemainder(dividingBy: 86_400)
    guard let day = Day(sinceEpoch: clock < 0 ? days - 1 : days) else { return moment.formatted(.iso8601) }
    let time = clock < 0 ? clock + 86_400 : clock
    var text: [UInt8] = []
    text.reserveCapacity(20)
    func put(_ number: Int, digits: Int, then mark: Character) {
        var power = digits == 4 ? 1_000 : 10
        while power > 0 {
            text.append(0x30 + UInt8(number / power % 10))
            power /= 10
        }
        text.append(mark.asciiValue ?? 0x2D)
    }
    put(day.year, digits: 4, then: "-")
    put(day.month, digits: 2, then: "-")
    put(day.day, digits: 2, then: "T")
    put(time / 3_600, digits: 2, then: ":")
    put(time / 60 % 60, digits: 2, then: ":")
    put(time % 60, digits: 2, then: "Z")
    return String(decoding: text, as: UTF8.self)
}
