import FoundationEssentials
import Postgres

/// What a list shows of a record, found out once: its title, its other columns, and their SQL.
struct ListColumns<R: Record>: Sendable {
    let title: Field<R>?
    let others: [Field<R>]
    /// Whether the last column says since when the record is there.
    let hasCreated: Bool
    /// The names that somebody chose, as an address says them; nil for the columns as they are declared.
    let chosen: String?
    let sql: SQL
    /// What the records read as `r` refer to in these columns, for `Field.selected`. Joined rather than asked for one by one, which
    /// would take PostgreSQL as long as all the rest of a list.
    let joins: SQL

    init(_ all: [Field<R>]) {
        self.init(all.first, Self.declared(all), hasCreated: true)
    }

    /// Those that stand behind the title where nobody chose any.
    static func declared(_ all: [Field<R>]) -> [Field<R>] {
        all.dropFirst().filter { !$0.has(.unlisted) && $0.kind.isListed }
    }

    /// - Parameter chosen: the names of the columns where somebody chose them.
    init(_ title: Field<R>?, _ others: [Field<R>], hasCreated: Bool, chosen: String? = nil) {
        self.title = title
        self.others = others
        self.hasCreated = hasCreated
        self.chosen = chosen
        let fields = (title.map { [$0] } ?? []) + others
        sql = (["r.id"] + fields.flatMap(\.listed) + (hasCreated ? ["r.created_at"] : [])).joined(separator: ", ")
        joins = fields.compactMap(\.join).joined(separator: " ")
    }
}

/// Turns rows of the database straight into rows of a list.
struct ListRows<R: Record>: Sendable {
    private let kind: RecordKind<R>
    private let words: ListWords
    private let reader: RowReader

    init(kind: RecordKind<R>, registry: Registry, scope: Scope, isDeleted: Bool = false) {
        self.kind = kind
        words = .of(kind, scope.voice)
        let places = kind.listed.others.map { field in
            field.target.flatMap { registry.place(of: $0.table()) }.flatMap { scope.may($0.read) ? $0.path + "/" : nil }
        }
        let labels = words.labels
        // The same for all who read in one voice and may go to the same places.
        let cells = kind.keeping("cells leading to " + places.map { $0 ?? "" }.joined(separator: ","), scope.voice) {
            zip(kind.listed.others, zip(labels, places)).map { field, at in
                field.cellReader(at.0, kind.reading(field, scope.voice), place: at.1)
            }
        }
        reader = RowReader(
            cells: cells, path: kind.path + "/", formats: scope.formats, now: scope.now, created: kind.listed.hasCreated ? words.created : nil,
            restore: isDeleted && scope.may(kind.permissions.delete) ? words.restore : nil)
    }

    var row: @Sendable (inout Row) throws -> Table.Row { reader.row }
}

private typealias CellReader = @Sendable (inout Row) throws -> Table.Cell

/// Reads the rows of a list. It knows nothing of the record's type: code that does is compiled for all types at once,
/// and takes several times as long for each row.
private final class RowReader: Sendable {
    let cells: [CellReader]
    /// What the rows' paths begin with.
    let path: String
    let formats: Formats
    let now: Date
    /// What the column is called that says since when the record is there; nil where there is none.
    let created: String?
    /// What a deleted row's button says.
    let restore: String?

    init(cells: [CellReader], path: String, formats: Formats, now: Date, created: String?, restore: String?) {
        self.cells = cells
        self.path = path
        self.formats = formats
        self.now = now
        self.created = created
        self.restore = restore
    }

    @Sendable func row(_ row: inout Row) throws -> Table.Row {
        let id = try row.next(UUID.self).text
        let name = try row.next(String.self)
        var shown: [Table.Cell] = []
        shown.reserveCapacity(cells.count + 1)
        for read in cells { shown.append(try read(&row)) }
        if let created {
            let moment = try row.next(Date.self)
            shown.append(.moment(formats.relative(moment, to: now), iso8601(moment), label: created))
        }
        return Table.Row(
            id: id, title: name, link: Link(path, id), cells: shown,
            action: restore.map { Table.Action($0, path: "\(path)restore?id=\(id)") })
    }
}

extension Field {
    /// Its columns for a list, which shows the beginning of a long text.
    fileprivate var listed: [SQL] {
        if case .longText = kind { selected.map { "left(\($0), 300)" } } else { selected }
    }

    /// How the values of one column of a list become cells.
    /// - Parameter place: what the paths of the records this refers to begin with, where the reader may go there.
    fileprivate func cellReader(_ label: String, _ reading: Reading, place: String?) -> @Sendable (inout Row) throws -> Table.Cell {
        let (read, kind) = (reader(reading), kind)
        if target != nil {
            return { row in
                let id = try read(&row).text
                let title = try row.next(String?.self) ?? ""
                return Table.Cell(title, label: label, link: title.isEmpty ? nil : place.map { Link($0, id) })
            }
        }
        if kind.isFile {
            return { row in
                guard let facts = try row.next(JSON<FileFacts>?.self)?.value else { return Table.Cell("", label: label) }
                return .file(facts, label: label)
            }
        }
        let style: Table.Cell.Style = kind.isNumeric ? .number : .text, link = kind.linking
        return { row in
            let shown = try read(&row)
            if let badge = shown.badge { return .badge(shown.text, badge, label: label) }
            return Table.Cell(shown.text, label: label, style: style, link: shown.text.isEmpty ? nil : link?(shown.text))
        }
    }
}

extension FieldKind {
    var isListed: Bool {
        switch self {
        case .longText, .lines: false
        default: true
        }
    }

    /// Where a value of this kind leads by itself: a letter, a call, a page.
    func link(_ text: String) -> Link? { text.isEmpty ? nil : linking?(text) }

    /// The same for many values; nil for a kind whose values lead nowhere.
    fileprivate var linking: (@Sendable (String) -> Link)? {
        switch self {
        case .email: { .mail(to: $0) }
        case .phone: { Link("tel:", String(decoding: $0.utf8.filter { $0 == UInt8(ascii: "+") || (0x30...0x39).contains($0) }, as: UTF8.self)) }
        case .web: { Link($0) }
        default: nil
        }
    }
}

