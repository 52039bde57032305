import Platform

/// `/modules`: what this server runs, as the modules declare it, and what of it rests.
struct ModuleRoutes: Sendable {
    static let path = "/modules"

    let registry: Registry

    var routes: [Route<OperatorScope>] {
        [
            .get(Self.path, .operators(.support)) { _, scope in
                let resting = try await RestingParts(scope: scope).all()
                return .page(ModulesPage(
                    resting: resting.isEmpty ? nil : RestingTable(registry: registry, scope: scope).table(resting),
                    modules: registry.modules.map { entry($0, scope.voice) }))
            },
            .post("\(Self.path)/resting/{id}/retry", .operators(.admin)) { request, scope -> Answer<ModulesPage> in
                let isDone = try await RestingParts(scope: scope).retry(request.id())
                let said = scope.voice.say(isDone ? "operators.resting.retried" : "operators.resting.retried_already")
                return .seeOther(Self.path, saying: Announcement(said, kind: isDone ? .success : .info))
            },
        ]
    }

    private func entry(_ module: Module, _ voice: Voice) -> ModulesPage.Entry {
        ModulesPage.Entry(
            id: module.id, name: voice.say(module.name), summary: voice.say(module.summary), facts: facts(module, voice))
    }

    private func facts(_ module: Module, _ voice: Voice) -> [Fact] {
        func fact(_ key: String, _ text: String, isLong: Bool = false) -> Fact {
            Fact(voice.say(Phrase("operators.modules.\(key)")), text, isLong: isLong)
        }
        let records = module.records.map { voice.say(module.name(of: $0)) }
        let needed = module.requires.map { voice.say($0.name) }
        let routes = registry.routes.count { $0.feature == module.feature }
        return [
            fact("records", voice.formats.list(records)),
            fact("requires", voice.formats.list(needed)),
            fact("feature", module.feature.name),
            fact("routes", voice.formats.number(routes)),
            fact("permissions", module.allPermissions.map(\.name).joined(separator: "\n"), isLong: true),
            fact("migrations", module.migrations.map(\.name).joined(separator: "\n"), isLong: true),
        ].filter { !$0.text.isEmpty }
    }
}
