public import HTTPTypes
public import Platform

/// One door of the house: its routes, who may come in, and what its pages look like.
public struct Portal<Context: Caller>: Sendable {
    let routes: [Route<Context>]
    let stage: any Stage<Context>
    let enter: @Sendable (Envelope) async throws -> Entrance<Context>
    let around: Around
    public let apologise: @Sendable (Apology, Envelope) async throws -> PageResponse

    /// Lets a route's handler run, or answers instead of it.
    public typealias Around = @Sendable (
        Route<Context>, PageRequest, Context, _ run: () async throws -> PageResponse
    ) async throws -> PageResponse

    /// - Parameters:
    ///   - enter: finds out who asks.
    ///   - around: comes between those who may and what they asked for.
    ///   - apologise: the page shown instead of one that cannot be.
    public init(
        routes: [Route<Context>], stage: any Stage<Context>,
        enter: @escaping @Sendable (Envelope) async throws -> Entrance<Context>,
        around: @escaping Around = { _, _, _, run in try await run() },
        apologise: @escaping @Sendable (Apology, Envelope) async throws -> PageResponse
    ) {
        self.routes = routes
        self.stage = stage
        self.enter = enter
        self.around = around
        self.apologise = apologise
    }
}

/// What is known of a request before anyone looks at what it wants.
public struct Envelope: Sendable {
    public let id: String
    public let method: HTTPRequest.Method
    public let path: String
    /// The path with its query, to come back to.
    public let target: String
    public let headers: HTTPFields
    public let cookies: Cookies
    /// Where the request came from.
    public let address: String
}

/// Who was found at the door.
public enum Entrance<Context: Sendable>: Sendable {
    case come(Context)
    /// Not here: sign in first, then come back.
    case elsewhere(String)
}

/// A route in short, for lists of them.
public struct RouteSummary: Sendable {
    public let method: HTTPRequest.Method
    public let path: String
    public let access: Access
    public let feature: Feature?
    /// Whether operators who assist a member may take it.
    public let admitsAssists: Bool

    public init(method: HTTPRequest.Method, path: String, access: Access, feature: Feature?, admitsAssists: Bool = false) {
        self.method = method
        self.path = path
        self.access = access
        self.feature = feature
        self.admitsAssists = admitsAssists
    }
}

extension Portal {
    /// The methods that a path can be asked for with.
    func methods(of path: String) -> [String] {
        let parts = path.split(separator: "/")
        let found = routes.filter { route in
            let pattern = route.path.split(separator: "/")
            return pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        // A path without a name in braces is meant before one with.
        let meant = found.contains { $0.path == path } ? found.filter { $0.path == path } : found
        return meant.map(\.method.rawValue)
    }

    public var summaries: [RouteSummary] {
        routes.map { RouteSummary(method: $0.method, path: $0.path, access: $0.access, feature: $0.feature, admitsAssists: $0.admitsAssists) }
    }
}
