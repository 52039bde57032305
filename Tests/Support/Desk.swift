public import Platform
import HTTPTypes
import Synchronization

/// What one member can open and send, through the routes as they are declared: permission and feature are asked as a
/// portal asks them, and pages come back as values instead of as HTML.
public struct Desk: Sendable {
    public let scope: Scope
    private let routes: [Route<Scope>]

    public init(_ scope: Scope, _ registry: Registry) {
        self.scope = scope
        routes = registry.routes
    }

    /// Opens a page.
    public func open<P: Page>(_ target: String, as page: P.Type = P.self) async throws -> P {
        try await ask(.get, target, Form()).page(as: P.self)
    }

    /// Opens a page, whichever it is.
    @discardableResult
    public func see(_ target: String) async throws -> Sent { try await ask(.get, target, Form()) }

    /// Posts a form.
    @discardableResult
    public func send(_ target: String, _ form: KeyValuePairs<String, String> = [:]) async throws -> Sent {
        try await send(target, fields: form.map { ($0.key, $0.value) })
    }

    @discardableResult
    public func send(_ target: String, fields: [(name: String, value: String)]) async throws -> Sent {
        try await ask(.post, target, Form(fields))
    }

    /// Reads a file to its end.
    public func download(_ target: String) async throws -> (text: String, pieces: Int) {
        guard case .stream(let stream) = try await ask(.get, target, Form()).response.body else { throw WrongAnswer() }
        var bytes: [UInt8] = [], pieces = 0
        for try await piece in stream {
            bytes += piece
            pieces += 1
        }
        return (String(decoding: bytes, as: UTF8.self), pieces)
    }

    private func ask(_ method: HTTPRequest.Method, _ target: String, _ form: Form) async throws -> Sent {
        let halves = target.split(separator: "?", maxSplits: 1).map(String.init)
        let (path, query) = (halves[0], Form(urlEncoded: (halves.count > 1 ? halves[1] : "").utf8))
        let found = routes.filter { $0.method == method }.compactMap { route in route.parameters(of: path).map { (route, $0) } }
        guard let (route, parameters) = found.min(by: { $0.1.count < $1.1.count }) else { throw PageError.notFound }
        if let refusal = scope.refusal(route.access, of: route.feature) { throw refusal }
        let stage = Clipboard<Scope>()
        let request = Request(id: "test", method: method, path: path, parameters: parameters, query: query, form: form)
        let response = try await route.prepare(stage)(request, scope)
        return stage.sent(response)
    }
}

/// What came back.
public struct Sent: Sendable {
    public let response: Response
    public let announcement: Announcement?
    private let shown: (any Page)?

    public var status: Int { response.status.code }
    public var location: String? { response.headers[.location] }

    fileprivate init(_ response: Response, _ shown: (any Page)?, _ announcement: Announcement?) {
        self.response = response
        self.shown = shown
        self.announcement = announcement
    }

    /// - Throws: `WrongAnswer` when it was another page, or none.
    public func page<P: Page>(as page: P.Type = P.self) throws -> P {
        guard let shown = shown as? P else { throw WrongAnswer() }
        return shown
    }
}

/// The answer is not of the kind that was asked for.
public struct WrongAnswer: Error {
    public init() {}
}

/// Keeps the page that is put on it, instead of drawing it.
private final class Clipboard<Context: Sendable>: Stage {
    private let kept = Mutex<(page: (any Page)?, said: Announcement?)>((nil, nil))

    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, Request, Context) async throws -> [UInt8] {
        { page, _, _ in
            self.kept.withLock { $0.page = page }
            return []
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> Response {
        kept.withLock { $0.said = announcement }
        return .seeOther(path)
    }

    func sent(_ response: Response) -> Sent { kept.withLock { Sent(response, $0.page, $0.said) } }
}

extension Route {
    /// What stands in the braces, if the path is this route's.
    fileprivate func parameters(of path: String) -> [String: String]? {
        let mine = self.path.split(separator: "/"), theirs = path.split(separator: "/")
        guard mine.count == theirs.count else { return nil }
        var parameters: [String: String] = [:]
        for (pattern, part) in zip(mine, theirs) {
            if pattern.hasPrefix("{") { parameters[String(pattern.dropFirst().dropLast())] = String(part) } else if pattern != part { return nil }
        }
        return parameters
    }
}
