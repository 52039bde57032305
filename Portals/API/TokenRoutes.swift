import FoundationEssentials
import Platform

/// Where programs sign people in and out: `/api/v1/auth/…`.
struct TokenRoutes: Sendable {
    let tokens: Tokens

    var routes: [Route<Visit>] { [issue, refresh, revoke] }

    private var issue: Route<Visit> {
        .raw(.post, "\(APIPortal.root)/auth/token", Self.access, streams: true) { request, visit in
            let body = try TokenBody(try await request.json(most: Self.mostBytes), required: ["email", "password"], optional: ["business_id", "code"])
            let business = try body["business_id"].map { text in
                guard let id = ID<Business>(text) else { throw InvalidInput("/business_id", "api.problems.id") }
                return id
            }
            return try answer(try await tokens.issue(
                email: body["email"] ?? "", password: body["password"] ?? "", code: body["code"], business: business, address: visit.address, agent: visit.agent))
        }
    }

    private var refresh: Route<Visit> {
        .raw(.post, "\(APIPortal.root)/auth/refresh", Self.access, streams: true) { request, visit in
            let body = try TokenBody(try await request.json(most: Self.mostBytes), required: ["refresh_token"])
            return try answer(try await tokens.refresh(body["refresh_token"] ?? "", address: visit.address))
        }
    }

    private var revoke: Route<Visit> {
        .raw(.post, "\(APIPortal.root)/auth/revoke", Self.access, streams: true) { request, visit in
            let body = try TokenBody(try await request.json(most: Self.mostBytes), required: ["refresh_token"])
            try await tokens.revoke(body["refresh_token"] ?? "", address: visit.address)
            return Response(status: .noContent)
        }
    }

    /// Of a body: nobody is known yet who could be told to slow down.
    private static let mostBytes = 16_384
    private static let access = Access.open(because: "programs sign in here")

    /// RFC 6749 §5.1: never kept by anybody on the way.
    private func answer(_ pair: TokenPair) throws -> Response {
        Response(
            headers: [.contentType: "application/json", .cacheControl: "no-store"], body: .bytes([UInt8](try JSONEncoder().encode(pair))))
    }
}

/// A body of texts by name.
private struct TokenBody {
    private let texts: [String: String]

    init(_ json: JSONValue, required: [String], optional: [String] = []) throws {
        guard let members = json.members else { throw InvalidInput("", "api.problems.object") }
        var texts: [String: String] = [:], problems: [InvalidInput.Problem] = []
        for member in members {
            if !(required + optional).contains(member.name) {
                problems.append(.init("/\(member.name)", "platform.problems.json_unknown"))
            } else if let text = member.value.string, !text.utf8.contains(0) {
                texts[member.name] = text
            } else {
                problems.append(.init("/\(member.name)", "platform.problems.json_text"))
            }
        }
        for name in required where json[name] == nil { problems.append(.init("/\(name)", "platform.problems.required")) }
        guard problems.isEmpty else { throw InvalidInput(problems) }
        self.texts = texts
    }

    subscript(_ name: String) -> String? { texts[name] }
}
