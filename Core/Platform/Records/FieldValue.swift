public import Postgres

/// A value that a field of a record can hold: how it is stored, read from what people type or
/// files hold, and shown.
public protocol FieldValue: Sendable, Equatable {
    static var kind: FieldKind { get }

    /// The columns that hold it, for a field of that name.
    static func columns(_ name: String) -> [Column]

    /// What to store in those columns; for nil, as many nulls.
    static func bind(_ value: Self?) -> [SQL]

    /// The same for the values of many records: one array for each column.
    static func bind(all values: [Self?]) -> [SQL]

    /// Reads those columns; nil when they are null.
    static func read(_ row: inout Row) throws(DatabaseError) -> Self?

    /// Reads what a person typed or a file holds; the text has no white space around it and is not empty.
    /// - Throws: `FieldProblem`, in words for that person.
    static func parse(_ text: String, _ reading: Reading) throws(FieldProblem) -> Self

    /// For people, in their language.
    func shown(_ reading: Reading) -> String

    /// For forms and files, such that `parse` reads it back.
    var plain: String { get }

    /// Reads back what `plain` says, whatever the language.
    init?(plain: String)

    /// What stands in a form's input: in the reader's language, such that `parse` reads it back.
    func typed(_ reading: Reading) -> String

    /// For programs.
    var json: JSONValue { get }

    /// Reads what a program sent; it is not null, and a text has no white space around it and is not empty.
    /// - Throws: `FieldProblem`, in words for the program's author.
    static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Self

    /// What its columns hold, as PostgreSQL reads it from text.
    var storedTexts: [String] { get }

    /// Reads back what `storedTexts` says.
    init?(storedTexts: [String])

    /// The colour of the badge it is shown as; nil where it is plain text.
    var badge: Tone? { get }

    /// Reads its columns straight into words, for long lists. Made once for all rows of a list, so
    /// what is the same for each of them is found out before.
    static func reader(_ reading: Reading) -> @Sendable (inout Row) throws -> Shown

    /// Reads its columns straight into JSON, for long lists.
    /// - Returns: whether there was a value; nothing is written where its columns are null.
    static func jsonReader() -> @Sendable (inout Row, inout [UInt8]) throws -> Bool
}

extension FieldValue {
    public var badge: Tone? { nil }
    public func typed(_ reading: Reading) -> String { plain }
    public var json: JSONValue { .string(plain) }
    public var storedTexts: [String] { [plain] }

    public init?(storedTexts: [String]) {
        guard let text = storedTexts.first else { return nil }
        self.init(plain: text)
    }

    /// What is text to programs reads as text does to people.
    public static func parse(json: JSONValue, _ reading: Reading) throws(FieldProblem) -> Self {
        guard case .string(let text) = json else { throw FieldProblem("platform.problems.json_text") }
        return try parse(text, reading)
    }

    /// Inlinable, so that each type gets code of its own: what serves all types takes several times as long.
    @inlinable
    public static func reader(_ reading: Reading) -> @Sendable (inout Row) throws -> Shown {
        { row in Shown(try read(&row), reading) }
    }

    @inlinable
    public static func jsonReader() -> @Sendable (inout Row, inout [UInt8]) throws -> Bool {
        { row, bytes in
            guard let value = try read(&row) else { return false }
            value.json.write(to: &bytes)
            return true
        }
    }
}

/// A value in words.
public struct Shown: Sendable {
    public let text: String
    public let badge: Tone?

    @inlinable
    public init(_ text: String, badge: Tone? = nil) {
        self.text = text
        self.badge = badge
    }

    @inlinable
    public init<V: FieldValue>(_ value: V?, _ reading: Reading) {
        self.init(value?.shown(reading) ?? "", badge: value?.badge)
    }
}

/// In whose language a field is read and shown.
public struct Reading: Sendable {
    public let voice: Voice
    /// Where the catalogue keeps the names of the field's choices: `crm.customers.choices.segment`.
    public let choices: String
    /// Where it keeps the words of a field's lines: `sales.orders.lines`.
    public let lines: String

    init(voice: Voice, choices: String, lines: String = "") {
        self.voice = voice
        self.choices = choices
        self.lines = lines
    }

    public var formats: Formats { voice.formats }
}

/// Values that are one column of PostgreSQL need not say how they are stored.
extension FieldValue where Self: PostgresCodable {
    public static func columns(_ name: String) -> [Column] { [Column(name: name, type: postgresType)] }
    public static func bind(_ value: Self?) -> [SQL] { ["\(value)"] }
    public static func bind(all values: [Self?]) -> [SQL] { ["\(values)"] }
    public static func read(_ row: inout Row) throws(DatabaseError) -> Self? { try row.next(Self?.self) }
}
