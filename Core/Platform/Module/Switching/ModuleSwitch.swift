public import HTTPTypes
import Postgres

/// Switches modules on and off for one business, at once and on every node. What a module keeps stays as it is.
public struct ModuleSwitch: Sendable {
    private let registry: Registry
    private let scope: Scope

    public init(_ registry: Registry, in scope: Scope) {
        self.registry = registry
        self.scope = scope
    }

    /// What is off now: what a node remembers of the business may be a moment old.
    public func off() async throws -> Set<Feature> {
        try await features("select features_off from businesses where id = \(scope.business.id)")
    }

    /// - Returns: whether it was off.
    /// - Throws: `SwitchError.needs` while a module it builds on is off.
    public func switchOn(_ module: Module) async throws -> Bool {
        try await turn(module, on: true) { off in
            module.requires.first { off.contains($0.feature) }.map { .needs($0.name) }
        }
    }

    /// - Returns: whether it was on.
    /// - Throws: `SwitchError.neededBy` while a module that builds on it is on.
    public func switchOff(_ module: Module) async throws -> Bool {
        try await turn(module, on: false) { off in
            registry.modules(requiring: module).first { !off.contains($0.feature) }.map { .neededBy($0.name) }
        }
    }

    private func turn(
        _ module: Module, on isOn: Bool, _ obstacle: @Sendable (Set<Feature>) -> SwitchError?
    ) async throws -> Bool {
        try await scope.transaction { scope in
            // Locked, so that of two people who switch modules that need each other the second sees what the first did; but
            // not its key, which every new row of the business looks at.
            let off = try await ModuleSwitch(registry, in: scope)
                .features("select features_off from businesses where id = \(scope.business.id) for no key update")
            guard off.contains(module.feature) == isOn else { return false }
            if let obstacle = obstacle(off) { throw obstacle }
            guard try await scope.db.write(Query<Bool>.value("select kontor.switch_feature(\(module.feature.name), \(isOn))"))
            else { return false }
            try await scope.db.execute(module.happened(isOn ? "switched_on" : "switched_off", in: scope))
            return true
        }
    }

    private func features(_ sql: SQL) async throws -> Set<Feature> {
        Set(try await scope.db.value(sql, of: [String].self).map(Feature.init))
    }
}

extension Module {
    /// Notes what a member did with the module as a whole: an event of the business, `platform.modules.…`.
    func happened(_ what: String, in scope: Scope, rows: [String: Int] = [:]) -> SQL {
        """
        insert into events (id, name, record, record_id, payload, member_id)
        values (\(ID<Event>()), \("platform.modules.\(what)"), 'modules', \(scope.business.id),
                \(JSON(ModuleNews(module: id, rows: rows))), \(scope.member.id))
        """
    }
}

/// What an event about a module says.
private struct ModuleNews: Codable, Sendable {
    let module: String
    /// How many rows of what it was about.
    let rows: [String: Int]
}

/// Why a module cannot be switched, by what the others need.
public enum SwitchError: UserFacingError, Equatable {
    /// A module that builds on it is on.
    case neededBy(Phrase)
    /// A module it builds on is off.
    case needs(Phrase)

    public var status: HTTPResponse.Status { .conflict }

    public var message: Phrase {
        switch self {
        case .neededBy(let module): Phrase("platform.modules.needed_by", ["module": .phrase(module)])
        case .needs(let module): Phrase("platform.modules.needs", ["module": .phrase(module)])
        }
    }
}
