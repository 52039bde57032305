import FoundationEssentials
public import Hummingbird
import NIOCore
import Platform

/// What Hummingbird keeps of a request while it is answered.
public struct WireContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    let address: String

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "local"
    }
}

/// Settings of the wire that an operator decides.
public struct WireSettings: Sendable {
    /// Whether the portal is reached over TLS, as behind a proxy: cookies are then bound to it.
    public var isSecure: Bool
    /// Whether `X-Forwarded-For` is to be believed, because a proxy of ours writes it.
    public var trustsProxy: Bool
    /// Bytes of a form at most; files that are uploaded are not forms.
    public var mostFormBytes = 1_048_576
    /// Where the speculation rules are, if there are any.
    public var speculationRules: String?

    public init(isSecure: Bool, trustsProxy: Bool, speculationRules: String? = nil) {
        self.isSecure = isSecure
        self.trustsProxy = trustsProxy
        self.speculationRules = speculationRules
    }
}
