import Platform

/// `/businesses`: all of them, one of them, and whether it may work.
struct BusinessRoutes: Sendable {
    let registry: Registry

    var routes: [Route<OperatorScope>] {
        [
            .get("/businesses", .operators(.support)) { request, scope in
                .page(try await BusinessList(scope: scope).page(request.query))
            },
            .get("/businesses/{id}", .operators(.support)) { request, scope in
                .page(try await view(scope).page(try request.id()))
            },
            .post("/businesses/{id}/suspend", .operators(.admin)) { request, scope in
                try await suspend(try request.id(), request.form["reason"] ?? "", scope)
            },
            .post("/businesses/{id}/reactivate", .operators(.admin)) { request, scope in
                try await reactivate(try request.id(), scope)
            },
        ]
    }

    private func view(_ scope: OperatorScope) -> BusinessView { BusinessView(registry: registry, scope: scope) }

    private func suspend(_ id: ID<Business>, _ typed: String, _ scope: OperatorScope) async throws -> Answer<BusinessPage> {
        do {
            let reason = try SuspensionReason(typed)
            let outcome = try await Suspending(scope: scope).suspend(id, because: reason.text)
            return answer(id, outcome, scope, "suspended")
        } catch let mistake as SuspensionReason.Mistake {
            return .page(try await view(scope).page(id, typed: typed, mistake: mistake), status: .unprocessableContent)
        }
    }

    private func reactivate(_ id: ID<Business>, _ scope: OperatorScope) async throws -> Answer<BusinessPage> {
        answer(id, try await Suspending(scope: scope).reactivate(id), scope, "reactivated")
    }

    private func answer(
        _ id: ID<Business>, _ outcome: Outcome, _ scope: OperatorScope, _ what: String
    ) -> Answer<BusinessPage> {
        .seeOther("/businesses/\(id)", saying: outcome.announcement("operators.business.\(what)", scope.voice))
    }
}
