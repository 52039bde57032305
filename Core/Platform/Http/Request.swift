public import HTTPTypes
public import NIOCore

/// What a browser or a client asks. Handlers get it together with who asks (a `Scope`).
public struct Request: Sendable {
    /// Named in logs and in apologies, so that one can be found from the other.
    public let id: String
    public let method: HTTPRequest.Method
    /// The path as it was sent, without the query.
    public let path: String
    /// What stood in the braces of the route's path.
    public let parameters: [String: String]
    public let query: Form
    /// The fields of a posted form; empty for any other body.
    public let form: Form
    public let headers: HTTPFields
    /// The bytes of a body that is not a form, as they arrive.
    public let body: any AsyncSequence<ByteBuffer, any Error> & Sendable

    public init(
        id: String, method: HTTPRequest.Method, path: String, parameters: [String: String] = [:],
        query: Form = Form(), form: Form = Form(), headers: HTTPFields = [:],
        body: any AsyncSequence<ByteBuffer, any Error> & Sendable = NoBody()
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.parameters = parameters
        self.query = query
        self.form = form
        self.headers = headers
        self.body = body
    }

    /// The same request with a body that can be read (again).
    public func with(body: any AsyncSequence<ByteBuffer, any Error> & Sendable) -> Request {
        Request(id: id, method: method, path: path, parameters: parameters, query: query, form: form, headers: headers, body: body)
    }

    /// The id in the path's braces.
    /// - Throws: `PageError.notFound` when it is not an id, as for one that does not exist.
    public func id<Thing>(_ name: String = "id", of thing: Thing.Type = Thing.self) throws -> ID<Thing> {
        guard let id = parameters[name].flatMap(ID<Thing>.init) else { throw PageError.notFound }
        return id
    }
}

/// The body of a request that brings none.
public struct NoBody: AsyncSequence, Sendable {
    public init() {}

    public struct AsyncIterator: AsyncIteratorProtocol {
        public mutating func next() async throws -> ByteBuffer? { nil }
    }

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}
