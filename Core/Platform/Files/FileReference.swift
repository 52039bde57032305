import FoundationEssentials
import Postgres

/// A value that is a file: one uuid column, which `kontor.file` makes refer to the table `files`. Rows are read with what
/// is known of the file.
protocol FileValue: FieldValue {
    var facts: FileFacts { get }
    init(_ facts: FileFacts)
}

/// A file of any type, such as a contract.
public struct FileReference: FileValue {
    public let facts: FileFacts
    public init(_ facts: FileFacts) { self.facts = facts }
    public static var kind: FieldKind { .file }
}

/// A picture that browsers show: PNG, JPEG, GIF or WebP, as its bytes say.
public struct ImageReference: FileValue {
    public let facts: FileFacts
    public init(_ facts: FileFacts) { self.facts = facts }
    public static var kind: FieldKind { .image }
}

extension FileValue {
    public static func == (one: Self, other: Self) -> Bool { one.facts.id == other.facts.id }

    /// One of which only the id is known.
    init(_ id: ID<StoredFile>) { self.init(FileFacts(id: id, name: "", type: "", size: 0)) }

    public static func columns(_ name: String) -> [Column] { [Column(name: name, type: UUID.postgresType)] }
    public static func bind(_ value: Self?) -> [SQL] { ["\(value?.facts.id)"] }
    public static func bind(all values: [Self?]) -> [SQL] { ["\(values.map { $0?.facts.id })"] }
    public static func read(_ row: inout Row) throws(DatabaseError) -> Self? { try row.next(JSON<FileFacts>?.self).map { Self($0.value) } }

    public static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self {
        guard let id = ID<StoredFile>(text) else { throw FieldProblem("platform.problems.reference") }
        return Self(id)
    }

    /// Takes the id, or an object as programs read it.
    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Self {
        let known = ["id", "name", "type", "size", "url"]
        let isWhole = json.members?.allSatisfy { known.contains($0.name) } ?? true
        guard isWhole, let text = json.string ?? json["id"]?.string, text.utf8.count == 36, let id = ID<StoredFile>(text)
        else { throw FieldProblem("platform.problems.json_file") }
        return Self(id)
    }

    public func shown(_ reading: Reading) -> String { facts.name }
    public var plain: String { facts.id.description }
    public init?(plain: String) {
        guard let id = ID<StoredFile>(plain) else { return nil }
        self.init(id)
    }
    public var json: JSONValue { facts.json }
}

extension FieldKind {
    /// Whether it is a file, which no table of text can hold.
    var isFile: Bool {
        switch self {
        case .file, .image: true
        default: false
        }
    }
}

extension Formed {
    /// The fields that text can fill in: in an import, or for many records at once.
    var filled: [Field<Subject>] { editable.filter { !$0.kind.isFile } }
    /// Those that take a file.
    var takingFiles: [Field<Subject>] { editable.filter(\.kind.isFile) }
}

extension Record {
    /// Whether its form brings files.
    static var takesFiles: Bool { schema.fields.contains { $0.kind.isFile && !$0.has(.platform) } }
}

extension Field {
    /// What the row read as `table` says of its file.
    func fileFacts(in table: SQL) -> SQL { FileFacts.select(table + "." + SQL(column: columns.first?.name ?? name)) }
}
