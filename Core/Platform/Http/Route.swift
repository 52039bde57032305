public import HTTPTypes

/// Who may take a route. There is no way to leave it out.
public enum Access: Sendable, Equatable {
    /// Anyone, signed in or not; says why.
    case open(because: String)
    /// A member with this permission.
    case member(Permission)
    /// The directory of a business, by its token.
    case directory
    /// An operator of at least this role.
    case operators(OperatorRole)
}

/// One URL, who may take it, and what it answers. `Context` is who asks: a `Scope` in the customer portal.
public struct Route<Context: Sendable>: Sendable {
    public typealias Handler = @Sendable (Request, Context) async throws -> Response

    public let method: HTTPRequest.Method
    /// From the portal's root, with names in braces: `/crm/customers/{id}`.
    public let path: String
    public let access: Access
    /// The feature a plan must switch on, set for all routes of a module.
    public internal(set) var feature: Feature?
    /// Whether somebody must have proved who they are not long ago.
    public private(set) var asksFreshProof = false
    /// What was said about operators who assist; nil: nothing.
    private var isAssistable: Bool?
    /// Whether the body is left to the handler, as a stream, instead of being read as a form.
    public let streams: Bool
    /// Binds the route's page to its template.
    public let prepare: @Sendable (any Stage<Context>) throws -> Handler

    init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, streams: Bool,
        _ prepare: @escaping @Sendable (any Stage<Context>) throws -> Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.streams = streams
        self.prepare = prepare
    }
}

/// What puts a page into its portal's frame.
public protocol Stage<Context>: Sendable {
    associatedtype Context: Sendable
    /// Binds a page's template now.
    /// - Returns: what fills it, for whoever asks.
    /// - Throws: `TemplateError` when the template names something the page does not have.
    func dress<P: Page>(_ page: P.Type) throws -> @Sendable (P, Request, Context) async throws -> [UInt8]
    /// Remembers a word for the page that follows.
    func seeOther(_ path: String, saying announcement: Announcement?) -> Response
}

extension Route {
    /// A page to read.
    public static func get<P: Page>(
        _ path: String, _ access: Access,
        _ handler: @escaping @Sendable (Request, Context) async throws -> Answer<P>
    ) -> Route {
        page(.get, path, access, handler)
    }

    /// A form to take: answers with the next page, or with the same one and what is wrong with it.
    public static func post<P: Page>(
        _ path: String, _ access: Access, streams: Bool = false,
        _ handler: @escaping @Sendable (Request, Context) async throws -> Answer<P>
    ) -> Route {
        page(.post, path, access, streams: streams, handler)
    }

    /// The same route as part of a feature, which must be switched on for it.
    public func belonging(to feature: Feature) -> Route {
        var route = self
        route.feature = feature
        return route
    }

    /// The same route for those only who proved who they are within the last 15 minutes: for what could do harm. Others are asked for
    /// a proof first. Programs, which come in by a credential of their own, are not.
    public var freshly: Route {
        var route = self
        route.asksFreshProof = true
        return route
    }

    /// Whether operators who assist a member may take it: what belongs to a module and asks for no fresh proof. Anything else may hold
    /// money, people or their security, and is closed to them unless it is said otherwise.
    public var admitsAssists: Bool { isAssistable ?? (feature != nil && !asksFreshProof) }

    /// The same route, open to operators who assist, although it belongs to no module.
    public var openToAssists: Route {
        var route = self
        route.isAssistable = true
        return route
    }

    /// The same route, closed to operators who assist: it moves money, or what it does cannot be taken back, or it hands data of many
    /// people out.
    public var closedToAssists: Route {
        var route = self
        route.isAssistable = false
        return route
    }

    /// The same route with something around its handler.
    public func wrapped(_ wrap: @escaping @Sendable (@escaping Handler) -> Handler) -> Route {
        var route = Route(method, path, access, streams: streams) { stage in wrap(try prepare(stage)) }
        route.feature = feature
        route.asksFreshProof = asksFreshProof
        route.isAssistable = isAssistable
        return route
    }

    /// Anything but a page: a file, a redirection.
    public static func raw(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, streams: Bool = false, _ handler: @escaping Handler
    ) -> Route {
        Route(method, path, access, streams: streams) { _ in handler }
    }

    private static func page<P: Page>(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, streams: Bool = false,
        _ handler: @escaping @Sendable (Request, Context) async throws -> Answer<P>
    ) -> Route {
        Route(method, path, access, streams: streams) { stage in
            let dress = try stage.dress(P.self)
            return { request, context in
                switch try await handler(request, context) {
                case .page(let page, let status):
                    .html(try await dress(page, request, context), status: status)
                case .seeOther(let path, let announcement):
                    stage.seeOther(path, saying: announcement)
                case .other(let response): response
                }
            }
        }
    }
}
