import HTTPTypes
public import Platform
public import Web

/// Where programs read and write what people do in the portals: `/api/v1/<module>/<records>`.
///
/// Every address comes from the modules' declarations, with the permission, the checks and the business's walls that the
/// pages have.
public struct APIPortal: Sendable {
    /// What every address begins with.
    public static let root = "/api/v1"

    let registry: Registry
    let voices: Voices
    let pool: ConnectionPool
    let fence: Fence
    let door: @Sendable (_ authorization: String?, _ address: String) async throws -> Entry
    let limits: RateLimits

    /// - Parameters:
    ///   - pool: of the login `kontor_app`.
    ///   - requestsPerMinute: of one member, before they are asked to wait.
    ///   - door: finds out whose the `Authorization` header is; throws where it is nobody's.
    public init(
        registry: Registry, voices: Voices, pool: ConnectionPool, fence: Fence, requestsPerMinute: Int,
        door: @escaping @Sendable (_ authorization: String?, _ address: String) async throws -> Entry
    ) {
        self.registry = registry
        self.voices = voices
        self.pool = pool
        self.fence = fence
        self.door = door
        limits = RateLimits(perMinute: requestsPerMinute)
    }

    /// For programs that say who they are.
    public var portal: Portal<Scope> {
        let routes = registry.resources.flatMap { resource in
            ResourceRoutes(resource: resource, feature: Feature(resource.module)).routes
        } + registry.endpoints.flatMap { CommandRoutes(endpoint: $0).routes }
        return Portal(
            routes: routes.map { guarded($0) }, stage: NoPages(), enter: { .come(try await enter($0)) },
            around: { [fence] route, _, scope, run in
                guard let feature = route.feature else { return try await run() }
                let surface = Fence.Surface(.route, "\(route.method.rawValue) \(route.path)")
                return try await fence.guarding(surface, of: feature.name, for: scope.business.id, run)
            },
            apologise: { apology, envelope in Problem(apology, voice(envelope), envelope.id).response })
    }

    /// Counts the request, and does what comes with a key once.
    private func guarded(_ route: Route<Scope>) -> Route<Scope> {
        route.wrapped { handle in
            { request, scope in
                let allowance = limits.take(scope.member.id)
                guard allowance.isGranted else { return Problem(TooManyRequests(), scope.voice, request.id).response.with(allowance) }
                do {
                    return try await Idempotency(scope: scope).answer(request, handle).with(allowance)
                } catch let error as any UserFacingError {
                    return Problem(error, scope.voice, request.id).response.with(allowance)
                }
            }
        }
    }

    private func enter(_ envelope: Envelope) async throws -> Scope {
        let entry = try await door(envelope.headers[.authorization], envelope.address)
        let language = voices.language(entry.member.language, entry.business.language, browser: envelope.headers[.acceptLanguage])
        return Scope(
            business: entry.business, member: entry.member, permissions: entry.permissions,
            voice: voices.voice(language, timeZone: entry.business.timeZone), db: Database(pool, of: entry.business.id),
            origin: Origin(.api, address: envelope.address))
    }

    private func voice(_ envelope: Envelope) -> Voice {
        voices.voice(voices.language(browser: envelope.headers[.acceptLanguage]))
    }
}

/// Programs are shown no pages.
struct NoPages<Context: Sendable>: Stage {
    func dress<P: Page>(_ page: P.Type) -> @Sendable (P, Request, Context) async throws -> [UInt8] { { _, _, _ in [] } }
    func seeOther(_ path: String, saying announcement: Announcement?) -> Response { .seeOther(path) }
}
