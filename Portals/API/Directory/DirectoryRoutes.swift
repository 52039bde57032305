import HTTPTypes
import Platform

/// People and groups: `/scim/v2/Users`, `/scim/v2/Groups`, and both searched together at `/scim/v2/.search` (RFC 7644 §3.2).
struct DirectoryRoutes: Sendable {
    let base: String

    var routes: [Route<DirectoryScope>] {
        SCIMService.Kind.allCases.flatMap(of) + [search(SCIMService.Kind.allCases, at: DirectoryPortal.root)]
    }

    private func of(_ kind: SCIMService.Kind) -> [Route<DirectoryScope>] {
        let path = "\(DirectoryPortal.root)/\(kind.rawValue)", one = "\(path)/{resource}"
        return [
            .raw(.get, path, .directory) { request, scope in SCIMAnswer.json(try await service(scope).list([kind], try SCIMQuery(request.query))) },
            search([kind], at: path),
            .raw(.post, path, .directory, streams: true) { request, scope in
                SCIMAnswer.resource(try await service(scope).create(kind, try await request.scim(), try SCIMSelection(request.query)), status: .created)
            },
            .raw(.get, one, .directory) { request, scope in
                let shown = try await service(scope).one(id(request), kind, request.condition, try SCIMSelection(request.query))
                return shown.map { SCIMAnswer.resource($0) } ?? Response(status: .notModified)
            },
            .raw(.put, one, .directory, streams: true) { request, scope in
                let selection = try SCIMSelection(request.query), body = try await request.scim()
                return SCIMAnswer.resource(try await service(scope).replace(id(request), kind, body, request.condition, selection))
            },
            .raw(.patch, one, .directory, streams: true) { request, scope in
                let selection = try SCIMSelection(request.query), patch = try SCIMPatch(try await request.scim())
                return SCIMAnswer.resource(try await service(scope).patch(id(request), kind, patch, request.condition, selection))
            },
            .raw(.delete, one, .directory) { request, scope in
                try await service(scope).delete(id(request), kind, request.condition)
                return Response(status: .noContent)
            },
        ]
    }

    /// The same as a list, with what is asked for in the body, where no log keeps it (§3.4.3).
    private func search(_ kinds: [SCIMService.Kind], at path: String) -> Route<DirectoryScope> {
        .raw(.post, "\(path)/.search", .directory, streams: true) { request, scope in
            SCIMAnswer.json(try await service(scope).list(kinds, try SCIMQuery(try await request.scim())))
        }
    }

    private func service(_ scope: DirectoryScope) -> SCIMService { SCIMService(in: scope, base: base) }
    private func id(_ request: Request) -> String { request.parameters["resource"] ?? "" }
}
