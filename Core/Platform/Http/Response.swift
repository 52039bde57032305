public import HTTPTypes

/// What goes back over the wire.
public struct Response: Sendable {
    public var status: HTTPResponse.Status
    public var headers: HTTPFields
    public var body: Body

    public enum Body: Sendable {
        case bytes([UInt8])
        /// Asked for piece by piece, as fast as the client reads.
        case stream(any AsyncSequence<[UInt8], any Error> & Sendable)
    }

    public init(status: HTTPResponse.Status = .ok, headers: HTTPFields = [:], body: Body = .bytes([])) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    public static func html(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "text/html; charset=utf-8"], body: .bytes(bytes))
    }

    /// Sends the browser to another page with GET.
    /// - Parameter path: within this portal; it always begins with one slash.
    public static func seeOther(_ path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path])
    }

    /// A file to keep, under that name.
    public static func download(
        _ name: String, type: String, _ pieces: any AsyncSequence<[UInt8], any Error> & Sendable
    ) -> Response {
        Response(
            headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
            body: .stream(pieces))
    }
}

/// What a handler of pages answers: a page, or where to go now.
public enum Answer<P: Page>: Sendable {
    case page(P, status: HTTPResponse.Status = .ok)
    /// After a form was taken: the next page, with a word about what happened.
    case seeOther(String, saying: Announcement? = nil)
    /// A response of the handler's own, such as one that sets a cookie.
    case other(Response)
}

/// A word shown once, on the page that follows.
public struct Announcement: Sendable, Equatable, Codable {
    public let text: String
    public let kind: Notice.Kind
    /// Where a form posts to take it back.
    public let undo: String?

    public init(_ text: String, kind: Notice.Kind = .success, undo: String? = nil) {
        self.text = text
        self.kind = kind
        self.undo = undo
    }
}
