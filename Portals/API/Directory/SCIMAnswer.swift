import HTTPTypes
import Platform
import Web

/// Answers as RFC 7644 has them: `application/scim+json` (§8.1).
enum SCIMAnswer {
    static let type = "application/scim+json"

    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = type
        return Response(status: status, headers: headers, body: .bytes(value.bytes))
    }

    /// A resource, with its version and where it is.
    static func resource(_ shown: SCIMService.Shown, status: HTTPResponse.Status = .ok) -> Response {
        json(shown.json, status: status, headers: [.eTag: shown.etag, status == .created ? .location : .contentLocation: shown.location])
    }

    /// What is wrong (§3.12). The status is a text there.
    static func apology(_ apology: Apology, _ voice: Voice, _ requestID: String) -> Response {
        let error = apology.cause as? SCIMError
        var members: [JSONValue.Member] = [
            .init("schemas", ["urn:ietf:params:scim:api:messages:2.0:Error"]), .init("status", .string(String(apology.status.code))),
        ]
        if let type = error?.type { members.append(.init("scimType", .string(type.rawValue))) }
        members.append(.init("detail", .string(voice.say(apology.message ?? Phrase("api.problems.ours", ["id": .text(requestID)])))))
        return json(.object(members), status: apology.status, headers: apology.status == .unauthorized ? [.wwwAuthenticate: DirectoryDoor.challenge] : [:])
    }
}

extension Request {
    /// What a directory sends: of one resource or one search, so a megabyte is plenty but for groups of thousands.
    func scim() async throws -> JSONValue {
        let kind = headers[.contentType].map { trimmed(String($0.prefix { $0 != ";" })).lowercased() } ?? ""
        guard kind == SCIMAnswer.type || kind == "application/json" else { throw SCIMError(.unsupportedMediaType, nil, "scim.problems.media_type") }
        let bytes = try await bytes()
        do {
            return try JSONValue(reading: bytes)
        } catch {
            throw SCIMError(.badRequest, .invalidSyntax, BadBody.unreadable(error).message)
        }
    }

    var condition: SCIMCondition { SCIMCondition(match: headers[.ifMatch], noneMatch: headers[.ifNoneMatch]) }
}
