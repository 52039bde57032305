import FoundationEssentials

/// Where a Redis server is, and who we are to it: `redis://user:password@host:port/database`.
public struct RedisAddress: Sendable, Hashable {
    public let host: String
    public let port: Int
    public let user: String?
    public let password: String?
    /// One of the server's numbered databases, 0 unless the address names another.
    public let database: Int

    /// Reads an address. Signs that mean something in an address are percent-encoded in the name and the password.
    /// - Throws: `Wrong`, with the mend.
    public init(_ text: String) throws(Wrong) {
        if text.lowercased().hasPrefix("rediss:") {
            throw Wrong(fix: "Redis is spoken to without TLS, so write redis:// instead of rediss://, and keep the server on a private network")
        }
        guard text.hasPrefix("redis://"), let url = URLComponents(string: text), let host = url.host, !host.isEmpty else {
            throw Wrong(fix: "write redis://host:6379, or redis://user:password@host:6379/0")
        }
        guard url.query == nil, url.fragment == nil else { throw Wrong(fix: "leave out what follows the ? or # in it") }
        let path = url.path.split(separator: "/", omittingEmptySubsequences: true)
        guard path.count <= 1, let database = Int(path.first ?? "0"), (0...9_999).contains(database) else {
            throw Wrong(fix: "end it with the number of a database, such as /0, or with nothing")
        }
        guard (1...65_535).contains(url.port ?? 6_379) else { throw Wrong(fix: "write a port between 1 and 65535") }
        if let user = url.user, !user.isEmpty, url.password == nil { throw Wrong(fix: "write a password too, redis://user:password@host") }
        self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        port = url.port ?? 6_379
        user = url.user.flatMap { $0.isEmpty ? nil : $0 }
        password = url.password.flatMap { $0.isEmpty ? nil : $0 }
        self.database = database
    }

    /// The host and the port, for logs: neither name nor password.
    public var place: String { "\(host):\(port)" }

    /// An address that cannot be meant.
    public struct Wrong: Error, Sendable, Hashable {
        /// What to write instead, as the end of a sentence.
        public let fix: String
    }
}
