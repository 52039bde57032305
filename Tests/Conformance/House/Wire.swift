package import HTTPTypes
package import Hummingbird
import Logging
package import NIOCore
import NIOEmbedded
package import Platform
import Synchronization
package import Web

/// A line to what listens on a router, without a network: what is asked goes through all that stands before a route.
package struct Wire: Sendable {
    private let respond: @Sendable (Hummingbird.Request, WireContext) async throws -> Hummingbird.Response

    package init(to router: Router<WireContext>) {
        let responder = router.buildResponder()
        respond = { try await responder.respond(to: $0, context: $1) }
    }

    package func ask(_ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: ByteBuffer) async throws -> LineAnswer {
        let request = Hummingbird.Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "kontor.example", path: path, headerFields: headers), body: .init(buffer: body))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        logger[metadataKey: "hb.request.id"] = "request-1"
        let response = try await respond(request, WireContext(source: .init(channel: NIOAsyncTestingChannel(), logger: logger)))
        let sheet = Sheet()
        try await response.body.write(sheet)
        return LineAnswer(status: response.status.code, headers: response.headers, bytes: sheet.read())
    }
}

package struct LineAnswer: Sendable {
    package var status: Int
    package let headers: HTTPFields
    package let bytes: [UInt8]
    package var text: String { String(decoding: bytes, as: UTF8.self) }
    package var json: JSONValue? { try? JSONValue(reading: bytes) }
    /// Where it sends the browser.
    package var location: String? { headers[.location] }
}

/// What a response writes, gathered.
private final class Sheet: ResponseBodyWriter, Sendable {
    private let bytes = Mutex<[UInt8]>([])
    func read() -> [UInt8] { bytes.withLock { $0 } }

    func write(_ buffer: ByteBuffer) async throws { bytes.withLock { $0 += buffer.readableBytesView } }
    consuming func finish(_ trailers: HTTPFields?) async throws {}
}
