public import HTTPTypes
public import Platform

/// The cookies a browser sent.
public struct Cookies: Sendable {
    private let header: String

    public init(_ headers: HTTPFields) { header = headers[values: .cookie].joined(separator: "; ") }

    /// RFC 6265 §5.4: `name=value` pairs between semicolons. The first of a name counts.
    public subscript(_ name: String) -> Substring? {
        var rest = header.utf8[...]
        while !rest.isEmpty {
            let pair = rest.prefix { $0 != UInt8(ascii: ";") }.drop { $0 == UInt8(ascii: " ") }
            rest = rest[pair.endIndex...].dropFirst()
            guard pair.starts(with: name.utf8) else { continue }
            let value = pair.dropFirst(name.utf8.count)
            if value.first == UInt8(ascii: "=") { return Substring(value.dropFirst()) }
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

    /// What the secret it holds is stored under; nil where it was not sent, or holds none.
    public func digest(in cookies: Cookies) -> [UInt8]? {
        cookies[name].flatMap { Secret($0) }?.digest
    }
}

extension PageResponse {
    /// Sends the browser to another page, with a cookie set or removed on the way.
    public static func seeOther(_ path: String, setting cookie: HTTPField) -> PageResponse {
        var response = seeOther(path)
        response.headers.append(cookie)
        return response
    }
}
