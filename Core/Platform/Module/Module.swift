public import Postgres

/// One business capability: records, pages and what they need, as one value.
public struct Module: Sendable {
    /// In lower case; begins its paths, permissions, events, templates and texts.
    public let id: String
    /// Modules it builds on, whose records it may refer to.
    public let requires: [Module]
    /// What a plan switches on to give a business this module.
    public let feature: Feature
    /// What a plan can switch on within it, such as `ai.prediction`: routes that belong to one need it besides.
    public let features: [Feature]
    /// What it counts, so that plans can limit it.
    public let limits: [Limit]
    public let records: [AnyRecord]
    /// What can be done beyond creating, changing and deleting records.
    public let commands: [AnyCommand]
    /// Permissions beyond those its records bring.
    public let permissions: [Permission]
    public let migrations: [Migration]
    public let menu: [MenuItem]
    /// What a business decides about it.
    public let settings: [AnySetting]
    /// Pages of its own, beyond those its records bring.
    public let routes: [Route<Scope>]
    /// Which of its records are kept although the person they name asks to be forgotten, and why.
    public let grounds: [RetentionGround]

    public init(
        _ id: String, requires: [Module] = [], records: [AnyRecord] = [], commands: [AnyCommand] = [],
        permissions: [Permission] = [],
        migrations: [Migration] = [], menu: [MenuItem] = [], settings: [AnySetting] = [],
        features: [Feature] = [], limits: [Limit] = [],
        routes: [Route<Scope>] = [], grounds: [RetentionGround] = []
    ) {
        self.id = id
        self.requires = requires
        self.feature = Feature(id)
        self.features = features
        self.limits = limits
        self.records = records
        self.commands = commands
        self.permissions = permissions
        self.migrations = migrations
        self.menu = menu
        self.settings = settings
        self.routes = routes
        self.grounds = grounds
    }

    /// What people call it.
    public var name: Phrase { Phrase("\(id).name") }
    /// What it is for, in a sentence.
    public var summary: Phrase { Phrase("\(id).summary") }

    /// What several of its records of that kind are called.
    public func name(of record: AnyRecord) -> Phrase { Phrase("\(id).\(record.table).plural") }

    /// The permissions of the module, its records' first.
    public var allPermissions: [Permission] {
        records.flatMap { $0.place(id).permissions.all } + permissions
    }
}

/// A line of the portal's menu; shown to those who may go there.
public struct MenuItem: Sendable {
    /// The catalogue's key of its words, below the module's name.
    public let label: String
    /// A symbol of `static/images/icons.svg`.
    public let icon: String
    let place: @Sendable (_ module: String) -> (path: String, permission: Permission)

    /// The list of a record.
    public init<R: Record>(_ record: R.Type, icon: String = "folder") {
        label = "\(R.schema.table).plural"
        self.icon = icon
        place = { module in
            ("/\(module)/\(R.schema.table)", RecordPermissions(module: module, records: R.schema.table).read)
        }
    }

    /// A page of the module's own.
    public init(_ label: String, path: String, icon: String = "folder", requires permission: Permission) {
        self.label = label
        self.icon = icon
        place = { _ in (path, permission) }
    }
}

/// A group of a portal's menu: what one module offers to one member.
public struct MenuGroup: Sendable {
    /// What the module is called.
    public let title: Phrase
    public let entries: [(label: Phrase, path: String, icon: String)]
}
