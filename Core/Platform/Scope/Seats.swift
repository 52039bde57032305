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
            business: business, member: member, permissions: registry.permissions(of: member),
            voice: voices.voice(language, timeZone: business.timeZone), db: db, origin: origin)
    }

    /// The policies show the application its own business and that business's people only.
    private static func seat(_ member: ID<Member>) -> SQL {
        """
        select u.id, u.name, u.email, u.language, m.id, m.role, r.id, r.name, r.decisions,
               \(Business.columns), kontor.teammates(m.business_id, m.id)
          from members m join users u on u.id = m.user_id join businesses b on b.id = m.business_id
          left join roles r on r.id = m.role_id
         where m.id = \(member) and u.deactivated_at is null
        """
    }

    @Sendable private static func read(row: inout Row) throws -> (Member, Business) {
        let seat = try Standing(row: &row)
        return (seat.member, seat.business)
    }
}
