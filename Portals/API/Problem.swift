import FoundationEssentials
import HTTPTypes
import Platform
import Web

/// What is wrong with a request, as `application/problem+json` (RFC 9457).
struct Problem {
    let status: HTTPResponse.Status
    let detail: String
    /// By their place in the body.
    let errors: [(pointer: String, detail: String)]
    let requestID: String
    let challenge: String?
    /// Seconds after which the same request may be granted.
    let wait: Int?

    init(_ apology: Apology, _ voice: Voice, _ requestID: String) {
        status = apology.status
        detail = voice.say(apology.message ?? Phrase("api.problems.ours", ["id": .text(requestID)]))
        errors = (apology.cause as? InvalidInput)?.problems.map { ($0.pointer, voice.say($0.phrase)) } ?? []
        challenge = (apology.cause as? BearerError)?.challenge
        wait = (apology.cause as? LimitReached)?.wait(from: Date())
        self.requestID = requestID
    }

    init(_ error: any Error, _ voice: Voice, _ requestID: String) { self.init(Apology(error), voice, requestID) }

    var response: Response {
        var members: [JSONValue.Member] = [
            .init("type", "about:blank"), .init("title", .string(status.reasonPhrase)), .init("status", .integer(status.code)),
            .init("detail", .string(detail)), .init("request_id", .string(requestID)),
        ]
        if !errors.isEmpty {
            members.append(.init("errors", .array(errors.map { ["pointer": .string($0.pointer), "detail": .string($0.detail)] })))
        }
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if let challenge { headers[.wwwAuthenticate] = challenge }
        if let wait { headers[.retryAfter] = String(wait) }
        return Response(status: status, headers: headers, body: .bytes(JSONValue.object(members).bytes))
    }
}

extension Response {
    /// What was written already.
    static func json(_ raw: RawJSON) -> Response {
        Response(headers: [.contentType: "application/json"], body: .bytes(raw.bytes))
    }

    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: .bytes(value.bytes))
    }
}
