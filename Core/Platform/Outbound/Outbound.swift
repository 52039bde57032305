import NIOPosix

/// Calls other servers over HTTP, to addresses that customers name. What answers may be anybody's, so that an address here is never
/// reached by it: see `OutboundPolicy`.
public struct Outbound: Sendable {
    /// Asks, and answers whatever status there is.
    /// - Throws: `OutboundError`.
    public var send: @Sendable (_ request: OutboundRequest) async throws -> OutboundResponse

    public init(send: @escaping @Sendable (_ request: OutboundRequest) async throws -> OutboundResponse) {
        self.send = send
    }

    /// Through libcurl, on threads of its own.
    public static func calls(_ policy: OutboundPolicy = OutboundPolicy()) -> Outbound {
        Outbound { request in try await threads.runIfActive { try OutboundCall(request, policy).answer() } }
    }

    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: 4)
        threads.start()
        return threads
    }()
}

/// What an operator lets an installation call.
public struct OutboundPolicy: Sendable {
    /// Whether addresses of this machine and of private networks may be called too, and this machine without TLS: for an installation in
    /// a company's own network. Otherwise none that is set aside is, at whatever moment a name leads there.
    public let allowsPrivate: Bool
    /// A file of certificates to trust besides those of this machine; nil: none.
    public let authorities: String?

    public init(allowsPrivate: Bool = false, authorities: String? = nil) {
        self.allowsPrivate = allowsPrivate
        self.authorities = authorities
    }
}

/// What is asked of another server: without cookies, and not again elsewhere where it answers with a redirection.
public struct OutboundRequest: Sendable {
    /// `https://…`; where the policy lets it, `http://` to this machine.
    public var url: String
    /// nil: GET. Otherwise what a POST sends.
    public var body: [UInt8]?
    public var headers: [(name: String, value: String)]
    /// Bytes of the answer's body; a longer one is refused.
    public var most: Int
    /// For all of it.
    public var seconds: Int

    public init(_ url: String, body: [UInt8]? = nil, headers: [(name: String, value: String)] = [], most: Int = 1 << 20, seconds: Int = 10) {
        self.url = url
        self.body = body
        self.headers = headers
        self.most = most
        self.seconds = seconds
    }
}

public struct OutboundResponse: Sendable {
    public let status: Int
    /// As the server says it, e.g. `application/json; charset=utf-8`; empty where it does not.
    public let contentType: String
    public let body: [UInt8]

    public init(status: Int, contentType: String = "application/json", body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}

/// Why there is no answer.
public enum OutboundError: Error, Sendable, Equatable {
    /// It is no address that may be called: not `https`, or with a user's name in it.
    case badAddress
    /// It leads to this machine, or into a private network.
    case privateAddress
    /// The server's certificate is not good for its name, or from nobody that is trusted.
    case untrusted
    case tooLong
    case timedOut
    /// What stood in the way, for an operator's log.
    case unreachable(String)
}
