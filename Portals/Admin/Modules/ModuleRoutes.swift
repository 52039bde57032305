import Platform

/// `/modules`: what this server runs, as the modules declare it.
struct ModuleRoutes: Sendable {
    let registry: Registry

    var routes: [Route<OperatorScope>] {
        [
            .get("/modules", .operators(.support)) { _, scope in
                .page(ModulesPage(modules: registry.modules.map { entry($0, scope.voice) }))
            }
        ]
    }

    private func entry(_ module: Module, _ voice: Voice) -> ModulesPage.Entry {
        ModulesPage.Entry(
            id: module.id, name: voice.say(Phrase("\(module.id).name")), summary: voice.say(Phrase("\(module.id).summary")),
            facts: facts(module, voice))
    }

    private func facts(_ module: Module, _ voice: Voice) -> [Fact] {
        func fact(_ key: String, _ text: String, isLong: Bool = false) -> Fact {
            Fact(voice.say(Phrase("operators.modules.\(key)")), text, isLong: isLong)
        }
        let records = module.records.map { voice.say(module.name(of: $0)) }
        let needed = module.requires.map { voice.say(Phrase("\($0.id).name")) }
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

extension Module {
    /// What several records of that kind are called.
    func name(of record: AnyRecord) -> Phrase { Phrase("\(id).\(record.table).plural") }
}
