import HTTPTypes
import Hummingbird
import NIOCore
import Platform

extension PageResponse {
    /// As Hummingbird sends it: compressed where that pays, with the headers every answer carries.
    func onWire(_ envelope: Envelope, _ settings: WireSettings) -> Hummingbird.Response {
        let isPage = isPage
        var fields = fields(isPage: isPage, settings)
        if isPage, status == .ok { Said(isSecure: settings.isSecure).forget(envelope, &fields) }
        switch body {
        case .stream(let pieces):
            return .init(status: status, headers: fields, body: ResponseBody(contentLength: headers[.contentLength].flatMap { Int($0) }) { writer in
                for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
                try await writer.finish(nil)
            })
        case .bytes(let bytes):
            if bytes.count > Self.worthPacking, isPage, acceptsGzip(envelope.headers[.acceptEncoding]),
                let packed = gzip(bytes, level: 1) {
                fields[.contentEncoding] = "gzip"
                return .init(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: packed)))
            }
            return .init(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }

    /// The answer's own header fields behind those that every answer of its kind has. They are put together rather than
    /// set: setting one goes through all the others first.
    private func fields(isPage: Bool, _ settings: WireSettings) -> HTTPFields {
        var fields = isPage ? Self.pageFields : Self.otherFields
        for field in headers where field.name != .cacheControl { fields.append(field) }
        fields.append(HTTPField(name: .cacheControl, value: headers[.cacheControl] ?? (isPage ? "private, no-cache" : "private, no-store")))
        if settings.isSecure { fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")) }
        if isPage, let rules = settings.speculationRules { fields.append(HTTPField(name: .speculationRules, value: "\"\(rules)\"")) }
        return fields
    }

    /// Smaller pages fit in one packet as they are.
    private static var worthPacking: Int { 1_400 }

    private var isPage: Bool { headers[.contentType]?.hasPrefix("text/html") ?? false }

    private static let otherFields: HTTPFields = [.xContentTypeOptions: "nosniff"]
    private static let pageFields: HTTPFields = [
        .xContentTypeOptions: "nosniff", .referrerPolicy: "same-origin", .vary: "Accept-Encoding, Accept-Language, Cookie",
        .contentSecurityPolicy: """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
            connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'
            """,
    ]
}

extension HTTPField.Name {
    static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
    /// Where browsers find which links are worth fetching before they are followed (WICG Speculation Rules).
    static let speculationRules = HTTPField.Name("Speculation-Rules") ?? .via
}
