import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Platform
import Synchronization
import Web

/// A browser at a portal: it keeps cookies, sends forms, and shows redirections instead of following them.
struct AdminBrowser: Sendable {
    let respond: @Sendable (Hummingbird.Request, WireContext) async throws -> Hummingbird.Response
    /// Where it says it is.
    var address = "192.0.2.1"
    private(set) var cookies: [String: String] = [:]
    /// The last answer's, as they were sent.
    private(set) var setCookies: [String] = []

    init(respond: @escaping @Sendable (Hummingbird.Request, WireContext) async throws -> Hummingbird.Response) {
        self.respond = respond
    }

    struct Answer: Sendable {
        let status: Int
        /// Where it redirects to.
        let location: String?
        let text: String
    }

    mutating func get(_ path: String) async throws -> Answer {
        try await send(.get, path, body: nil)
    }

    mutating func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) async throws -> Answer {
        try await send(.post, path, body: Form(fields.map { (name: $0.key, value: $0.value) }).urlEncoded)
    }

    mutating func post(_ path: String, fields: [(String, String)]) async throws -> Answer {
        try await send(.post, path, body: Form(fields.map { (name: $0.0, value: $0.1) }).urlEncoded)
    }

    /// Puts a cookie into its jar that nobody gave it.
    mutating func carry(_ name: String, _ value: String) { cookies[name] = value }

    private mutating func send(_ method: HTTPRequest.Method, _ path: String, body: String?) async throws -> Answer {
        var headers: HTTPFields = [.cookie: cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")]
        if let forwarded = HTTPField.Name("X-Forwarded-For") { headers[forwarded] = address }
        if body != nil { headers[.contentType] = "application/x-www-form-urlencoded" }
        let request = Hummingbird.Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: headers),
            body: .init(buffer: ByteBuffer(string: body ?? "")))
        var logger = Logger(label: "test")
        logger[metadataKey: "hb.request.id"] = "test"
        let context = WireContext(source: .init(channel: NIOAsyncTestingChannel(), logger: logger))
        let response = try await respond(request, context)
        keep(response.headers[values: .setCookie])
        let written = Written()
        try await response.body.write(written)
        return Answer(
            status: response.status.code, location: response.headers[.location], text: String(buffer: written.bytes.value.withLock { $0 }))
    }

    private mutating func keep(_ fields: [String]) {
        setCookies = fields
        for field in fields {
            let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = field.contains("Max-Age=0") ? nil : String(pair[1])
        }
    }
}

/// What a response writes, gathered.
private struct Written: ResponseBodyWriter {
    final class Bytes: Sendable {
        let value = Mutex(ByteBuffer())
    }

    let bytes = Bytes()

    mutating func write(_ buffer: ByteBuffer) async throws {
        bytes.value.withLock { bytes in
            var buffer = buffer
            bytes.writeBuffer(&buffer)
        }
    }

    consuming func finish(_ trailers: HTTPFields?) async throws {}
}
