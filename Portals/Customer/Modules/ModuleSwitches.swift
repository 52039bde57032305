import Platform

/// `/settings/modules`: what this business has switched on.
struct ModuleSwitches: Sendable {
    static let path = "/settings/modules"

    let registry: Registry
    private static let access = Access.member(AccountPermissions.modules)

    var routes: [Route<Scope>] {
        [
            .get(Self.path, Self.access) { _, scope in
                let off = try await ModuleSwitch(registry, in: scope).off()
                return .page(ModulesPage(modules: registry.modules.map { ModuleEntry($0, registry, off, scope).entry }))
            },
            .post("\(Self.path)/{id}/on", Self.access) { request, scope in
                try await turned(registry.module(in: request), "switched_on", scope) { try await $0.switchOn($1) }
            },
            .get("\(Self.path)/{id}/off", Self.access) { request, scope in
                let module = try registry.module(in: request)
                return .page(SwitchOffPage(
                    title: scope.say(Phrase("customer.modules.off_title", ["module": .phrase(module.name)])),
                    crumbs: [Crumb(scope.say("customer.modules.title"), path: Self.path)],
                    action: "\(Self.path)/\(module.id)/off", cancelPath: Self.path))
            },
            .post("\(Self.path)/{id}/off", Self.access) { request, scope in
                try await turned(registry.module(in: request), "switched_off", scope) { try await $0.switchOff($1) }
            },
        ]
    }

    /// Goes back to the list, which says what became of it.
    private func turned(
        _ module: Module, _ what: String, _ scope: Scope, _ turn: (ModuleSwitch, Module) async throws -> Bool
    ) async throws -> Answer<ModulesPage> {
        do {
            guard try await turn(ModuleSwitch(registry, in: scope), module) else { return .seeOther(Self.path) }
            let said = scope.say(Phrase("customer.modules.\(what)", ["module": .phrase(module.name)]))
            let undo = what == "switched_off" ? "\(Self.path)/\(module.id)/on" : nil
            return .seeOther(Self.path, saying: Announcement(said, undo: undo))
        } catch let error as SwitchError {
            return .seeOther(Self.path, saying: Announcement(scope.say(error.message), kind: .danger))
        }
    }
}

/// One module of the list.
private struct ModuleEntry {
    let module: Module
    let registry: Registry
    let off: Set<Feature>
    let scope: Scope

    init(_ module: Module, _ registry: Registry, _ off: Set<Feature>, _ scope: Scope) {
        self.module = module
        self.registry = registry
        self.off = off
        self.scope = scope
    }

    private var isOn: Bool { !off.contains(module.feature) && scope.business.entitlement.grants(module.feature) }
    private var path: String { "\(ModuleSwitches.path)/\(module.id)" }

    var entry: ModulesPage.Entry {
        let reason = reason
        return ModulesPage.Entry(
            name: scope.say(module.name), summary: scope.say(module.summary), icon: module.menu.first?.icon ?? "module",
            state: Badge(scope.say(isOn ? "customer.modules.on" : "customer.modules.off"), isOn ? .positive : .neutral),
            facts: facts, reason: reason,
            onPath: isOn || reason != nil ? nil : "\(path)/on", offPath: isOn && reason == nil ? "\(path)/off" : nil,
            leavePath: !isOn && scope.may(AccountPermissions.leaveModules) ? "\(path)/leave" : nil)
    }

    /// Of what stands in the way, all of it.
    private var reason: String? {
        if !scope.business.entitlement.grants(module.feature) {
            return scope.say(Refusal.plan(module.feature, plan: scope.business.entitlement.name).message)
        }
        let (others, key) = isOn
            ? (registry.modules(requiring: module).filter { !off.contains($0.feature) }, "customer.modules.needed_by")
            : (module.requires.filter { off.contains($0.feature) }, "customer.modules.needs")
        return others.isEmpty ? nil : scope.say(Phrase(key, ["modules": .list(others.map { scope.say($0.name) })]))
    }

    private var facts: [Fact] {
        [
            Fact(scope.say("customer.modules.brings"), scope.formats.list(module.records.map { scope.say(module.name(of: $0)) })),
            Fact(scope.say("customer.modules.builds_on"), scope.formats.list(module.requires.map { scope.say($0.name) })),
        ].filter { !$0.text.isEmpty }
    }
}

extension Registry {
    /// - Throws: `PageError.notFound`.
    func module(in request: Request) throws(PageError) -> Module {
        guard let module = module(request.parameters["id"] ?? "") else { throw .notFound }
        return module
    }
}
