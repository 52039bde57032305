/// A PostgreSQL type, named by its object id (`pg_type.oid`, fixed for built-in types).
@frozen
public struct PostgresType: Hashable, Sendable {
    public let oid: UInt32

    @inlinable
    public init(oid: UInt32) { self.oid = oid }

    @inlinable public static var bool: Self { Self(oid: 16) }
    @inlinable public static var bytea: Self { Self(oid: 17) }
    @inlinable public static var int8: Self { Self(oid: 20) }
    @inlinable public static var int2: Self { Self(oid: 21) }
    @inlinable public static var int4: Self { Self(oid: 23) }
    @inlinable public static var text: Self { Self(oid: 25) }
    @inlinable public static var json: Self { Self(oid: 114) }
    @inlinable public static var float4: Self { Self(oid: 700) }
    @inlinable public static var float8: Self { Self(oid: 701) }
    @inlinable public static var bpchar: Self { Self(oid: 1042) }
    @inlinable public static var varchar: Self { Self(oid: 1043) }
    @inlinable public static var date: Self { Self(oid: 1082) }
    @inlinable public static var timestamptz: Self { Self(oid: 1184) }
    @inlinable public static var numeric: Self { Self(oid: 1700) }
    @inlinable public static var uuid: Self { Self(oid: 2950) }
    @inlinable public static var jsonb: Self { Self(oid: 3802) }

    /// The array of this type; the type "unknown" for one that has none here.
    public var array: PostgresType { PostgresType(oid: Self.built[oid]?.array ?? 705) }

    /// The SQL name of a built-in type, else `type <oid>`.
    public var name: String {
        Self.built[oid]?.name ?? Self.built.values.first { $0.array == oid }.map { "\($0.name)[]" } ?? "type \(oid)"
    }

    /// Whether the binary form is the text itself. Types made by `create type` and extensions (enums,
    /// `citext`) start at 16384 and send their text.
    @inlinable
    public var isTextual: Bool {
        switch oid {
        case 25, 1043, 1042, 19, 18, 705, 114: true
        default: oid >= 16384
        }
    }

    private static let built: [UInt32: (name: String, array: UInt32)] = [
        16: ("boolean", 1000), 17: ("bytea", 1001), 18: ("char", 1002), 19: ("name", 1003), 20: ("bigint", 1016),
        21: ("smallint", 1005), 23: ("integer", 1007), 25: ("text", 1009), 114: ("json", 199), 700: ("real", 1021),
        701: ("double precision", 1022), 1042: ("character", 1014), 1043: ("varchar", 1015), 1082: ("date", 1182),
        1184: ("timestamptz", 1185), 1700: ("numeric", 1231), 2950: ("uuid", 2951), 3802: ("jsonb", 3807),
    ]
}
