/// How a server runs that serves no module: what it has to say about that.
public struct SafeMode: Sendable {
    /// The modules that do not pass their checks.
    public var failures: [Failure] = []

    public struct Failure: Sendable, Equatable {
        /// The module's id.
        public let module: String
        /// What is wrong, in a sentence for whoever runs the server.
        public let reason: String

        public init(module: String, reason: String) {
            self.module = module
            self.reason = reason
        }
    }
}

extension Registry {
    /// The modules whose declarations fit together, of which nothing is served: no route, no menu, no job. Those that do
    /// not fit are left out and named.
    public init(safely modules: [Module]) {
        var fitting = Registry()
        var left = modules
        var reasons: [String: String] = [:]
        var isDone = false
        // A module may stand before one it requires, so the rest is gone through until no other fits.
        while !isDone {
            isDone = true
            for module in left {
                do throws(ModuleError) {
                    fitting = try Registry(fitting.modules + [module])
                    left.removeAll { $0.id == module.id }
                    isDone = false
                } catch { reasons[module.id] = error.description }
            }
        }
        self = fitting
        safety = SafeMode(failures: left.map { .init(module: $0.id, reason: reasons[$0.id] ?? "") })
    }

    /// Leaves out another module than those that are left out already, as one that fails.
    public mutating func leaveOut(_ module: Module, because reason: String) {
        safety?.failures.append(.init(module: module.id, reason: reason))
    }

    /// The module alone with those it builds on, to be checked by itself.
    /// - Throws: `ModuleError`.
    public static func alone(_ module: Module) throws(ModuleError) -> Registry {
        var needed: [Module] = []
        func add(_ module: Module) {
            for required in module.requires { add(required) }
            if !needed.contains(where: { $0.id == module.id }) { needed.append(module) }
        }
        add(module)
        return try Registry(needed)
    }
}
