import HTTPTypes
public import Platform
public import Web

/// Where the directory of a business (its identity provider) tells of people and groups: `/scim/v2`, as RFC 7643 and RFC 7644 have it.
public struct DirectoryPortal: Sendable {
    /// What every address begins with.
    public static let root = "/scim/v2"

    private let door: DirectoryDoor
    private let limits: RateLimits
    private let voices: Voices
    /// Where the service is, as directories reach it.
    private let base: String

    /// - Parameters:
    ///   - origin: where the portal is reached, e.g. `https://kontor.example`.
    ///   - requestsPerMinute: of one token, before it is asked to wait.
    ///   - counted: counts them for all nodes together; nil: each counts its own.
    public init(door: DirectoryDoor, voices: Voices, origin: String, requestsPerMinute: Int, counted: SharedCount? = nil) {
        self.door = door
        self.voices = voices
        base = origin + Self.root
        limits = RateLimits(perMinute: requestsPerMinute, shared: counted)
    }

    public var portal: Portal<DirectoryScope> {
        let routes = DirectoryDescription(base: base).routes + DirectoryRoutes(base: base).routes
        return Portal(
            routes: routes.map(limited), stage: NoPages(),
            enter: { envelope in
                .come(try await door.enter(
                    authorization: envelope.headers[.authorization], address: envelope.address, languages: envelope.headers[.acceptLanguage]))
            },
            apologise: { apology, envelope in SCIMAnswer.apology(apology, voices.voice(voices.language(browser: envelope.headers[.acceptLanguage])), envelope.id) })
    }

    private func limited(_ route: Route<DirectoryScope>) -> Route<DirectoryScope> {
        route.wrapped { handle in
            { request, scope in
                let allowance = await limits.take(scope.token.uuid)
                do {
                    guard allowance.isGranted else { throw TooManyRequests() }
                    return try await handle(request, scope).with(allowance)
                } catch let error as any UserFacingError {
                    return SCIMAnswer.apology(Apology(error), scope.voice, request.id).with(allowance)
                }
            }
        }
    }
}
