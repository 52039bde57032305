public import HTTPTypes

/// The cookies a browser sent.
public struct Cookies: Sendable {
    private let header: String

    public init(_ headers: HTTPFields) { header = headers[values: .cookie].joined(separator: "; ") }

    /// RFC 6265 §5.4: `name=value` pairs between semicolons. The first of a name counts.
    public subscript(_ name: String) -> Substring? {
        for pair in header.split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            if pair.utf8.count > name.utf8.count, pair.hasPrefix(name) {
                let rest = pair.dropFirst(name.count)
                if rest.first == "=" { return rest.dropFirst() }
            }
        }
        return nil
    }
}

/// A cookie no script can read and no other site's form can send.
public struct Cookie: Sendable {
    public let name: String
    public let isSecure: Bool

    /// - Parameter isSecure: whether browsers may send it over TLS only; then its name says so,
    ///   by the `__Host-` prefix, which also keeps neighbouring hosts from setting it.
    public init(_ name: String, isSecure: Bool) {
        self.name = isSecure ? "__Host-\(name)" : name
        self.isSecure = isSecure
    }

    /// - Parameter seconds: how long the browser keeps it.
    public func field(_ value: String, for seconds: Int64) -> HTTPField {
        let secure = isSecure ? "; Secure" : ""
        return HTTPField(name: .setCookie, value: "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Lax\(secure)")
    }

    public var removed: HTTPField { field("", for: 0) }
}
