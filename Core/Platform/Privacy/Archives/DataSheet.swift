/// A list of what is known about a person, for people and for programs: it is written as JSON and as a page.
public struct DataSheet: Sendable {
    /// Its name in the JSON, in lower case.
    public let name: String
    /// What people call it.
    public let title: String
    public let columns: [Column]
    /// As many values each as there are columns.
    public let rows: [[Value]]

    public struct Column: Sendable {
        /// As a program reads it, and as people do.
        public let name: String, label: String

        public init(_ name: String, _ label: String) {
            self.name = name
            self.label = label
        }
    }

    /// A value, for programs and for people.
    public struct Value: Sendable {
        let json: JSONValue
        let text: String

        public init(_ json: JSONValue, _ text: String) {
            self.json = json
            self.text = text
        }

        public init(_ text: String?) { self.init(text.map { .string($0) } ?? .null, text ?? "") }
    }

    public init(_ name: String, title: String, columns: [Column], rows: [[Value]]) {
        self.name = name
        self.title = title
        self.columns = columns
        self.rows = rows
    }

    var json: JSONValue { .array(rows.map { row in .object(zip(columns, row).map { .init($0.name, $1.json) }) }) }
}
