import FoundationEssentials
import HTTPTypes
import Platform

/// The addresses where programs bring and get files. Which of them a program may read say the records that name them.
struct FileRoutes: Sendable {
    let registry: Registry

    static let path = "\(APIPortal.root)/files"

    /// Its body may be large, so that nobody holds it to give the same answer again: the key belongs to the file itself.
    var upload: Route<Scope> {
        .raw(.post, Self.path, .member(AccountPermissions.uploads), streams: true) { request, scope in
            let key = request.headers[.idempotencyKey]
            try Idempotency.check(key)
            let (file, isAgain) = try await FileUpload(registry, in: scope).take(request, named: try name(request, scope), key: key)
            var headers: HTTPFields = [.location: "\(Self.path)/\(file.id)"]
            if isAgain { headers[.idempotentReplayed] = "true" }
            return .json(file.json, status: .created, headers: headers)
        }
    }

    var reading: [Route<Scope>] {
        [
            .raw(.get, "\(Self.path)/{id}", .member(AccountPermissions.files)) { request, scope in
                _ = try OwnBusiness(scope: scope).query(request.query)
                return .json(try await FileAccess(registry, in: scope).one(try id(request)).facts.json)
            },
            .raw(.get, "\(Self.path)/{id}/content", .member(AccountPermissions.files)) { request, scope in
                _ = try OwnBusiness(scope: scope).query(request.query)
                return try await FileServing(registry).answer(try id(request), request.headers, scope)
            },
        ]
    }

    /// What the query calls the file.
    private func name(_ request: Request, _ scope: Scope) throws -> String? {
        let query = try OwnBusiness(scope: scope).query(request.query)
        for (place, field) in query.fields.enumerated() {
            guard field.name == "filename" else { throw InvalidInput(field.name, "api.problems.parameter", status: .badRequest) }
            let isFirst = !query.fields.prefix(place).contains { $0.name == "filename" }
            guard isFirst else { throw InvalidInput(field.name, "api.problems.twice", status: .badRequest) }
            guard (1...200).contains(field.value.unicodeScalars.count), !field.value.utf8.contains(0) else {
                throw InvalidInput(field.name, "api.problems.filename", status: .badRequest)
            }
        }
        return request.query["filename"]
    }

    private func id(_ request: Request) throws -> ID<StoredFile> {
        guard let text = request.parameters["id"], text.utf8.count == 36, let id = ID<StoredFile>(text) else { throw PageError.notFound }
        return id
    }
}
