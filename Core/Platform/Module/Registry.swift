/// The modules of this installation, checked against each other.
public struct Registry: Sendable {
    /// Each after those it requires.
    public let modules: [Module]
    /// Set while the server runs in safe mode: then no module is served.
    public internal(set) var safety: SafeMode?
    /// Where the bytes of files lie.
    public var files = Files.nowhere
    private let places: [String: RecordPlace]
    private let menu: [ModuleMenu]

    /// - Throws: `ModuleError` when two modules claim the same thing, or one names what is not there.
    public init(_ modules: [Module]) throws(ModuleError) {
        self.modules = try ModuleChecks(modules).ordered()
        menu = self.modules.map(ModuleMenu.init)
        places = Dictionary(uniqueKeysWithValues: self.modules.flatMap { module in
            module.records.map { record in
                let place = record.place(module.id)
                return (record.table, RecordPlace(
                    module: module.id, path: place.path, read: place.permissions.read, create: place.permissions.create,
                    title: record.titleColumn))
            }
        })
    }

    /// None at all.
    init() {
        modules = []
        menu = []
        places = [:]
    }

    /// What plans can limit, but for how many records of a kind there are.
    public var limits: [Limit] { Limit.platform + modules.flatMap(\.limits) }

    public var permissions: [Permission] { AccountPermissions.all + modules.flatMap(\.allPermissions) }

    /// Every route of every module, each behind its module's feature. None in safe mode.
    public var routes: [Route<Scope>] { safety == nil ? routesByModule.map(\.route) : [] }

    /// The routes of one module, whether they are served or not.
    public func routes(of module: Module) -> [Route<Scope>] {
        routesByModule.filter { $0.module.id == module.id }.map(\.route)
    }

    var routesByModule: [(module: Module, route: Route<Scope>)] {
        modules.flatMap { module in
            (module.records.flatMap { $0.routes(module.id, self) } + module.commands.flatMap { $0.routes(module.id, self) } + module.routes).map { route in
                var route = route
                route.feature = route.feature ?? module.feature
                return (module, route)
            }
        }
    }

    /// What a member may do.
    public func permissions(of member: Member) -> Set<Permission> {
        permissions(of: member.businessRole)
    }

    /// What a role may do that stands on a rung and decides some permissions otherwise. What only owners have, nobody else gets.
    public func permissions(of rung: Role, deciding decisions: [String: Bool]) -> Set<Permission> {
        Set(permissions.filter { permission in
            permission.least == .owner ? rung == .owner : decisions[permission.name] ?? (rung >= permission.least)
        })
    }

    /// What a member sees of each module's menu; modules of which they see nothing are left out.
    public func menu(for scope: Scope) -> [MenuGroup] {
        if safety != nil { return [] }
        return menu.filter { scope.business.has($0.feature) }.compactMap { module in
            let entries = module.entries.filter { scope.may($0.permission) }.map(\.entry)
            return entries.isEmpty ? nil : MenuGroup(title: module.title, entries: entries)
        }
    }

    public func module(_ id: String) -> Module? { modules.first { $0.id == id } }

    /// The modules that build on this one directly.
    public func modules(requiring module: Module) -> [Module] {
        modules.filter { $0.requires.contains { $0.id == module.id } }
    }

    /// Whether the business has the module that these records belong to.
    func has(_ table: String, _ business: Business) -> Bool {
        places[table].flatMap { module($0.module) }.map { business.has($0.feature) } ?? false
    }

    /// Where the records of a table are found.
    func place(of table: String) -> RecordPlace? { places[table] }
}

/// What a module adds to the menu, before it is known for whom.
private struct ModuleMenu: Sendable {
    let feature: Feature
    let title: Phrase
    let entries: [(permission: Permission, entry: (label: Phrase, path: String, icon: String))]

    init(_ module: Module) {
        feature = module.feature
        title = module.name
        entries = module.menu.map { item in
            let place = item.place(module.id)
            return (place.permission, (Phrase("\(module.id).\(item.label)"), place.path, item.icon))
        }
    }
}

/// Where records of one kind are found, for those that refer to them.
struct RecordPlace: Sendable {
    let module: String
    let path: String
    let read, create: Permission
    let title: String
}

/// What members may do that belongs to no module.
public enum AccountPermissions {
    public static let home = Permission("account.home.read", from: .viewer)
    public static let profile = Permission("account.profile.edit", from: .viewer)
    /// Searching all records one may read.
    public static let search = Permission("account.search.read", from: .viewer)
    /// Saving views that everybody in the business sees.
    public static let shareViews = Permission("account.views.share", from: .manager)
    public static let members = Permission("account.members.read", from: .viewer)
    /// Inviting, giving other roles, removing.
    public static let people = Permission("account.members.manage", from: .admin)
    /// Making somebody else the owner.
    public static let transfer = Permission("account.members.transfer", from: .owner)
    public static let settings = Permission("account.settings.edit", from: .admin)
    public static let keys = Permission("account.keys.manage", from: .admin)
    /// Letting the company's directory tell who works here.
    public static let directory = Permission("account.directory.manage", from: .admin)
    public static let fields = Permission("account.fields.manage", from: .admin)
    /// Deciding who sees which records and fields, and who is in which team.
    public static let access = Permission("account.access.manage", from: .admin)
    /// Reading files, of records that may be read.
    public static let files = Permission("account.files.read", from: .viewer)
    /// Uploading files, for records that may be changed.
    public static let uploads = Permission("account.files.create", from: .staff)
    /// Making roles, and seeing what each may do.
    public static let roles = Permission("account.roles.manage", from: .admin)

    /// Seeing which plan the business has, and what it uses of it.
    public static let plan = Permission("account.plan.read", from: .admin)
    /// Choosing another plan, which costs money.
    public static let choosePlan = Permission("account.plan.change", from: .owner)
    /// Switching modules on and off.
    public static let modules = Permission("account.modules.manage", from: .admin)
    /// Taking a module's data along, or away for good.
    public static let leaveModules = Permission("account.modules.leave", from: .owner)

    /// Finding, handing out and erasing what the business knows of a person, wherever it is, also where a rule hides it.
    public static let privacy = Permission("account.privacy.manage", from: .admin)

    static let all = [home, profile, search, shareViews, members, people, transfer, settings, keys, directory, fields, access, roles, files, uploads, plan, choosePlan, modules, leaveModules, privacy]
}
