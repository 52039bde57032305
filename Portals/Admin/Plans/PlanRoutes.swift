import Platform

/// `/plans`: what is sold. Admins change it; support reads.
struct PlanRoutes: Sendable {
    static let path = "/plans"

    let registry: Registry

    var routes: [Route<OperatorScope>] {
        [
            .get(Self.path, .operators(.support)) { _, scope in
                .page(PlanList(registry: registry, scope: scope).page(try await Plans(scope: scope).all()))
            },
            .get("\(Self.path)/compare", .operators(.support)) { _, scope in
                .page(PlanComparison(registry: registry, voice: scope.voice).page(try await Plans(scope: scope).all().map(\.plan)))
            },
            .post("\(Self.path)/{id}/move", .operators(.admin)) { request, scope in
                try await done(request, scope, "moved") { try await $0.move($1, up: request.form.text("way") == "up") }
            },
            .post("\(Self.path)/{id}/default", .operators(.admin)) { request, scope in
                try await done(request, scope, "made_default") { try await $0.makeDefault($1) }
            },
            .post("\(Self.path)/{id}/popular", .operators(.admin)) { request, scope in
                try await done(request, scope, "made_popular") { try await $0.makePopular($1) }
            },
            .post("\(Self.path)/{id}/offer", .operators(.admin)) { request, scope in
                try await done(request, scope, "offered") { try await $0.offer($1) }
            },
            .get("\(Self.path)/{id}/retire", .operators(.admin)) { request, scope -> Answer<AdminQuestionPage> in
                let plan = try await Plans(scope: scope).one(request.id()).plan
                let found = try await PlanEffects(registry: registry, scope: scope).found(from: plan, to: plan)
                return .page(PlanQuestionView(registry: registry, scope: scope).retiring(plan, found))
            },
            .post("\(Self.path)/{id}/retire", .operators(.admin)) { request, scope in
                try await done(request, scope, "retired") { try await $0.retire($1) }
            },
            .get("\(Self.path)/{id}/delete", .operators(.admin)) { request, scope -> Answer<AdminQuestionPage> in
                .page(PlanQuestionView(registry: registry, scope: scope).deleting(try await Plans(scope: scope).one(request.id()).plan))
            },
            .post("\(Self.path)/{id}/delete", .operators(.admin)) { request, scope in
                try await done(request, scope, "deleted") { try await $0.delete($1) }
            },
        ] + PlanWriting(registry: registry).routes
    }

    /// - Parameter what: said of the plan when it was done; `<what>_not` otherwise.
    private func done(
        _ request: Request, _ scope: OperatorScope, _ what: String, _ change: (Plans, ID<Plan>) async throws -> Bool
    ) async throws -> Answer<PlansPage> {
        let plans = Plans(scope: scope), id = try request.id(of: Plan.self)
        let plan = try await plans.one(id).plan
        let isDone = try await change(plans, id)
        let text = scope.voice.say(Phrase("operators.plans.said.\(what)\(isDone ? "" : "_not")", ["plan": .text(plan.name)]))
        return .seeOther(Self.path, saying: Announcement(text, kind: isDone ? .success : .info))
    }
}
