import Platform

/// The address of one command.
struct EndpointRoutes: Sendable {
    let endpoint: Endpoint

    var routes: [Route<Scope>] {
        [
            Route<Scope>.raw(.post, APIPortal.root + endpoint.path, .member(endpoint.permission), streams: true) { request, scope in
                let body = try await OwnBusiness(scope: scope).body(request)
                return .json(try await endpoint.run(request.parameters["id"], body, scope))
            }.belonging(to: Feature(endpoint.module))
        ]
    }
}
