import FoundationEssentials
import HTTPTypes
import Platform

/// The addresses of one kind of record.
struct ResourceRoutes: Sendable {
    let resource: Resource
    let feature: Feature

    var path: String { "\(APIPortal.root)/\(resource.module)/\(resource.name)" }

    var routes: [Route<Scope>] {
        ([list, create, bulk, changes, read, save(.put), save(.patch), delete] + attached("notes", resource.notes)
            + attached("attachments", resource.attachments)).map { $0.belonging(to: feature) }
    }

    private var list: Route<Scope> {
        .raw(.get, path, .member(resource.permissions.read)) { request, scope in
            .json(try await resource.list(try OwnBusiness(scope: scope).query(request.query), scope))
        }
    }

    private var changes: Route<Scope> {
        .raw(.get, "\(path)/changes", .member(resource.permissions.read)) { request, scope in
            .json(try await resource.changes(try OwnBusiness(scope: scope).query(request.query), scope))
        }
    }

    private var create: Route<Scope> {
        .raw(.post, path, .member(resource.permissions.create), streams: true) { request, scope in
            let found = try await resource.create(try await OwnBusiness(scope: scope).body(request), scope)
            return answer(found, status: .created, location: "\(path)/\(found.id.uuidString.lowercased())")
        }
    }

    /// Each part asks for its own permission; whoever may do nothing may not even read.
    private var bulk: Route<Scope> {
        .raw(.post, "\(path)/bulk", .member(resource.permissions.read), streams: true) { request, scope in
            .json(try await resource.bulk(try await OwnBusiness(scope: scope).body(request, lists: ["create", "change"]), scope))
        }
    }

    private var read: Route<Scope> {
        .raw(.get, "\(path)/{id}", .member(resource.permissions.read)) { request, scope in
            _ = try OwnBusiness(scope: scope).query(request.query)
            let found = try await resource.read(try id(request), scope)
            if isKnown(found, request.headers[.ifNoneMatch]) {
                return Response(status: .notModified, headers: [.eTag: etag(found)])
            }
            return answer(found)
        }
    }

    private func save(_ method: HTTPRequest.Method) -> Route<Scope> {
        .raw(method, "\(path)/{id}", .member(resource.permissions.edit), streams: true) { request, scope in
            let (id, version) = (try id(request), try version(request))
            return answer(try await resource.save(id, try await OwnBusiness(scope: scope).body(request), method == .put, version, scope))
        }
    }

    private var delete: Route<Scope> {
        .raw(.delete, "\(path)/{id}", .member(resource.permissions.delete), streams: true) { request, scope in
            _ = try OwnBusiness(scope: scope).query(request.query)
            try await resource.delete(try id(request), try version(request), scope)
            return Response(status: .noContent)
        }
    }

    /// What members added to one record.
    private func attached(_ name: String, _ attached: Resource.Attached) -> [Route<Scope>] {
        let path = "\(path)/{id}/\(name)"
        return [
            .raw(.get, path, .member(resource.permissions.read)) { request, scope in
                .json(try await attached.list(try id(request), try OwnBusiness(scope: scope).query(request.query), scope))
            },
            .raw(.post, path, .member(resource.permissions.edit), streams: true) { request, scope in
                .json(try await attached.add(try id(request), try await OwnBusiness(scope: scope).body(request), scope), status: .created)
            },
            .raw(.delete, "\(path)/{part}", .member(resource.permissions.edit), streams: true) { request, scope in
                _ = try OwnBusiness(scope: scope).query(request.query)
                try await attached.remove(try id(request), try id(request, "part"), scope)
                return Response(status: .noContent)
            },
        ]
    }

    // MARK: Parts of a request

    private func id(_ request: Request, _ name: String = "id") throws -> UUID {
        guard let id = request.parameters[name].flatMap(UUID.init(text:)) else { throw PageError.notFound }
        return id
    }

    /// The version that `If-Match` names (RFC 9110 §13.1.1), as an ETag or alone, and also without the quotes, as records
    /// themselves say it; nil without one, and for `*`. What else an ETag tells does not matter to whoever writes.
    private func version(_ request: Request) throws -> Int? {
        guard let tag = request.headers[.ifMatch], tag != "*" else { return nil }
        let isQuoted = tag.utf8.count > 2 && tag.hasPrefix("\"") && tag.hasSuffix("\""), number = isQuoted ? tag.dropFirst().dropLast() : tag[...]
        let isTag = number.wholeMatch(of: /[0-9]+-[0-9a-f]{8}/) != nil, digits = isTag ? number.prefix { $0 != "-" } : number
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.utf8.count <= 9, let version = Int(digits) else {
            throw InvalidInput("If-Match", "api.problems.etag", status: .badRequest)
        }
        return version
    }

    /// Whether `If-None-Match` names this version (RFC 9110 §13.1.2); a weak tag will do.
    private func isKnown(_ found: Resource.Found, _ tags: String?) -> Bool {
        (tags ?? "").split(separator: ",").map { trimmed(String($0)) }.contains { $0 == "*" || $0 == etag(found) || $0 == "W/\(etag(found))" }
    }

    /// The version, and a sum of the names of what is told: another reader, or the same one once a field was added or hidden,
    /// is told something else of the same version (RFC 9110 §8.8.3).
    private func etag(_ found: Resource.Found) -> String {
        // FNV-1a, 32 bits: as short as a tag should be, and the same on every node.
        let sum = (found.json.members ?? []).flatMap { Array($0.name.utf8) + [0] }.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let hex = String(sum, radix: 16)
        return "\"\(found.version)-\(String(repeating: "0", count: 8 - hex.count))\(hex)\""
    }

    private func answer(_ found: Resource.Found, status: HTTPResponse.Status = .ok, location: String? = nil) -> Response {
        var headers: HTTPFields = [.eTag: etag(found)]
        if let location { headers[.location] = location }
        return .json(found.json, status: status, headers: headers)
    }
}
