public import Hummingbird
import NIOCore

/// What every host answers besides its pages: static files, the hue of a brand, and whether it lives.
public struct Fixtures: Sendable {
    let files: StaticFiles
    /// Says what is not ready yet; nil when requests can be served.
    let notReady: @Sendable () async -> String?

    public init(files: StaticFiles, notReady: @escaping @Sendable () async -> String?) {
        self.files = files
        self.notReady = notReady
    }

    public func add(to router: Router<WireContext>) {
        router.get("/health/live") { _, _ in "alive\n" }
        router.get("/health/ready") { _, _ in
            guard let reason = await notReady() else { return Hummingbird.Response(status: .ok, body: .init(byteBuffer: .init(string: "ready\n"))) }
            return Hummingbird.Response(status: .serviceUnavailable, body: .init(byteBuffer: .init(string: reason + "\n")))
        }
        router.get("/theme/{hue}") { _, context in try theme(context.parameters.get("hue") ?? "") }
        router.get("/static/**") { request, _ in try file(request) }
        router.get("/robots.txt") { _, _ in "User-agent: *\nAllow: /$\nDisallow: /\n" }
    }

    private func file(_ request: Hummingbird.Request) throws -> Hummingbird.Response {
        guard let file = files.file(request.uri.path.dropFirst("/static/".count)) else { throw HTTPError(.notFound) }
        var headers: HTTPFields = [
            .contentType: file.type, .cacheControl: "public, max-age=31536000, immutable", .xContentTypeOptions: "nosniff",
        ]
        guard let packed = file.packed, acceptsGzip(request.headers[.acceptEncoding]) else {
            return .init(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
        headers[.contentEncoding] = "gzip"
        headers[.vary] = "Accept-Encoding"
        return .init(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: packed)))
    }

    /// One custom property re-brands a business; a style sheet of its own, because pages allow no inline style.
    private func theme(_ name: String) throws -> Hummingbird.Response {
        guard let hue = Int(name.prefix { $0 != "." }), (0...359).contains(hue) else { throw HTTPError(.notFound) }
        return .init(
            status: .ok,
            headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=31536000, immutable"],
            body: .init(byteBuffer: ByteBuffer(string: ":root { --hue: \(hue) }\n")))
    }

    /// Where a brand's hue is found.
    public static func themePath(_ hue: Int) -> String { "/theme/\(hue).css" }
}
