import FoundationEssentials

/// What a field of a record can refer to: another record, or a member.
public protocol Referable: Sendable {
    /// How those are found that a field may refer to.
    static var target: FieldKind.Target { get }
    /// The column of a field of that name.
    static func column(of field: String) -> String
}

extension Record {
    public static var target: FieldKind.Target {
        FieldKind.Target(table: { schema.table }, title: { schema.titleColumn }, naming: NamingRecords<Self>())
    }

    public static func column(of field: String) -> String { field + "_id" }
}

extension Member: Referable {
    /// A view of those who have a seat in the business.
    static let table = "colleagues"
    /// The column of the field that is marked `.owner`, and that field's name.
    static let ownerColumn = "owner"
    /// Answers `?q=` with a `PickerFragment` of those who have a seat.
    public static let pickerPath = "/members/picker"

    public static var target: FieldKind.Target {
        FieldKind.Target(table: { table }, title: { "name" }, naming: NamingMembers())
    }

    public static func column(of field: String) -> String { field }
}

extension FieldKind.Target {
    /// Whether members are meant, not records.
    var isMember: Bool { table() == Member.table }
}

/// Nobody gets a seat by being named in a file.
private struct NamingMembers: Naming {
    func problem(with title: String, module: String, in scope: Scope) -> Phrase? { "platform.problems.member" }
    func add(_ titles: [String], module: String, in scope: Scope) async throws -> [UUID] { [] }
}

extension Schema {
    /// The field that says whose a record is; nil without one.
    var owner: Field<R>? { fields.first { $0.has(.owner) } }

    /// Whether its fields marked `.owner` are not one optional member in the column `owner`.
    var hasWrongOwner: Bool {
        let owners = fields.filter { $0.has(.owner) }
        return owners.count > 1 || owners.contains { $0.name != Member.ownerColumn || $0.target?.isMember != true || !$0.isOptional }
    }
}

extension RecordKind {
    /// With what a new record begins.
    func fresh(in scope: Scope) async throws -> Values<R> {
        try owned(Values(try await R.fresh(in: scope)), in: scope)
    }

    /// A record that has no owner belongs to who makes it.
    func owned(_ values: Values<R>, in scope: Scope) throws -> Values<R> {
        guard let owner = R.schema.owner, owner.plain(values).isEmpty else { return values }
        var values = values
        try owner.parse(scope.member.id.description, reading(owner, scope.voice), &values)
        return values
    }
}
