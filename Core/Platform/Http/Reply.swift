public import HTTPTypes

/// What a handler answers that shows a page or does something of its own, such as setting a cookie.
public enum Reply<P: Page>: Sendable {
    case page(P, status: HTTPResponse.Status = .ok)
    case other(Response)
}

extension Route {
    /// A page, or any other response.
    public static func answering<P: Page>(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access,
        _ handler: @escaping @Sendable (Request, Context) async throws -> Reply<P>
    ) -> Route {
        Route(method, path, access, streams: false) { stage in
            let dress = try stage.dress(P.self)
            return { request, context in
                switch try await handler(request, context) {
                case .page(let page, let status): .html(try await dress(page, request, context), status: status)
                case .other(let response): response
                }
            }
        }
    }
}
