import FoundationEssentials
import Platform

/// `/settings/plan`: which plan the business has, what it uses of it, and how to choose another.
struct PlanRoutes: Sendable {
    static let path = "/settings/plan"

    let registry: Registry

    var routes: [Route<Scope>] {
        [
            .get(Self.path, .member(AccountPermissions.plan)) { _, scope in .page(try await PlanOverview(registry, scope).page()) },
            .get("\(Self.path)/{code}", .member(AccountPermissions.choosePlan)) { request, scope in
                try await question(request.parameters["code"] ?? "", period(request.query), scope)
            },
            .post("\(Self.path)/{code}", .member(AccountPermissions.choosePlan)) { request, scope in
                try await choose(request.parameters["code"] ?? "", period(request.form), scope)
            },
            .get("\(Self.path)/{code}/cancel", .member(AccountPermissions.choosePlan)) { request, scope in
                .page(try await PlanQuestion(registry, scope).cancelling(request.parameters["code"] ?? ""))
            },
            .post("\(Self.path)/{code}/cancel", .member(AccountPermissions.choosePlan)) { request, scope in
                try await cancel(request.parameters["code"] ?? "", scope)
            },
        ]
    }

    private func period(_ form: Form) -> BillingPeriod? { form["period"].flatMap(BillingPeriod.init(rawValue:)) }

    private func question(_ code: String, _ period: BillingPeriod?, _ scope: Scope) async throws -> Answer<PlanQuestionPage> {
        do {
            return .page(try await PlanQuestion(registry, scope).choosing(code, by: period))
        } catch let error as SubscriptionError {
            return refused(error, scope)
        }
    }

    private func choose(_ code: String, _ period: BillingPeriod?, _ scope: Scope) async throws -> Answer<PlanQuestionPage> {
        let now = scope.now
        return try await change(code, scope) { subscription, wish in
            try subscription.choose(wish, by: period ?? subscription.period(of: wish), at: now)
        }
    }

    /// - Parameter code: of the plan that is cancelled, so that nothing else is by an old page.
    private func cancel(_ code: String, _ scope: Scope) async throws -> Answer<PlanQuestionPage> {
        guard let usual = try await Subscriptions(in: scope).current().offers.first(where: \.isDefault) else { throw PageError.notFound }
        let now = scope.now
        return try await change(code, scope) { subscription, current in
            guard subscription.plan.id == current.id else { throw PageError.notFound }
            return try subscription.cancel(at: now, followedBy: usual)
        }
    }

    private func change(
        _ code: String, _ scope: Scope, _ rule: @escaping @Sendable (inout Subscription, Plan) throws -> Subscription.Change
    ) async throws -> Answer<PlanQuestionPage> {
        do {
            let (subscription, change) = try await Subscriptions(in: scope).change(to: code, rule)
            let plan = change == .chosen || change == .kept ? subscription.plan : subscription.next ?? subscription.plan
            let date = subscription.endsAt.map { scope.formats.date($0) } ?? ""
            return .seeOther(Self.path, saying: Announcement(scope.say(Phrase("customer.plan.said_\(change.rawValue)", [
                "plan": .text(plan.name), "date": .text(date),
            ]))))
        } catch let error as SubscriptionError {
            return refused(error, scope)
        }
    }

    private func refused(_ error: SubscriptionError, _ scope: Scope) -> Answer<PlanQuestionPage> {
        .seeOther(Self.path, saying: Announcement(scope.say(error.message), kind: .danger))
    }
}
