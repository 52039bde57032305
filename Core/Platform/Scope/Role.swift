public import Postgres

/// What a member is in a business. Each role may do all that the ones below it may.
public enum Role: String, CaseIterable, Comparable, Sendable, PostgresCodable {
    case viewer, staff, manager, admin, owner

    public static func < (one: Role, other: Role) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .staff: 1
        case .manager: 2
        case .admin: 3
        case .owner: 4
        }
    }
}

/// What an operator is on the platform: admins may change things, support reads and assists.
public enum OperatorRole: String, CaseIterable, Sendable, PostgresCodable {
    case support, admin
}
