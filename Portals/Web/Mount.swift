import FoundationEssentials
import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
public import Platform

/// Puts portals on the wire: every request goes in here, is let in or not, and comes out as bytes.
public struct Mount: Sendable {
    private let settings: WireSettings

    public init(_ settings: WireSettings) { self.settings = settings }

    /// Adds all routes of a portal.
    /// - Throws: `TemplateError` when a page and its template do not fit.
    public func add<Context: Caller>(_ portal: Portal<Context>, to router: Router<WireContext>) throws {
        for route in portal.routes {
            let handle = try route.prepare(portal.stage)
            router.on(RouterPath(route.path), method: route.method) { wire, context in
                let envelope = envelope(wire, context)
                do {
                    return try await answer(wire, envelope, context, route, portal, handle)
                } catch let error as HTTPParserError {
                    throw error // What follows cannot be read either: Hummingbird answers 400 and hangs up.
                } catch {
                    return try await apologise(error, envelope, context, portal)
                }
            }
        }
    }

    /// What is answered where there is no route: the portal says so in its own way, and which methods there are.
    /// - Parameter prefix: the paths it speaks for; several portals may share a router, those with the longest prefix last.
    public func addNothing<Context: Caller>(
        of portal: Portal<Context>, below prefix: String = "/", to router: Router<WireContext>
    ) {
        router.add(middleware: Nothing(mount: self, portal: portal, prefix: prefix))
    }

    private func answer<Context: Caller>(
        _ wire: Hummingbird.Request, _ envelope: Envelope, _ context: WireContext, _ route: Route<Context>,
        _ portal: Portal<Context>, _ handle: @escaping Route<Context>.Handler
    ) async throws -> Hummingbird.Response {
        if isCrossSite(wire.method, wire.headers, host: wire.head.authority) { throw CrossSiteError() }
        switch try await portal.enter(envelope) {
        case .elsewhere(let path):
            return PageResponse.seeOther(path).onWire(envelope, settings)
        case .come(let caller):
            if let refusal = caller.refusal(to: route) { throw refusal }
            let request = try await pageRequest(wire, envelope, context, streams: route.streams)
            let response = try await portal.around(route, request, caller) { try await handle(request, caller) }
            context.logger.debug("answered", metadata: [
                "path": .string(envelope.path), "method": .string(envelope.method.rawValue), "status": .stringConvertible(response.status.code),
            ])
            return response.onWire(envelope, settings)
        }
    }

    private func pageRequest(
        _ wire: Hummingbird.Request, _ envelope: Envelope, _ context: WireContext, streams: Bool
    ) async throws -> PageRequest {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters { parameters[String(name)] = String(value).removingPercentEncoding }
        let query = wire.uri.query.map { Form(urlEncoded: $0.utf8) } ?? Form()
        return PageRequest(
            id: envelope.id, method: wire.method, path: envelope.path, parameters: parameters, query: query,
            form: streams || wire.method == .get ? Form() : try await form(wire), headers: wire.headers, body: wire.body)
    }

    private func form(_ wire: Hummingbird.Request) async throws -> Form {
        guard let type = wire.headers[.contentType], type.hasPrefix("application/x-www-form-urlencoded") else {
            return Form()
        }
        do {
            return Form(urlEncoded: try await wire.body.collect(upTo: settings.mostFormBytes).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw PageError.tooLarge(limit: settings.mostFormBytes)
        }
    }

    func apologise<Context: Caller>(
        _ error: any Error, _ envelope: Envelope, _ context: WireContext, _ portal: Portal<Context>
    ) async throws -> Hummingbird.Response {
        let apology = Apology(error)
        if apology.status.code >= 500 {
            context.logger.error("request failed", metadata: [
                "path": .string(envelope.path), "method": .string(envelope.method.rawValue), "error": .string("\(error)"),
            ])
        }
        var response = try await portal.apologise(apology, envelope).onWire(envelope, settings)
        if response.status == .serviceUnavailable { response.headers[.retryAfter] = "2" }
        return response
    }

    func envelope(_ wire: Hummingbird.Request, _ context: WireContext) -> Envelope {
        let forwarded = settings.trustsProxy ? wire.headers[.forwardedFor]?.split(separator: ",").last.map { $0.filter { $0 != " " } } : nil
        return Envelope(
            id: context.id, method: wire.method, path: wire.uri.path, target: wire.uri.string, headers: wire.headers,
            cookies: Cookies(wire.headers), address: forwarded ?? context.address)
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
}

/// A form of another site was posted here.
struct CrossSiteError: UserFacingError {
    var status: HTTPResponse.Status { .forbidden }
    var message: Phrase { "platform.errors.cross_site" }
}

/// Turns "no such route" into the portal's page that says so.
private struct Nothing<Context: Caller>: RouterMiddleware {
    let mount: Mount
    let portal: Portal<Context>
    let prefix: String

    func handle(
        _ request: Hummingbird.Request, context: WireContext,
        next: (Hummingbird.Request, WireContext) async throws -> Hummingbird.Response
    ) async throws -> Hummingbird.Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && request.uri.path.hasPrefix(prefix) {
            let methods = portal.methods(of: request.uri.path)
            let error = methods.isEmpty ? PageError.notFound : .methodNotAllowed
            var response = try await mount.apologise(error, mount.envelope(request, context), context, portal)
            if !methods.isEmpty { response.headers[.allow] = methods.joined(separator: ", ") }
            return response
        }
    }
}
