import HTTPTypes
import Hummingbird
import NIOCore
import Platform

extension PageResponse {
    /// As Hummingbird sends it: compressed where that pays, with the headers every answer carries.
    func onWire(_ envelope: Envelope, _ settings: WireSettings) -> Hummingbird.Response {
        var headers = headers
        if settings.isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
        headers[.xContentTypeOptions] = "nosniff"
        if isPage, status == .ok { Said(isSecure: settings.isSecure).forget(envelope, &headers) }
        if !isPage, headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-store" }
        switch body {
        case .stream(let pieces):
            return .init(status: status, headers: headers, body: ResponseBody { writer in
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            })
        case .bytes(let bytes):
            if isPage {
                protect(&headers)
                headers[.speculationRules] = settings.speculationRules.map { "\"\($0)\"" }
            }
            if bytes.count > Self.worthPacking, isPage, acceptsGzip(envelope.headers[.acceptEncoding]),
                let packed = gzip(bytes, level: 1) {
                headers[.contentEncoding] = "gzip"
                return .init(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: packed)))
            }
            return .init(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// Smaller pages fit in one packet as they are.
    private static var worthPacking: Int { 1_400 }

    private var isPage: Bool { headers[.contentType]?.hasPrefix("text/html") ?? false }

    private func protect(_ headers: inout HTTPFields) {
        headers[.contentSecurityPolicy] = """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
            connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'
            """
        headers[.referrerPolicy] = "same-origin"
        headers[.vary] = "Accept-Encoding, Accept-Language, Cookie"
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
    }
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
    /// Where browsers find which links are worth fetching before they are followed (WICG Speculation Rules).
    static let speculationRules = HTTPField.Name("Speculation-Rules") ?? .via
}
