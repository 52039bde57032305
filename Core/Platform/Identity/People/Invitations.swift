import FoundationEssentials
import Postgres

/// Whom a business asked to join it.
public struct Invitations: Sendable {
    let scope: Scope
    /// Links a business may send in an hour, the first time or again.
    public static let mostAnHour = 100
    /// Addresses invited at once.
    public static let mostAtOnce = 50

    public init(in scope: Scope) { self.scope = scope }

    /// Those that are open, also when their links have expired: the newest first, and one more than asked for where there are more.
    /// - Parameters:
    ///   - term: what the address holds, whatever the case; empty for all.
    ///   - before: only those older than this one.
    public func open(holding term: String = "", before: ID<Invitation>? = nil, most: Int) async throws -> [Invitation] {
        try await scope.db.rows("""
            select \(Invitation.columns) from \(Invitation.source)
             where i.accepted_at is null and i.revoked_at is null and strpos(lower(i.email), lower(\(term))) > 0
               and (\(before)::uuid is null or i.id < \(before))
             order by i.id desc limit \(literal: most + 1)
            """, as: Invitation.init(row:))
    }

    /// How many are open.
    public func count() async throws -> Int {
        try await scope.db.value("select count(*) from invitations where accepted_at is null and revoked_at is null")
    }

    /// Those that are open for one of these addresses.
    public func open(for emails: [EmailAddress]) async throws -> [Invitation] {
        try await scope.db.rows("""
            select \(Invitation.columns) from \(Invitation.source)
             where i.accepted_at is null and i.revoked_at is null and lower(i.email) = any(\(emails.map { $0.text.lowercased() })) order by i.email
            """, as: Invitation.init(row:))
    }

    /// - Throws: `PageError.notFound` when this business has no such open invitation.
    public func one(_ id: ID<Invitation>) async throws -> Invitation {
        let found = try await scope.db.first("""
            select \(Invitation.columns) from \(Invitation.source) where i.id = \(id) and i.accepted_at is null and i.revoked_at is null
            """, as: Invitation.init(row:))
        guard let found else { throw PageError.notFound }
        return found
    }

    /// Invites all of them, or nobody.
    /// - Parameters:
    ///   - drafts: each address once, whatever the case.
    ///   - role: one of those that this member is offered.
    /// - Throws: `InvitationError`.
    public func send(_ drafts: [InvitationDraft], as role: BusinessRole) async throws {
        guard role.rung <= scope.member.role, role.rung < .owner else { throw InvitationError.roleTooHigh }
        let texts = drafts.map { $0.email.text.lowercased() }
        try await scope.transaction { scope in
            try await Invitations(in: scope).admit(drafts.count)
            let seated = try await scope.db.rows("select email from colleagues where lower(email) = any(\(texts)) order by email") { row in try row.next(String.self) }
            guard seated.isEmpty else { throw InvitationError.members(seated) }
            let invited = try await Invitations(in: scope).open(for: drafts.map(\.email))
            guard invited.isEmpty else { throw InvitationError.invited(invited.map(\.email.text)) }
            guard try await Invitations(in: scope).hasSeats(for: drafts.count) else { throw InvitationError.noSeats(plan: scope.business.entitlement.name) }
            for draft in drafts {
                let id = ID<Invitation>()
                try await scope.db.execute("""
                    insert into invitations (id, email, role, role_id, invited_by, digest, by_mail, expires_at)
                    values (\(id), \(draft.email), \(role.rung), \(role.custom?.id), \(scope.member.id), \(draft.link.digest), \(draft.mail != nil), now() + \(Invitation.time)::text::interval)
                    """)
                try await scope.db.execute(Self.happened("invited", id))
                if let mail = draft.mail { try await scope.db.execute(mail.posting) }
            }
        }
    }

