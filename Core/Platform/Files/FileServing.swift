public import HTTPTypes

/// Hands out files. What somebody uploaded is never opened as a page of ours: only images are shown, whatever else it is
/// called, everything else is kept, and a browser that opens it nevertheless lets it do nothing.
public struct FileServing: Sendable {
    private let registry: Registry

    public init(_ registry: Registry) { self.registry = registry }

    /// The name is there for people and for what they save; the id alone says which file it is.
    var routes: [Route<Scope>] {
        [
            .raw(.get, "/files/{id}/{name}", .member(AccountPermissions.files)) { request, scope in
                try await answer(try request.id(of: StoredFile.self), request.headers, scope)
            }.openToAssists,
        ]
    }

    /// - Throws: `PageError.notFound` for a file that this member may not read, as for one that there is not.
    public func answer(_ id: ID<StoredFile>, _ asked: HTTPFields, _ scope: Scope) async throws -> Response {
        let file = try await FileAccess(registry, in: scope).one(id)
        let facts = file.facts, etag = "\"" + file.digest.prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() + "\""
        var headers: HTTPFields = [
            .eTag: etag, .acceptRanges: "bytes", .cacheControl: "private, max-age=300", .contentSecurityPolicy: "sandbox; default-src 'none'",
            .xContentTypeOptions: "nosniff",
        ]
        if isKnown(etag, asked[.ifNoneMatch]) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = facts.type
        headers[.contentDisposition] = disposition(facts.isImage ? "inline" : "attachment", facts.name)
        switch ByteRange(asked[.range], of: facts.size, ifRange: asked[.ifRange], etag: etag) {
        case .whole: return try await response(.ok, 0..<facts.size, headers, file, scope)
        case .part(let range):
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(facts.size)"
            return try await response(.partialContent, range, headers, file, scope)
        case .unsatisfiable:
            return Response(status: .rangeNotSatisfiable, headers: [.contentRange: "bytes */\(facts.size)", .acceptRanges: "bytes"])
        }
    }

    private func response(
        _ status: HTTPResponse.Status, _ range: Range<Int>, _ headers: HTTPFields, _ file: StoredFile, _ scope: Scope
    ) async throws -> Response {
        var headers = headers
        headers[.contentLength] = String(range.count)
        do {
            let pieces = try await registry.files.open(FileKey(scope.business.id, file.facts.id), range)
            return Response(status: status, headers: headers, body: .stream(pieces))
        } catch FilesError.missing {
            throw PageError.notFound // removed in this very moment
        }
    }

    /// RFC 9110 §13.1.2; a weak tag will do.
    private func isKnown(_ etag: String, _ tags: String?) -> Bool {
        (tags ?? "").split(separator: ",").map { trimmed(String($0)) }.contains { $0 == "*" || $0 == etag || $0 == "W/\(etag)" }
    }
}

/// How a file is to be taken, and under which name: RFC 6266, with RFC 8187 for names beyond ASCII.
func disposition(_ type: String, _ name: String) -> String {
    let plain = String(String.UnicodeScalarView(name.unicodeScalars.map { scalar in
        (0x20...0x7E).contains(scalar.value) && !"\"\\%".unicodeScalars.contains(scalar) ? scalar : "_"
    }))
    return "\(type); filename=\"\(plain)\"" + (plain == name ? "" : "; filename*=UTF-8''\(urlEscaped(name))")
}

extension Registry {
    /// Where files are had; they belong to no module.
    public var fileRoutes: [Route<Scope>] { FileServing(self).routes }
}
