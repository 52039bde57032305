/// Something a role may do, such as `crm.customers.edit`.
public struct Permission: Hashable, Sendable, CustomStringConvertible {
    /// `<module>.<what>.<doing>`, in lower case.
    public let name: String
    /// The lowest role that has it where a business has not decided otherwise.
    public let least: Role

    public init(_ name: String, from least: Role) {
        self.name = name
        self.least = least
    }

    public var description: String { name }

    public static func == (one: Self, other: Self) -> Bool { one.name == other.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The five permissions every record brings, and a sixth where it has personal data, with who has them by default.
public struct RecordPermissions: Sendable {
    public let read, create, edit, delete, export: Permission
    /// To erase personal data; nil where records of the kind have none.
    public let erase: Permission?

    init(module: String, records: String, hasPersonal: Bool = false) {
        func permission(_ doing: String, from least: Role) -> Permission {
            Permission("\(module).\(records).\(doing)", from: least)
        }
        read = permission("read", from: .viewer)
        create = permission("create", from: .staff)
        edit = permission("edit", from: .staff)
        delete = permission("delete", from: .manager)
        export = permission("export", from: .manager)
        erase = hasPersonal ? permission("erase", from: .admin) : nil
    }

    public var all: [Permission] { [read, create, edit, delete, export] + [erase].compactMap(\.self) }
}

/// Something a plan switches on, such as `crm`. Every module has one of its own name, and may have others that begin with it.
public struct Feature: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public init(_ name: String) { self.name = name }
    public var description: String { name }

    /// That programs may ask: the API.
    public static let api = Feature("api")

    /// That of the module, without which no other of it is any use.
    var module: Feature { name.firstIndex(of: ".").map { Feature(String(name[..<$0])) } ?? self }
}
