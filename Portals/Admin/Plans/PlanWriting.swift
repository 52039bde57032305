import Platform

/// Writing a new plan, and changing one. Before the plan of others is changed, a page says what that does to them.
struct PlanWriting: Sendable {
    let registry: Registry

    var routes: [Route<OperatorScope>] {
        [
            .get("\(PlanRoutes.path)/new", .operators(.admin)) { request, scope in
                .page(try await blank(request.query["copy"].flatMap(ID<Plan>.init), scope))
            },
            .post("\(PlanRoutes.path)/new", .operators(.admin)) { request, scope in try await add(request.form, scope) },
            .get("\(PlanRoutes.path)/{id}/edit", .operators(.admin)) { request, scope in
                let offer = try await Plans(scope: scope).one(request.id())
                let typed = form(scope).form(offer.plan)
                return .page(view(scope).page(typed.begun(with: typed), offer))
            },
            .post("\(PlanRoutes.path)/{id}/edit", .operators(.admin)) { request, scope in
                try await change(request.id(), request.form, scope)
            },
        ]
    }

    private func form(_ scope: OperatorScope) -> PlanForm { PlanForm(registry: registry, voice: scope.voice) }

    private func view(_ scope: OperatorScope, _ problems: [String: Phrase] = [:]) -> PlanFormView {
        PlanFormView(registry: registry, voice: scope.voice, problems: problems)
    }

    /// - Parameter source: the plan it begins as a copy of.
    private func blank(_ source: ID<Plan>?, _ scope: OperatorScope) async throws -> PlanFormPage {
        guard let source else { return view(scope).page(form(scope).form(Plan(code: "", name: "")), nil) }
        var copy = try await Plans(scope: scope).one(source).plan
        (copy.code, copy.name) = ("", "")
        return view(scope).page(form(scope).form(copy), nil).copying(source)
    }

    private func add(_ typed: Form, _ scope: OperatorScope) async throws -> Answer<PlanFormPage> {
        // What is not asked for (features and limits of modules that are not installed) comes from what it is a copy of.
        let source = try await typed["copy"].flatMap(ID<Plan>.init).asyncMap { try await Plans(scope: scope).one($0).plan }
        var form = form(scope)
        let code = form.code(typed), codeProblem = form.problems["code"]
        var base = Plan(code: code ?? "", name: "")
        if let source { (base.features, base.limits) = (source.features, source.limits) }
        let plan = form.plan(typed, on: base)
        if let codeProblem { form.refuse("code", codeProblem) }
        if let plan, code != nil {
            if try await Plans(scope: scope).add(plan) { return said("created", plan, scope) }
            form.refuse("code", "operators.plans.problems.code_taken")
        }
        let page = view(scope, form.problems).page(typed, nil)
        return .page(source.map { page.copying($0.id) } ?? page, status: .unprocessableContent)
    }

    /// What another operator changed in fields that were left alone here stays theirs; of fields that both changed one is chosen.
    private func change(_ id: ID<Plan>, _ sent: Form, _ scope: OperatorScope) async throws -> Answer<PlanFormPage> {
        guard let version = sent["version"].flatMap(Int.init) else { throw PageError.badForm }
        let offer = try await Plans(scope: scope).one(id)
        var form = form(scope)
        let theirs = form.form(offer.plan)
        let typed = sent.settled(theirs: theirs)
        let (merged, disputed) = version == offer.plan.version ? (typed, []) : typed.merged(with: theirs)
        guard let plan = form.plan(merged, on: offer.plan) else {
            return .page(view(scope, form.problems).page(typed, offer), status: .unprocessableContent)
        }
        guard disputed.isEmpty else {
            let conflict = view(scope).conflict(merged, theirs, disputed, offer)
            return .page(view(scope).page(merged, offer, conflict: conflict), status: .conflict)
        }
        // What was agreed to is what was shown: after another's change it is shown again.
        if sent["sure"] == nil || version != offer.plan.version {
            let found = try await PlanEffects(registry: registry, scope: scope).found(from: offer.plan, to: plan)
            if found.count > 0 {
                let carried = merged.with("version", String(offer.plan.version))
                let question = PlanQuestionView(registry: registry, scope: scope).changing(offer.plan, to: plan, found, typed: carried)
                return .page(view(scope).page(merged, offer).asking(question))
            }
        }
        guard try await Plans(scope: scope).save(plan) else {
            return try await change(id, sent.with("sure", nil), scope) // somebody was faster in this very moment
        }
        return said("changed", plan, scope)
    }

    private func said(_ what: String, _ plan: Plan, _ scope: OperatorScope) -> Answer<PlanFormPage> {
        .seeOther(PlanRoutes.path, saying: Announcement(scope.voice.say(Phrase("operators.plans.said.\(what)", ["plan": .text(plan.name)]))))
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<T>(_ transform: (Wrapped) async throws -> T) async throws -> T? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
