/// What the platform must know of a record without knowing its type.
public struct AnyRecord: Sendable {
    /// The table, also the last part of the path and of the catalogue's keys.
    public let table: String
    private let type: any Visited
    /// The names of its fields.
    let fields: [String]
    /// The columns beyond those every record has, for the comparison with the database.
    let columns: [Column]
    /// Those of them that PostgreSQL computes.
    let computed: [String]
    /// The columns a list can be sorted by.
    let sortable: [String]
    /// The columns its list can be sorted or narrowed by.
    let searchedColumns: [String]
    /// The columns its list is searched by.
    let searched: [String]
    /// Whether its list can be searched.
    var isSearched: Bool { !searched.isEmpty }
    /// Tables its fields refer to.
    let references: @Sendable () -> [String]
    /// The catalogue's keys it needs, without the module's name before them.
    let phrases: [String]
    let titleColumn: String
    /// Columns that hold data about a person, and such as no history may hold.
    package let personal: [String]
    let secret: [String]
    /// Columns that say nothing without another.
    let partners: [String: String]
    let isSensitive: Bool
    /// Views whose field does not suit them.
    let wrongViews: [RecordView]
    /// The columns by which records of it can be kept from somebody.
    let ruledColumns: [String]
    let hasWrongOwner: Bool
    /// Its fields of lines.
    let lines: [any LineForms]
    /// The column its calendar is read by.
    let calendarColumn: String?
    /// The permission to read it, and where its list is.
    let place: @Sendable (_ module: String) -> (permissions: RecordPermissions, path: String)
    let routes: @Sendable (_ module: String, Registry) -> [Route<Scope>]
    /// Does an import of such records.
    let importing: @Sendable (_ module: String, Registry) -> ImportWork
    /// Those of them that refer to a record of another table.
    let related: @Sendable (_ module: String, Registry, Scope, _ table: String, _ id: String) async throws -> [RelatedList]

    public static func record<R: Record>(_ record: R.Type) -> AnyRecord {
        let schema = R.schema
        return AnyRecord(
            table: schema.table,
            type: VisitedRecord<R>(),
            fields: schema.fields.map(\.name),
            columns: schema.fields.flatMap(\.columns),
            computed: schema.columns(with: .computed),
            sortable: schema.fields.filter { $0.has(.sortable) }.flatMap { $0.columns.prefix(1).map(\.name) },
            searchedColumns: schema.fields.filter { $0.has(.sortable) || $0.has(.filterable) }.flatMap { $0.columns.prefix(1).map(\.name) },
            searched: schema.columns(with: .searchable),
            references: {
                R.schema.fields.flatMap { field in
                    if case .lines(let work as any LineForms) = field.kind { return work.references.map { $0.target.table() } }
                    return [field.target.flatMap { $0.isMember ? nil : $0.table() }].compactMap(\.self)
                }
            },
            phrases: ["singular", "plural"] + schema.fields.flatMap { fieldPhrases($0) },
            titleColumn: schema.titleColumn,
            personal: schema.personalColumns, secret: schema.columns(with: .secret),
            partners: schema.partners, isSensitive: schema.isSensitive, wrongViews: schema.wrongViews,
            ruledColumns: schema.columns(with: .filterable) + schema.columns(with: .owner) + ["id"],
            hasWrongOwner: schema.hasWrongOwner,
            lines: schema.fields.compactMap { if case .lines(let work) = $0.kind { work as? any LineForms } else { nil } },
            calendarColumn: schema.calendar?.columns.first?.name,
            place: { module in (RecordPermissions(module: module, records: schema.table, hasPersonal: schema.hasPersonal), "/\(module)/\(schema.table)") },
            routes: { module, registry in
                RecordRoutes(kind: RecordKind<R>(module: module), registry: registry).routes
            },
            importing: { module, registry in
                ImportRun(kind: RecordKind<R>(module: module), registry: registry).work
            },
            related: { module, registry, scope, table, id in
                try await Related(kind: RecordKind<R>(module: module).seen(by: scope), registry: registry, scope: scope).lists(to: table, id)
            }
        )
    }

    /// Hands the record's own type to whoever needs it.
    public func visit<V: RecordVisitor>(_ module: String, _ visitor: V) -> V.Result {
        type.visit(module, visitor)
    }
}

/// What is done with a record's own type.
public protocol RecordVisitor {
    associatedtype Result
    func visit<R: Record>(_ kind: RecordKind<R>) -> Result
}

private protocol Visited: Sendable {
    func visit<V: RecordVisitor>(_ module: String, _ visitor: V) -> V.Result
}

private struct VisitedRecord<R: Record>: Visited {
    func visit<V: RecordVisitor>(_ module: String, _ visitor: V) -> V.Result { visitor.visit(RecordKind<R>(module: module)) }
}

/// The catalogue's keys that a field needs.
func fieldPhrases<R: Fielded>(_ field: Field<R>, at key: String? = nil) -> [String] {
    let start = key.map { "\($0)." } ?? ""
    let label = "\(start)fields.\(field.name)"
    return switch field.kind {
    case .choice(let values), .choices(let values): [label] + values.map { "\(start)choices.\(field.name).\($0)" }
    case .lines(let work): [label] + work.phrases(start + field.name)
    default: [label]
    }
}
