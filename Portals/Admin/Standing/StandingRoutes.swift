import FoundationEssentials
import Platform

/// `/businesses/{id}/plan`: which plan a business has, and what operators decide for it alone.
struct StandingRoutes: Sendable {
    let registry: Registry

    var routes: [Route<OperatorScope>] {
        [
            .get("/businesses/{id}/plan", .operators(.support)) { request, scope in
                .page(try await StandingView(registry: registry, scope: scope).page(request.id()))
            },
            taking("give", give), taking("trial", trial),
            taking("late") { try await mark(.pastDue, &$0, $1) }, taking("paid") { try await mark(.active, &$0, $1) },
            taking("feature", feature), taking("limit", limit),
            .post("/businesses/{id}/overrides/{override}/remove", .operators(.admin)) { request, scope -> Answer<BusinessPlanPage> in
                let id = try request.id(of: Business.self)
                let isDone = try await Granting(scope: scope, business: id).remove(request.id("override"))
                return said(id, isDone ? "removed" : "removed_already", scope, isDone: isDone)
            },
        ]
    }

    private typealias Taking = @Sendable (inout StandingEntry, Granting) async throws -> Bool?

    /// - Parameter take: what comes of a form: nil where something is wrong with it, and false where the subscription has changed meanwhile.
    private func taking(_ form: String, _ take: @escaping Taking) -> Route<OperatorScope> {
        .post("/businesses/{id}/plan/\(form)", .operators(.admin)) { request, scope -> Answer<BusinessPlanPage> in
            let id = try request.id(of: Business.self)
            var entry = StandingEntry(form: form, typed: request.form, found: try await Standings(scope: scope).of(id), voice: scope.voice)
            guard let isDone = try await take(&entry, Granting(scope: scope, business: id)) else {
                let page = try await StandingView(registry: registry, scope: scope).page(id, typed: entry.refused)
                return .page(page, status: .unprocessableContent)
            }
            return said(id, isDone ? "said_\(form)" : "said_stale", scope, isDone: isDone)
        }
    }

    private func said(_ id: ID<Business>, _ key: String, _ scope: OperatorScope, isDone: Bool) -> Answer<BusinessPlanPage> {
        .seeOther("/businesses/\(id)/plan", saying: Announcement(scope.voice.say(Phrase("operators.standing.\(key)")), kind: isDone ? .success : .warning))
    }

    @Sendable private func give(_ entry: inout StandingEntry, _ granting: Granting) async throws -> Bool? {
        let plan = entry.plan(), period = entry.period(plan), reason = entry.reason(), version = try entry.version()
        guard let plan, let period, let reason else { return nil }
        return try await granting.give(plan, by: period, atOnce: entry.text("when") != "end", because: reason, version: version)
    }

    @Sendable private func trial(_ entry: inout StandingEntry, _ granting: Granting) async throws -> Bool? {
        let days = entry.days(), reason = entry.reason(), version = try entry.version()
        guard let days, let reason else { return nil }
        return try await granting.extendTrial(by: days, because: reason, version: version)
    }

    private func mark(_ status: SubscriptionStatus, _ entry: inout StandingEntry, _ granting: Granting) async throws -> Bool? {
        let reason = entry.reason(), version = try entry.version()
        guard let reason else { return nil }
        return try await granting.mark(status, because: reason, version: version)
    }

    @Sendable private func feature(_ entry: inout StandingEntry, _ granting: Granting) async throws -> Bool? {
        let name = entry.one("feature", of: PlanWords(registry, entry.voice).features.map(\.feature.name))
        let reason = entry.reason(), until = entry.until()
        guard let name, let reason, entry.isRight else { return nil }
        try await granting.override("feature", name, JSON(.feature(entry.text("state") != "off")), because: reason, until: until)
        return true
    }

    @Sendable private func limit(_ entry: inout StandingEntry, _ granting: Granting) async throws -> Bool? {
        let limits = PlanLimit.all(registry)
        let name = entry.one("limit", of: limits.map(\.name))
        let limit = limits.first { $0.name == name }
        let terms = entry.terms(limit), reason = entry.reason(), until = entry.until()
        guard let name, let reason, entry.isRight else { return nil }
        try await granting.override("limit", name, JSON(.limit(terms)), because: reason, until: until)
        return true
    }
}
