public import Postgres

/// A column of a record's table.
public struct Column: Sendable, Equatable {
    public let name: String
    public let type: PostgresType
}

/// What a field holds, as far as its input and its column of a list are concerned.
public enum FieldKind: Sendable {
    case text, longText, email, phone, web, integer, decimal, percent, money, yesNo, date, dateTime
    /// One of these, in this order.
    case choice([String])
    /// Several of these, always in this order.
    case choices([String])
    /// Words of one's own.
    case tags
    /// Another record.
    case reference(Target)
    /// Rows of values.
    case lines(any LineWork)
    /// A file; an image is one that browsers show.
    case file, image

    /// What a reference points to. Asked for late, so that two records may refer to each other.
    public struct Target: Sendable {
        let table: @Sendable () -> String
        /// The column that holds what such a record is called.
        let title: @Sendable () -> String
        /// Makes such records from what they are called, for files that know no more of them.
        let naming: any Naming
    }

    /// Whether what programs send is text that may be blank.
    public var isText: Bool {
        switch self {
        case .text, .longText, .email, .phone, .web: true
        default: false
        }
    }

    var isNumeric: Bool {
        switch self {
        case .integer, .decimal, .percent, .money: true
        default: false
        }
    }

    var isLines: Bool { if case .lines = self { true } else { false } }

    /// Whether a list is narrowed to those that hold a value among others.
    var holdsSeveral: Bool {
        switch self {
        case .choices, .tags: true
        default: false
        }
    }

    /// Characters of what is typed, where the field does not say.
    var mostCharacters: Int {
        switch self {
        case .longText: 20_000
        case .tags, .choices: 2_000
        case .lines: 1_000_000
        default: 200
        }
    }
}
