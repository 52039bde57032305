extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral literal: String) {
        self.init(unchecked: literal)
    }

    public init(stringInterpolation: Interpolation) {
        self = stringInterpolation.sql
    }

    /// Gathers the literal parts as text and everything else as parameters.
    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(unchecked: "")

        public init(literalCapacity: Int, interpolationCount: Int) {
            sql.reserve(text: literalCapacity, parameters: interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            sql.append(literal: literal)
        }

        /// Binds a value; an array is one array parameter.
        public mutating func appendInterpolation(_ value: some PostgresEncodable) {
            sql.bind(value)
        }

        /// Binds a value, or NULL.
        public mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
            sql.bind(value)
        }

        /// Splices another statement's text and values.
        public mutating func appendInterpolation(_ fragment: SQL) {
            sql.append(fragment)
        }

        /// Splices a number as it is, for what PostgreSQL plans by: with a limit it does not know it plans anew each time.
        public mutating func appendInterpolation(literal number: Int) {
            sql.append(literal: String(number))
        }

        /// Splices a name: parts of `[a-z_][a-z0-9_]*` joined by dots, quoted. Anything else makes the
        /// statement throw when it is sent.
        public mutating func appendInterpolation(identifier: String) {
            sql.append(identifier: identifier)
        }
    }
}
