public import Platform
import HTTPTypes

/// What one member can open and send, through the routes as they are declared: permission and feature are asked as a
/// portal asks them, and pages come back as values instead of as HTML.
public struct Desk: Sendable {
    public let scope: Scope
    private let registry: Registry

    public init(_ scope: Scope, _ registry: Registry) {
        self.scope = scope
        self.registry = registry
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
        Sent(answered: try await registry.take(method, target, as: scope, form: form))
    }
}

/// What came back.
public struct Sent: Sendable {
    fileprivate let answered: Answered

    public var response: Response { answered.response }
    public var announcement: Announcement? { answered.announcement }
    public var status: Int { answered.status.code }
    public var location: String? { answered.location }

    /// - Throws: `WrongAnswer` when it was another page, or none.
    public func page<P: Page>(as page: P.Type = P.self) throws -> P {
        guard let shown = answered.page(P.self) else { throw WrongAnswer() }
        return shown
    }
}

/// The answer is not of the kind that was asked for.
public struct WrongAnswer: Error {
    public init() {}
}
