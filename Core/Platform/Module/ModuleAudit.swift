public import Postgres

/// Compares what the modules declare with what is there: their texts, routes and tables. Runs
/// before a server opens its doors.
public struct ModuleAudit: Sendable {
    private let registry: Registry
    private let catalogue: Catalogue

    public init(_ registry: Registry, catalogue: Catalogue) {
        self.registry = registry
        self.catalogue = catalogue
    }

    /// - Parameter pool: of any login; only the system's catalogues are read.
    /// - Throws: `ModuleError`, the first thing that does not fit; `DatabaseError`.
    public func check(_ pool: ConnectionPool) async throws {
        try checkTexts()
        try checkRoutes()
        try await TableAudit(registry).check(pool)
    }

    /// Every word a module needs is there, in each language that is complete.
    func checkTexts() throws(ModuleError) {
        for module in registry.modules {
            let records = module.records.flatMap { record in record.phrases.map { "\(record.table).\($0)" } }
            let plans = module.features.map { "features.\($0.name.dropFirst(module.id.count + 1))" } + module.limits.map { "limits.\($0.name.dropFirst(module.id.count + 1))" }
            let settings = module.settings.map { String($0.label.dropFirst(module.id.count + 1)) }
            for key in ["name", "summary"] + records + settings + module.menu.map(\.label) + module.commands.flatMap(\.phrases) + plans + module.grounds.map({ "grounds.\($0.name)" }) {
                for language in Language.complete where !catalogue.languages(of: "\(module.id).\(key)").contains(language) {
                    throw .missingText(key: key, language: language.rawValue, module: module.id)
                }
            }
        }
    }

    /// Every route asks for a permission somebody declares, lies within its module, and is the only one of its path.
    func checkRoutes() throws(ModuleError) {
        let known = Set(registry.permissions.map(\.name))
        var owners: [String: String] = [:]
        for (module, route) in registry.routesByModule {
            let name = "\(route.method.rawValue) \(route.path)"
            if let other = owners.updateValue(module.id, forKey: name) { throw .duplicateRoute(name, modules: [other, module.id]) }
            guard route.path.hasPrefix("/\(module.id)/") || route.path == "/\(module.id)" else { throw .routeOutside(name, module: module.id) }
            if case .member(let permission) = route.access, !known.contains(permission.name) {
                throw .unknownPermission(permission.name, route: name)
            }
        }
    }
}
