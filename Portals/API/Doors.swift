import HTTPTypes
public import Platform
public import Web

extension APIPortal {
    /// What needs neither key nor token: where tokens are had, and the description of it all.
    /// - Parameter visit: whoever asks.
    public func doors(tokens: Tokens, visit: @escaping @Sendable (Envelope) -> Visit) -> Portal<Visit> {
        Portal(
            routes: TokenRoutes(tokens: tokens).routes + [description], stage: NoPages(), enter: { .come(visit($0)) },
            apologise: { apology, envelope in Problem(apology, visit(envelope).voice, envelope.id).response })
    }

    private var description: Route<Visit> {
        // Declarations do not change while the program runs.
        let bytes = OpenAPIDocument(registry: registry, voice: voices.voice(.en)).json.bytes
        return .raw(.get, "/openapi.json", .open(because: "it says what there is, and nothing of anybody's")) { _, _ in
            Response(headers: [.contentType: "application/json", .cacheControl: "public, max-age=300"], body: .bytes(bytes))
        }
    }
}
