import FoundationEssentials
public import HTTPTypes
public import Platform

/// Carries a word to the page that follows, in a cookie that lasts one page.
public struct Said: Sendable {
    let cookie: Cookie

    public init(isSecure: Bool) { cookie = Cookie("kontor_said", isSecure: isSecure) }

    public func seeOther(_ path: String, saying announcement: Announcement?) -> PageResponse {
        var response = PageResponse.seeOther(path)
        if let announcement { say(announcement, after: &response) }
        return response
    }

    /// Says it on the page that a response leads to.
    public func say(_ announcement: Announcement, after response: inout PageResponse) {
        guard let json = try? JSONEncoder().encode(announcement) else { return }
        response.headers.append(cookie.field(base64URL([UInt8](json)), for: 60))
    }

    /// Takes the word back once a page has said it.
    func forget(_ envelope: Envelope, _ headers: inout HTTPFields) {
        guard envelope.cookies[cookie.name] != nil, !isPrefetch(envelope.headers) else { return }
        headers.append(cookie.removed)
    }

    /// Whether a browser fetches a page that nobody may ever look at (WICG Prefetch).
    private func isPrefetch(_ headers: HTTPFields) -> Bool {
        headers[.secPurpose]?.contains("prefetch") ?? false
    }

    /// What the page before left to say.
    public func notices(_ headers: HTTPFields, undo: String) -> [Notice] {
        guard !isPrefetch(headers), let value = Cookies(headers)[cookie.name], let json = Data(base64URL: String(value)),
            let announcement = try? JSONDecoder().decode(Announcement.self, from: json),
            announcement.undo == localPath(announcement.undo)
        else { return [] }
        return [Notice(announcement.kind, announcement.text, undo: announcement.undo.map { Notice.Undo(undo, path: $0) })]
    }
}

extension HTTPField.Name {
    fileprivate static let secPurpose = HTTPField.Name("Sec-Purpose") ?? .via
}

extension Data {
    fileprivate init?(base64URL text: String) {
        let plain = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        self.init(base64Encoded: String(plain) + String(repeating: "=", count: (4 - plain.count % 4) % 4))
    }
}
