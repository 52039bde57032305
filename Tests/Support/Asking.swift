public import HTTPTypes
public import NIOCore
public import Platform
import Synchronization

/// What a route answered: the response, and the page in it, as a value.
public struct Answered: Sendable {
    public let response: Response
    /// nil where no page was shown.
    public let page: (any Page)?
    /// What the next page is to say.
    public let announcement: Announcement?

    public var status: HTTPResponse.Status { response.status }
    /// Where it sends the browser.
    public var location: String? { response.headers[.location] }

    /// The page, if it is one of that kind.
    public func page<P: Page>(_ kind: P.Type) -> P? { page as? P }

    /// The body, as text.
    public func text() async throws -> String {
        switch response.body {
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .stream(let pieces):
            var bytes: [UInt8] = []
            for try await piece in pieces { bytes += piece }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension TestPlatform {
    /// Takes a route of the modules as a member does: `Registry.take`.
    public func ask(
        _ method: HTTPRequest.Method = .get, _ target: String, as scope: Scope, form: Form = Form(), headers: HTTPFields = [:],
        body: any AsyncSequence<ByteBuffer, any Error> & Sendable = NoBody()
    ) async throws -> Answered {
        try await registry.take(method, target, as: scope, form: form, headers: headers, body: body)
    }
}

extension Registry {
    /// Takes a route of the modules as a member does, without the wire: the same permission is asked for, and
    /// pages are handed over instead of being rendered.
    /// - Parameter target: the path, with a query if there is one.
    /// - Throws: what the route throws; `Refusal` when the member may not take it; `PageError.notFound` without a route.
    func take(
        _ method: HTTPRequest.Method, _ target: String, as scope: Scope, form: Form = Form(), headers: HTTPFields = [:],
        body: any AsyncSequence<ByteBuffer, any Error> & Sendable = NoBody()
    ) async throws -> Answered {
        let halves = target.split(separator: "?", maxSplits: 1).map(String.init)
        let path = halves[0]
        let found = (routes + fileRoutes).filter { $0.method == method }.compactMap { route in route.parameters(of: path).map { (route, $0) } }
        // A path without a name in braces is meant before one with.
        guard let (route, parameters) = found.min(by: { $0.1.count < $1.1.count }) else { throw PageError.notFound }
        if let refusal = scope.refusal(route.access, of: route.feature) { throw refusal }
        let stage = PlainStage()
        let request = Request(
            id: "test", method: method, path: path, parameters: parameters,
            query: halves.count > 1 ? Form(urlEncoded: halves[1].utf8) : Form(), form: form, headers: headers, body: body)
        let response = try await route.prepare(stage)(request, scope)
        return stage.kept.withLock { Answered(response: response, page: $0.page, announcement: $0.said) }
    }
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

/// Keeps the page instead of rendering it.
private final class PlainStage: Stage {
    typealias Context = Scope
    let kept = Mutex<(page: (any Page)?, said: Announcement?)>((nil, nil))

    func dress<P: Page>(_ page: P.Type) -> @Sendable (P, Request, Scope) async throws -> [UInt8] {
        { page, _, _ in
            self.kept.withLock { $0.page = page }
            return []
        }
    }

    func seeOther(_ path: String, saying announcement: Announcement?) -> Response {
        kept.withLock { $0.said = announcement }
        return .seeOther(path)
    }
}

/// A body that arrives in these pieces.
public struct Pieces: AsyncSequence, Sendable {
    private let pieces: [[UInt8]]
    private let error: (any Error)?

    /// - Parameter error: thrown after the last piece, as when the connection breaks.
    public init(_ pieces: [[UInt8]], then error: (any Error)? = nil) {
        self.pieces = pieces
        self.error = error
    }

    public func makeAsyncIterator() -> Iterator { Iterator(pieces: pieces[...], error: error) }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var pieces: ArraySlice<[UInt8]>
        fileprivate let error: (any Error)?

        public mutating func next() async throws -> ByteBuffer? {
            if let piece = pieces.popFirst() { return ByteBuffer(bytes: piece) }
            if let error { throw error }
            return nil
        }
    }
}
