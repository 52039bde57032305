import Synchronization

/// What providers say of themselves, and their keys, as this node last heard it.
final class ProviderBook: Sendable {
    private let outbound: Outbound
    private let kept = Mutex(Kept())

    private struct Kept {
        var metadata: [String: (value: ProviderMetadata, readAt: ContinuousClock.Instant)] = [:]
        var keys: [String: (value: KeySet, readAt: ContinuousClock.Instant)] = [:]
    }

    private static let most = 2_000
    private static let freshness = Duration.seconds(3_600)
    /// A key that is not known is not looked for more often than this: anybody can name one.
    private let patience: Duration

    init(_ outbound: Outbound, patience: Duration = .seconds(30)) {
        self.outbound = outbound
        self.patience = patience
    }

    /// - Parameter isNew: whether what was heard before does not do.
    /// - Throws: `CompanyError`.
    func metadata(of issuer: String, isNew: Bool = false) async throws -> ProviderMetadata {
        if !isNew, let known = kept.withLock({ $0.metadata[issuer] }), known.readAt + Self.freshness > .now { return known.value }
        let place = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + ProviderMetadata.path
        let bytes = try await got(place)
        guard let json = try? JSONValue(reading: bytes) else { throw CompanyError.noMetadata }
        let metadata = try ProviderMetadata(json, of: issuer)
        kept.withLock { kept in
            if kept.metadata.count >= Self.most { kept.metadata = [:] }
            kept.metadata[issuer] = (metadata, .now)
        }
        return metadata
    }

    /// The keys of a provider, among them the one a token names, where there is one.
    func keys(of provider: ProviderMetadata, having id: String?) async throws -> KeySet {
        if let known = kept.withLock({ $0.keys[provider.issuer] }), known.readAt + Self.freshness > .now,
            known.value.has(id) || known.readAt + patience > .now {
            return known.value
        }
        guard let keys = KeySet(try await got(provider.keysAddress)) else { throw CompanyError.noMetadata }
        kept.withLock { kept in
            if kept.keys.count >= Self.most { kept.keys = [:] }
            kept.keys[provider.issuer] = (keys, .now)
        }
        return keys
    }

    /// - Throws: `CompanyError.unreachable`, `.notAllowed`, `.noMetadata`.
    private func got(_ url: String) async throws -> [UInt8] {
        let response = try await sent(OutboundRequest(url, headers: [("Accept", "application/json")]))
        guard response.status == 200 else { throw CompanyError.noMetadata }
        return response.body
    }

    /// - Throws: `CompanyError.unreachable`, `.notAllowed`.
    func sent(_ request: OutboundRequest) async throws -> OutboundResponse {
        do {
            return try await outbound.send(request)
        } catch let error as OutboundError {
            switch error {
            case .badAddress, .privateAddress: throw CompanyError.notAllowed
            case .untrusted, .tooLong, .timedOut, .unreachable: throw CompanyError.unreachable
            }
        }
    }
}
