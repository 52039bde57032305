import HTTPTypes
import Platform
import Testing

@testable import Customer
@testable import Web

@Suite("What a browser sends")
struct WhatABrowserSends {
    @Test("holds its cookies by their whole names, the first of a name", arguments: [
        ("a=1; b=2", "b", "2"), ("a=1;b=2", "b", "2"), ("ab=1; b=2", "b", "2"), ("a=1; a=2", "a", "1"), ("a=", "a", ""), ("a=b=c", "a", "b=c"),
        ("a", "a", nil), ("", "a", nil), ("b=1", "a", nil), ("A=1", "a", nil), ("aa=1", "a", nil), (";;; a=1 ;", "a", "1 "), ("a=\"x\"", "a", "\"x\""),
    ])
    func cookies(header: String, name: String, value: String?) {
        #expect(Cookies([.cookie: header])[name].map(String.init) == value)
    }

    @Test("may come in several headers")
    func severalHeaders() {
        var headers = HTTPFields()
        headers.append(HTTPField(name: .cookie, value: "a=1"))
        headers.append(HTTPField(name: .cookie, value: "b=2"))
        #expect(Cookies(headers)["b"] == "2")
    }

    @Test("takes gzip where it says so", arguments: [
        (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("gzip, deflate, br", true), ("br", false), ("*", true), ("gzip;q=0", false), ("gzip;q=0.0", false),
        ("gzip; q=0.000", false), ("gzip;q=0.001", true), ("gzip;q=1.0", true), ("deflate, gzip;q=0.5", true), ("*;q=0", false), ("gzip;q=0, *", false),
        ("*;q=0, gzip", true), ("x-gzip2", false), ("identity;q=1, *;q=0", false), ("gzip;Q=0", false), (";;,,", false), ("gzip;q=", true),
    ] as [(String?, Bool)])
    func compression(header: String?, accepted: Bool) { #expect(acceptsGzip(header) == accepted) }

    @Test("is of another site when it says so, or when an old browser names another origin", arguments: [
        (.post, "same-origin", nil, false), (.post, "none", nil, false), (.post, "same-site", nil, true), (.post, "cross-site", nil, true), (.post, "nonsense", nil, true),
        (.post, nil, "https://kontor.example", false), (.post, nil, "http://kontor.example:8080", true), (.post, nil, "https://evil.example", true),
        (.post, nil, "null", true), (.post, nil, "", true), (.post, nil, "https://evil.example/kontor.example", true), (.post, nil, "https://kontor.example.evil.example", true),
        (.post, "same-origin", "https://evil.example", false), (.post, "cross-site", "https://kontor.example", true), (.post, nil, nil, false),
        (.get, "cross-site", "https://evil.example", false), (.head, "cross-site", nil, false), (.put, "cross-site", nil, true), (.delete, "cross-site", nil, true),
    ] as [(HTTPRequest.Method, String?, String?, Bool)])
    func crossSite(method: HTTPRequest.Method, site: String?, origin: String?, isRefused: Bool) throws {
        var headers = HTTPFields()
        headers[try #require(HTTPField.Name("Sec-Fetch-Site"))] = site
        headers[.origin] = origin
        #expect(isCrossSite(method, headers, host: "kontor.example") == isRefused)
    }

    @Test("leads back to a place within the portal only", arguments: [
        "/", "/home", "/crm/customers?q=a%2Fb&sort=-name", "/crm/customers#x", "/a//b", "/%2F/evil.example",
    ])
    func within(path: String) { #expect(localPath(path) == path) }

    @Test("leads nowhere else", arguments: [
        nil, "", "home", "/\u{FE0F}/evil.example", "/قائمة", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/a\\b", "https://evil.example", "javascript:alert(1)", " /home", "/\t/evil.example",
        "/\n/evil.example", "/home\r\nSet-Cookie: a=b", "/\u{0}", "/\u{7F}", "?next=/", "#", "data:text/html,x", "http:/evil.example",
    ] as [String?])
    func elsewhere(path: String?) { #expect(localPath(path) == nil) }
}

@Suite("Gzip")
struct Gzip {
    @Test("makes what is long smaller, and leaves alone what would not become so")
    func sizes() throws {
        let page = Array(String(repeating: "<tr><td>Mint</td></tr>", count: 500).utf8)
        let packed = try #require(gzip(page, level: 1))
        #expect(packed.count < page.count / 10 && packed.prefix(3) == [0x1F, 0x8B, 8])
        #expect(gzip([], level: 1) == nil && gzip([1, 2, 3], level: 9) == nil)
        #expect(gzip((0..<2_000).map { _ in UInt8.random(in: 0...255) }, level: 9) == nil)
    }
}
