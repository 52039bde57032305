import CCurl
import FoundationEssentials
import NIOPosix

/// Where mail is handed over (RFC 5321), and how.
public struct SMTPServer: Sendable {
    /// `smtp://host:587`, which goes over to TLS before anything else is said (RFC 3207), or `smtps://host:465`.
    public let url: String
    /// nil: without signing in.
    public let user: String?
    public let password: String?
    public let sender: Mailbox
    /// Whether a server without TLS will do: on this machine only.
    public let allowsPlain: Bool
    /// A file of certificates to trust besides those of this machine; nil: none.
    public let certificates: String?

    public init(
        url: String, user: String? = nil, password: String? = nil, sender: Mailbox, allowsPlain: Bool = false, certificates: String? = nil
    ) {
        self.url = url
        self.user = user
        self.password = password
        self.sender = sender
        self.allowsPlain = allowsPlain
        self.certificates = certificates
    }
}

/// Why a mail was not taken.
public struct MailError: Error, Sendable, Equatable, CustomStringConvertible {
    /// For those who look after the queue: what the server said, or what stood in the way.
    public let description: String
    /// Whether it will not be taken later on either, as when there is no such address.
    public let isLasting: Bool
}

/// Hands mails over to a server, one after the other, on a thread of its own: libcurl waits for the server, and keeps the
/// connection for the next mail.
public struct SMTPClient: Sendable {
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let line: SMTPLine

    public init(_ server: SMTPServer) {
        line = SMTPLine(server)
        thread.start()
    }

    /// - Throws: `MailError`.
    public func send(_ mail: Mail) async throws {
        try await thread.runIfActive { try line.send(mail, at: Date()) }
    }

    public func stop() async throws { try await thread.shutdownGracefully() }
}

/// The connection.
// Sendable, because `send` is called by `SMTPClient` alone, on its one thread and so by one after the other, and `deinit` comes
// when nobody holds it any more, not even a call on that thread. The server is never changed.
private final class SMTPLine: @unchecked Sendable {
    private let server: SMTPServer
    private let curl = SMTPLine.opened()
    /// Where libcurl says what stood in the way.
    private let reason = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ server: SMTPServer) { self.server = server }

    deinit {
        curl_easy_cleanup(curl)
        reason.deallocate()
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private static func opened() -> UnsafeMutableRawPointer? { isReady ? curl_easy_init() : nil }

    func send(_ mail: Mail, at moment: Date) throws {
        guard let handle = curl else { throw MailError(description: "libcurl could not be started", isLasting: false) }
        curl_easy_reset(handle) // keeps the connection
        try aim(handle)
        let recipients = curl_slist_append(nil, "<\(mail.recipient)>")
        defer { curl_slist_free_all(recipients) }
        try check(kontor_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients))
        var headers: UnsafeMutablePointer<curl_slist>?
        for header in MailHeaders(mail: mail, sender: server.sender, date: moment).lines { headers = curl_slist_append(headers, header) }
        defer { curl_slist_free_all(headers) }
        try check(kontor_curl_set_list(handle, CURLOPT_HTTPHEADER, headers))
        let letter = try body(of: mail, handle)
        defer { curl_mime_free(letter) }
        try check(kontor_curl_set_mime(handle, letter))
        try perform(handle)
    }

    private func aim(_ handle: UnsafeMutableRawPointer) throws {
        try check(kontor_curl_set_text(handle, CURLOPT_URL, server.url))
        try check(kontor_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps"))
        try check(kontor_curl_set_number(handle, CURLOPT_USE_SSL, Int((server.allowsPlain ? CURLUSESSL_TRY : CURLUSESSL_ALL).rawValue)))
        if let certificates = server.certificates { try check(kontor_curl_set_text(handle, CURLOPT_CAINFO, certificates)) }
        if let user = server.user { try check(kontor_curl_set_text(handle, CURLOPT_USERNAME, user)) }
        if let password = server.password { try check(kontor_curl_set_text(handle, CURLOPT_PASSWORD, password)) }
        try check(kontor_curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(server.sender.address)>"))
        try check(kontor_curl_set_number(handle, CURLOPT_CONNECTTIMEOUT, 10))
        try check(kontor_curl_set_number(handle, CURLOPT_TIMEOUT, 60))
        try check(kontor_curl_set_number(handle, CURLOPT_NOSIGNAL, 1))
        reason.pointee = 0
        try check(kontor_curl_set_errors(handle, reason))
    }

    /// The text and the page, of which a reader shows the one it likes (RFC 2046 §5.1.4).
    private func body(of mail: Mail, _ handle: UnsafeMutableRawPointer) throws -> OpaquePointer? {
        let letter = curl_mime_init(handle), both = curl_mime_init(handle)
        for (text, type) in [(mail.plain, "text/plain; charset=utf-8"), (mail.html, "text/html; charset=utf-8")] {
            let part = curl_mime_addpart(both)
            try check(curl_mime_data(part, text, text.utf8.count))
            try check(curl_mime_type(part, type))
            try check(curl_mime_encoder(part, "quoted-printable"))
        }
        let part = curl_mime_addpart(letter)
        try check(curl_mime_subparts(part, both))
        try check(curl_mime_type(part, "multipart/alternative"))
        return letter
    }

    private func perform(_ handle: UnsafeMutableRawPointer) throws {
        let code = curl_easy_perform(handle)
        guard code != CURLE_OK else { return }
        var answer = 0
        kontor_curl_answer(handle, &answer)
        let said = reason.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: reason)
        // 5yz: do not try the same again (RFC 5321 §4.2.1). But only of the recipient that is for good: whoever sends may be let in
        // when a setting is put right.
        throw MailError(description: said, isLasting: said.hasPrefix("RCPT") && (550...559).contains(answer))
    }

    private func check(_ code: CURLcode) throws {
        guard code == CURLE_OK else { throw MailError(description: String(cString: curl_easy_strerror(code)), isLasting: false) }
    }
}
