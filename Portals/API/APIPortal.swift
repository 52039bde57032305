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
    ///   - counted: where all nodes count together; nil: each counts its own.
    ///   - door: finds out whose the `Authorization` header is; throws where it is nobody's.
    public init(
        registry: Registry, voices: Voices, pool: ConnectionPool, fence: Fence, requestsPerMinute: Int, counted: SharedCount? = nil,
        door: @escaping @Sendable (_ authorization: String?, _ address: String) async throws -> Entry
    ) {
        self.registry = registry
        self.voices = voices
        self.pool = pool
        self.fence = fence
        self.door = door
        limits = RateLimits(perMinute: requestsPerMinute, shared: counted)
    }

    /// For programs that say who they are.
    public var portal: Portal<Scope> {
        let routes = registry.resources.flatMap { resource in
            ResourceRoutes(resource: resource, feature: Feature(resource.module)).routes
        } + registry.endpoints.flatMap { EndpointRoutes(endpoint: $0).routes } + SearchRoutes(registry: registry).routes
        let files = FileRoutes(registry: registry)
        return Portal(
            routes: (routes + files.reading).map { guarded($0) } + [guarded(files.upload, isOnceByItself: true)], stage: NoPages(), enter: { .come(try await enter($0)) },
            around: { [fence] route, _, scope, run in
                guard let feature = route.feature else { return try await run() }
                let surface = Fence.Surface(.route, "\(route.method.rawValue) \(route.path)")
                return try await fence.guarding(surface, of: feature.name, for: scope.business.id, run)
            },
            apologise: { apology, envelope in Problem(apology, voice(envelope.headers[.acceptLanguage]), envelope.id).response })
    }

    /// Counts the request, and does what comes with a key once.
    /// - Parameter isOnceByItself: whether the route sees to that, because its body is too large to be held.
    private func guarded(_ route: Route<Scope>, isOnceByItself: Bool = false) -> Route<Scope> {
        route.wrapped { handle in
            { request, scope in
                let allowance = await limits.take(scope.member.id.uuid)
                guard allowance.isGranted else { return Problem(TooManyRequests(), scope.voice, request.id).response.with(allowance) }
                do {
                    try await count(scope)
                    if isOnceByItself { return try await handle(request, scope).with(allowance) }
                    let once = Idempotency(scope: scope) { error, request in
                        Problem(error, voice(request.headers[.acceptLanguage]), request.id).response
                    }
                    return try await once.answer(request, handle).with(allowance)
                } catch let error as any UserFacingError {
                    return Problem(error, scope.voice, request.id).response.with(allowance)
                }
            }
        }
    }

    /// Counts the request where the plan limits them. That a moment's counts go with a crash is less than to wait for the disk.
    private func count(_ scope: Scope) async throws {
        guard let terms = scope.business.entitlement.limits[Limit.calls.name], terms != nil else { return }
        try await scope.db.transaction { db in
            try await db.execute("set local synchronous_commit to off")
            try await db.write(Query<Int>.value("select kontor.reserve(\(Limit.calls.name), 1)"))
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

    private func voice(_ languages: String?) -> Voice { voices.voice(voices.language(browser: languages)) }
}

/// Programs are shown no pages.
struct NoPages<Context: Sendable>: Stage {
    func dress<P: Page>(_ page: P.Type) -> @Sendable (P, Request, Context) async throws -> [UInt8] { { _, _, _ in [] } }
    func seeOther(_ path: String, saying announcement: Announcement?) -> Response { .seeOther(path) }
}