    /// Sends another link; the one that was sent before is good no more.
    /// - Throws: `InvitationError`; `PageError.notFound` when this business has no such open invitation.
    public func resend(_ id: ID<Invitation>, _ draft: InvitationDraft) async throws {
        guard try await one(id).role.rung <= scope.member.role else { throw InvitationError.roleTooHigh }
        try await scope.transaction { scope in
            try await Invitations(in: scope).admit(1)
            let sent = try await scope.db.execute("""
                update invitations set digest = \(draft.link.digest), by_mail = \(draft.mail != nil), invited_by = \(scope.member.id),
                       sent = array(select s from unnest(sent) s where s > now() - interval '1 hour') || now(),
                       expires_at = now() + \(Invitation.time)::text::interval
                 where id = \(id) and email = \(draft.email) and accepted_at is null and revoked_at is null
                """)
            guard sent == 1 else { throw InvitationError.closed }
            try await scope.db.execute(Self.happened("invited_again", id))
            if let mail = draft.mail { try await scope.db.execute(mail.posting) }
        }
    }

    /// Whoever has its link cannot join any more. One that was accepted meanwhile stays so.
    /// - Throws: `PageError.notFound` when this business has no such open invitation.
    public func revoke(_ id: ID<Invitation>) async throws {
        try await scope.transaction { scope in
            let done = try await scope.db.execute("""
                update invitations set revoked_at = now(), revoked_by = \(scope.member.id) where id = \(id) and accepted_at is null and revoked_at is null
                """)
            guard done == 1 else { throw PageError.notFound }
            try await scope.db.execute(Self.happened("invitation_revoked", id))
        }
    }

    /// Takes it back that this member revoked one, in the hour after; its link is good again. What ended with a role or a seat
    /// stays ended.
    /// - Throws: `PageError.notFound`; `InvitationError.closed` when the address was invited anew meanwhile, `.roleTooHigh` where
    ///   this member could not invite to that role.
    public func restore(_ id: ID<Invitation>, _ registry: Registry) async throws {
        do {
            try await scope.transaction { scope in
                let done = try await scope.db.execute("""
                    update invitations set revoked_at = null, revoked_by = null
                     where id = \(id) and revoked_by = \(scope.member.id) and revoked_at > now() - interval '1 hour'
                    """)
                guard done == 1 else { throw PageError.notFound }
                let role = try await Invitations(in: scope).one(id).role
                guard Granting(registry, in: scope).mayAssign(role) else { throw InvitationError.roleTooHigh }
                try await scope.db.execute(Self.happened("invitation_restored", id))
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "invitations_open_key" {
            throw InvitationError.closed
        }
    }

    /// Lets one after the other send, as many as an hour allows.
    private func admit(_ count: Int) async throws {
        try await scope.db.execute("select pg_advisory_xact_lock(hashtextextended(\("invitations of \(scope.business.id)"), 0))")
        let sent = try await scope.db.value("""
            select count(*) from invitations i cross join lateral unnest(i.sent) s
             where i.expires_at > now() + \(Invitation.time)::text::interval - interval '1 hour' and s > now() - interval '1 hour'
            """, of: Int.self)
        guard sent + count <= Self.mostAnHour else { throw InvitationError.tooMany }
    }

    /// Whether the plan has room for so many, should all who are invited join.
    private func hasSeats(for count: Int) async throws -> Bool {
        guard let terms = scope.business.entitlement.limits["members"], let terms else { return true }
        let taken = try await scope.db.value("""
            select (select count(*) from members)
                 + (select count(*) from invitations where accepted_at is null and revoked_at is null and expires_at > now())
            """, of: Int.self)
        return taken + count <= terms.ceiling
    }

    private static func happened(_ what: String, _ id: ID<Invitation>) -> SQL {
        "insert into events (id, name, record, record_id) values (\(ID<Event>()), \("platform.members.\(what)"), 'invitations', \(id))"
    }
}

extension Invitation {
    fileprivate static var time: String { lifetime.inSQL }
}
