/// A five-character code of PostgreSQL's appendix A; the first two characters are its class.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    public static let uniqueViolation = Self(rawValue: "23505")
    public static let foreignKeyViolation = Self(rawValue: "23503")
    public static let checkViolation = Self(rawValue: "23514")
    public static let characterNotInRepertoire = Self(rawValue: "22021")
    public static let notNullViolation = Self(rawValue: "23502")
    public static let serializationFailure = Self(rawValue: "40001")
    public static let deadlockDetected = Self(rawValue: "40P01")
    public static let queryCanceled = Self(rawValue: "57014")
    public static let insufficientPrivilege = Self(rawValue: "42501")
    public static let lockNotAvailable = Self(rawValue: "55P03")
    public static let undefinedStatement = Self(rawValue: "26000")
    static let featureNotSupported = Self(rawValue: "0A000")

    /// Out of connections or memory or disk, starting or stopping.
    var isShortage: Bool {
        rawValue.hasPrefix("53") || ["57P01", "57P02", "57P03"].contains(rawValue)
    }

    /// Whether messages of this class name things (columns, functions, constraints' tables) but quote no values.
    /// Left out on purpose: 22 (bad values), 23 (rows), P0 (whatever a function raised), XX.
    var hasPlainMessages: Bool {
        ["08", "0A", "25", "26", "28", "2F", "34", "3B", "3D", "3F", "40", "42", "53", "54", "55", "57"]
            .contains(rawValue.prefix(2))
    }
}
