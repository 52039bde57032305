/// Who asks for a page: a member, an operator, or a visitor.
public protocol Caller: Sendable {
    var voice: Voice { get }

    /// The link of the chain `User → Subscription → Plan → Feature → Module → Permission` that
    /// refuses this caller; nil when none does. Every route is decided here, and nowhere else.
    func refusal(_ access: Access, of feature: Feature?) -> Refusal?

    /// The same for a route, with all that is said of it.
    func refusal(to route: Route<Self>) -> Refusal?
}

extension Caller {
    public func refusal(to route: Route<Self>) -> Refusal? { refusal(route.access, of: route.feature) }
}

extension Scope: Caller {
    public func refusal(_ access: Access, of feature: Feature?) -> Refusal? {
        Chain(business: business, permissions: permissions).refusal(access, of: feature)
    }

    /// An operator who assists goes where the member may go, and not where money, people or security are.
    public func refusal(to route: Route<Scope>) -> Refusal? {
        if assist != nil, !route.admitsAssists { return .assist }
        return refusal(route.access, of: route.feature)
    }
}

/// Someone who has not signed in, or whose being signed in does not matter here.
public struct Visit: Caller {
    public let voice: Voice
    /// Where the request came from.
    public let address: String
    /// What the browser calls itself.
    public let agent: String
    public let isSignedIn: Bool

    public init(voice: Voice, address: String, agent: String, isSignedIn: Bool) {
        self.voice = voice
        self.address = address
        self.agent = agent
        self.isSignedIn = isSignedIn
    }

    public func refusal(_ access: Access, of feature: Feature?) -> Refusal? {
        if case .open = access { nil } else { .user }
    }
}

/// Someone who runs the platform, in the operator's portal.
public struct OperatorScope: Caller {
    public let operatorID: ID<Operator>
    public let name: String
    public let email: String
    public let role: OperatorRole
    public let voice: Voice
    public let db: Database<Platform>

    public init(
        operatorID: ID<Operator>, name: String, email: String, role: OperatorRole, voice: Voice, db: Database<Platform>
    ) {
        self.operatorID = operatorID
        self.name = name
        self.email = email
        self.role = role
        self.voice = voice
        self.db = db
    }

    public func refusal(_ access: Access, of feature: Feature?) -> Refusal? {
        switch access {
        case .open: nil
        case .member, .directory: .user
        case .operators(let least): least == .support || role == .admin ? nil : .operatorRole(least)
        }
    }
}

/// A person who runs the platform.
public enum Operator {}
