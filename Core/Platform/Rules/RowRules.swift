/// Which rows of the records' tables a statement may see and write, as PostgreSQL's policies read it from the setting
/// `kontor.rules`.
public struct RowRules: Sendable, Equatable {
    /// By table.
    let rules: [String: Rule]

    /// For one table: the column must hold one of the values. Without a column, every row is meant.
    struct Rule: Sendable, Equatable {
        let column: String?
        let values: [String]
        /// Fields by which nothing may be found.
        let hidden: [String]
        /// Whose files they may look into: such hold what records are made of.
        let member: ID<Member>

        init(_ rule: AccessRule, for member: Member) {
            hidden = rule.names(.hidden).sorted()
            self.member = member.id
            switch rule.rows {
            case .all: (column, values) = (nil, [])
            case .own: (column, values) = (Member.ownerColumn, [member.id.description])
            case .team: (column, values) = (Member.ownerColumn, Set(member.teammates + [member.id]).map(\.description).sorted())
            case .some(_, let named, let allowed): (column, values) = (named, allowed)
            }
        }

        fileprivate var json: JSONValue {
            let row: [JSONValue.Member] = column.map {
                [.init("column", .string($0)), .init("values", .array(values.map { .string($0) }))]
            } ?? []
            let without: [JSONValue.Member] = hidden.isEmpty ? [] : [.init("hidden", .array(hidden.map { .string($0) }))]
            return .object(row + without + [.init("member", .string(member.description))])
        }
    }

    init(_ rules: [String: Rule]) { self.rules = rules }

    /// Every row.
    public static let none = RowRules([:])

    /// What the setting holds.
    var setting: String {
        let members = rules.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value.json) }
        return String(decoding: JSONValue.object(members).bytes, as: UTF8.self)
    }
}
