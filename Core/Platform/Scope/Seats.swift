import FoundationEssentials
public import Postgres

/// Finds who a member is without a cookie, for work that goes on after the answer.
public struct Seats: Sendable {
    public let pool: ConnectionPool
    public let registry: Registry
    public let voices: Voices

    /// - Parameter pool: of the login `kontor_app`.
    public init(_ pool: ConnectionPool, registry: Registry, voices: Voices) {
        self.pool = pool
        self.registry = registry
        self.voices = voices
    }

    /// What this member may do now, in their language.
    /// - Parameter origin: what they do it by.
    /// - Returns: nil when the seat is gone or its person was deactivated.
    /// - Throws: `Refusal` while the business is suspended.
    public func scope(of member: ID<Member>, in business: ID<Business>, from origin: Origin = Origin(.system)) async throws -> Scope? {
        let db = Database(pool, of: business)
        guard let (member, business) = try await db.first(Self.seat(member), as: Self.read(row:)) else { return nil }
        if case .suspended(let reason, _) = business.status { throw Refusal.subscription(reason: reason) }
        let language = voices.language(member.language, business.language, browser: nil)
        return Scope(
            business: business, member: member, permissions: registry.permissions(of: member.role),
            voice: voices.voice(language, timeZone: business.timeZone), db: db, origin: origin)
    }

    /// The policies show the application its own business and that business's people only.
    private static func seat(_ member: ID<Member>) -> SQL {
        """
        select u.id, u.name, u.email, u.language, m.id, m.role,
               b.id, b.name, b.suspended_reason, b.suspended_at, b.language, b.currency, b.time_zone, b.hue, b.features_off, b.custom_fields,
               b.access_rules, kontor.teammates(m.business_id, m.id)
          from members m join users u on u.id = m.user_id join businesses b on b.id = m.business_id
         where m.id = \(member) and u.deactivated_at is null
        """
    }

    @Sendable private static func read(row: inout Row) throws -> (Member, Business) {
        let user: ID<User> = try row.next()
        let name: String = try row.next()
        let email: String = try row.next()
        let language = try row.next(String?.self).flatMap(Language.init(rawValue:))
        let id: ID<Member> = try row.next()
        let role: Role = try row.next()
        let business = try Business(row: &row)
        return (Member(id: id, user: user, name: name, email: email, role: role, language: language, teammates: try row.next()), business)
    }
}
