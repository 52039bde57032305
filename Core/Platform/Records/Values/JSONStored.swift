import Postgres

/// A value that holds several others, stored in one column of type `jsonb`. The column is never null: without any it is `[]`.
protocol JSONStored: FieldValue {
    var stored: JSONValue { get }
    /// What is stored was checked when it came in; what cannot be read any more is left out.
    init(stored: JSONValue)
}

extension JSONStored {
    public static func columns(_ name: String) -> [Column] { [Column(name: name, type: .jsonb)] }

    public static func bind(_ value: Self?) -> [SQL] { ["\(value?.raw)"] }
    public static func bind(all values: [Self?]) -> [SQL] { ["\(values.map { $0?.raw })"] }

    public static func read(_ row: inout Row) throws(DatabaseError) -> Self? {
        guard let raw = try row.next(RawJSON?.self) else { return nil }
        return Self(stored: (try? JSONValue(reading: raw.bytes)) ?? .null)
    }

    private var raw: RawJSON { RawJSON(stored.bytes) }
}

/// The parts of a text that lists several things, as people and other programs separate them.
func listed(_ text: String) -> [String] {
    text.split { [",", ";", "\n", "\r\n", "،", "؛", "、"].contains($0) }.map { trimmed(String($0)) }.filter { !$0.isEmpty }
}
