public import FoundationEssentials

/// PostgreSQL counts dates and times from 1 January 2000.
@usableFromInline
enum PostgresEpoch {
    @usableFromInline static var daysSince1970: Int { 10_957 }
    /// Seconds from there to Foundation's reference date, 1 January 2001.
    @usableFromInline static var secondsToReferenceDate: Double { 31_622_400 }
}

/// A `timestamptz`, to the microsecond. `infinity` columns do not decode.
extension Date: PostgresCodable {
    @inlinable
    public static var postgresType: PostgresType { .timestamptz }

    /// Rounds to the microsecond; a date outside PostgreSQL's years (4713 BC to 294276) is held to their ends.
    public func encode(into bytes: inout [UInt8]) {
        let seconds = timeIntervalSinceReferenceDate + PostgresEpoch.secondsToReferenceDate
        let microseconds = (seconds * 1_000_000).rounded()
        let earliest = -211_813_488_000_000_000.0, latest = 9_223_371_331_199_999_000.0
        let held = microseconds.isNaN ? 0 : min(max(microseconds, earliest), latest)
        bytes.append(bigEndian: Int64(held))
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        let microseconds: Int64 = try bytes.integer()
        guard type == .timestamptz, microseconds != .max, microseconds != .min else { throw PostgresMismatch() }
        // Whole seconds and the rest apart: the sum alone would lose the last digits of a far date.
        let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        self.init(timeIntervalSinceReferenceDate:
            Double(seconds) - PostgresEpoch.secondsToReferenceDate + Double(rest) / 1_000_000)
    }
}

/// A `date`. Columns outside the years 1 to 9999, and `infinity`, do not decode.
extension Day: PostgresCodable {
    public static var postgresType: PostgresType { .date }

    public func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: Int32(sinceEpoch - PostgresEpoch.daysSince1970))
    }

    public init(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) throws {
        let days = Int(try bytes.integer(as: Int32.self)) + PostgresEpoch.daysSince1970
        guard type == .date, let day = Day(sinceEpoch: days) else { throw PostgresMismatch() }
        self = day
    }
}
