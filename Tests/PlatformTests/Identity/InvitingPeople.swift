import Support
import Testing

@testable import Platform

@Suite("Somebody who is invited", .enabled(if: TestPlatform.isPossible))
struct InvitingPeople {
    @Test("and has no account makes one by the link, sits in the role they were asked for, and has shown their address")
    func stranger() async throws {
        try await Door.with { door in
            let acme = try await door.business(), link = try await door.invite("bo@example.com", to: acme, as: .manager)
            let invited = try #require(try await door.accounts.invited(by: link))
            #expect(invited.refusal == nil && invited.business == "Acme" && invited.inviter == acme.member.name && !invited.hasAccount)
            let session = try await door.accounts.register(by: link, name: "Bo", password: Door.password, language: .en, with: Door.browser)
            let entry = try #require(try await door.entry(session))
            #expect(entry.business.id == acme.business.id && entry.member.role == .manager && entry.member.email == "bo@example.com")
            let person = try #require(try await door.accounts.person(session.digest))
            #expect(person.isVerified)
            let history = try await door.accounts.sessions(of: session.digest).past
            #expect(history.count == 1 && history.first?.address == Door.browser.address, "coming in this way is told like every other")
            #expect(try await door.happened() == ["platform.members.invited", "platform.members.joined"])
        }
    }

    @Test("and has an account joins with it, and is taken there")
    func known() async throws {
        try await Door.with { door in
            try await door.register("bo@example.com", business: "Bo's own")
            let acme = try await door.business(), link = try await door.invite("BO@example.com", to: acme, as: .staff)
            let session = try await door.signIn("bo@example.com")
            #expect(try await door.entry(session)?.business.name == "Bo's own")
            try await door.accounts.join(by: link, session: session.digest)
            #expect(try await door.entry(session)?.business.id == acme.business.id)
            #expect(try await door.accounts.businesses(of: session.digest).map(\.name) == ["Acme", "Bo's own"])
            let again = try await door.signIn("bo@example.com")
            #expect(try await door.entry(again)?.business.id == acme.business.id, "they begin where they were last")
        }
    }

    @Test("joins once: replayed invitation links open nothing, neither for them nor for others, nor at the same time")
    func replayed() async throws {
        try await Door.with { door in
            let acme = try await door.business(), link = try await door.invite("bo@example.com", to: acme)
            try await door.register("bo@example.com", business: "Own")
            let session = try await door.signIn("bo@example.com"), other = try await door.signIn("bo@example.com")
            let states = await withTaskGroup(of: JoinError?.self) { group in
                for session in [session, other, session, other] {
                    group.addTask { do { try await door.accounts.join(by: link, session: session.digest); return nil } catch { return error as? JoinError } }
                }
                return await group.reduce(into: [JoinError?]()) { $0.append($1) }
            }
            #expect(states.count { $0 == nil } == 1 && states.count { $0 == .used } == 3)
            await #expect(throws: JoinError.used) { try await door.accounts.register(by: link, name: "Eve", password: Door.password, language: .en, with: Door.browser) }
            #expect(try await door.count("members where left_at is null") == 3)
        }
    }

    @Test("cannot join by a link that was revoked, has expired, or was replaced; a link that is made up is none")
    func refused() async throws {
        try await Door.with { door in
            let acme = try await door.business()
            let revoked = try await door.invite("a@example.com", to: acme)
            try await Invitations(in: acme).revoke(try await door.open("a@example.com", acme).id)
            #expect(try await door.accounts.invited(by: revoked)?.refusal == .revoked)
            let expired = try await door.invite("b@example.com", to: acme)
            try await door.arrange("update invitations set expires_at = now() where email = 'b@example.com'")
            #expect(try await door.accounts.invited(by: expired)?.refusal == .expired)
            let replaced = try await door.invite("c@example.com", to: acme), newer = Secret()
            try await Invitations(in: acme).resend(try await door.open("c@example.com", acme).id, Door.draft("c@example.com", newer))
            #expect(try await door.accounts.invited(by: replaced) == nil)
            #expect(try await door.accounts.invited(by: newer)?.refusal == nil)
            for (link, error) in [(revoked, JoinError.revoked), (expired, .expired), (replaced, .gone), (Secret(), .gone)] {
                await #expect(throws: error) { try await door.accounts.register(by: link, name: "Eve", password: Door.password, language: .en, with: Door.browser) }
            }
            #expect(try await door.count("users") == 1)
        }
    }

    @Test("is the one whose mailbox it went to, and nobody else who comes by the link")
    func others() async throws {
        try await Door.with { door in
            let acme = try await door.business(), link = try await door.invite("bo@example.com", to: acme)
            try await door.register("eve@example.com", business: "Eve's")
            let eve = try await door.signIn("eve@example.com")
            await #expect(throws: JoinError.otherPerson) { try await door.accounts.join(by: link, session: eve.digest) }
            await #expect(throws: JoinError.gone) { try await door.accounts.join(by: link, session: Secret().digest) }
            try await door.register("bo@example.com", business: "Bo's")
            await #expect(throws: JoinError.hasAccount) { try await door.accounts.register(by: link, name: "Eve", password: Door.password, language: .en, with: Door.browser) }
            #expect(try await door.accounts.invited(by: link)?.refusal == nil)
        }
    }

    @Test("is not invited twice, nor where they have a seat, whatever the case; then nobody of the list is")
    func twice() async throws {
        try await Door.with { door in
            let acme = try await door.business()
            _ = try await door.invite("bo@example.com", to: acme)
            let drafts = try ["new@example.com", "BO@example.com"].map { try Door.draft($0, Secret()) }
            await #expect(throws: InvitationError.invited(["bo@example.com"])) { try await Invitations(in: acme).send(drafts, as: .staff) }
            await #expect(throws: InvitationError.members([acme.member.email])) {
                try await Invitations(in: acme).send([Door.draft("new@example.com", Secret()), Door.draft(acme.member.email.uppercased(), Secret())], as: .staff)
            }
            #expect(try await door.count("invitations") == 1)
            #expect(try await door.count("mails") == 1)
        }
    }

    @Test("is never asked to a role above that of who asks, nor to the owner's")
    func rank() async throws {
        try await Door.with { door in
            let acme = try await door.business(), admin = try await door.platform.join(acme.business.id, as: .manager)
            for (scope, role) in [(acme, Role.owner), (admin, .admin), (admin, .owner)] {
                await #expect(throws: InvitationError.roleTooHigh) { try await Invitations(in: scope).send([Door.draft("x@example.com", Secret())], as: BusinessRole(role)) }
            }
            let offered = try await Roles(door.platform.registry, in: admin).assignable()
            #expect(offered.map(\.rung) == [.viewer, .staff, .manager])
        }
    }

    @Test("to a role that ends is not invited to its rung instead: the link is good no more, and nobody brings it back")
    func roleGone() async throws {
        try await Door.with { door in
            let acme = try await door.business(), roles = Roles(door.platform.registry, in: acme), draft = RoleDraft(name: "Sales", rung: .manager)
            try await roles.make(draft)
            let open = Secret(), revoked = Secret(), role = try await roles.one(draft.id).role
            for (email, link) in [("open@example.com", open), ("revoked@example.com", revoked)] {
                try await Invitations(in: acme).send([Door.draft(email, link)], as: role)
            }
            let ids = [try await door.open("open@example.com", acme).id, try await door.open("revoked@example.com", acme).id]
            try await Invitations(in: acme).revoke(ids[1])
            try await roles.remove(draft.id)
            for link in [open, revoked] {
                #expect(try await door.accounts.invited(by: link)?.refusal == .revoked)
                await #expect(throws: JoinError.revoked) { try await door.accounts.register(by: link, name: "Bo", password: Door.password, language: .en, with: Door.browser) }
            }
            for id in ids { await #expect(throws: PageError.notFound) { try await Invitations(in: acme).restore(id, door.platform.registry) } }
            #expect(try await door.count("users") == 1)
        }
    }

    @Test("stays uninvited until who revoked it takes that back, if they could invite to that role")
    func restoring() async throws {
        try await Door.with { door in
            let acme = try await door.business(), registry = door.platform.registry
            let manager = try await door.platform.join(acme.business.id, as: .manager), admin = try await door.platform.join(acme.business.id, as: .admin)
            let link = try await door.invite("bo@example.com", to: admin, as: .admin), id = try await door.open("bo@example.com", acme).id
            try await Invitations(in: admin).revoke(id)
            await #expect(throws: PageError.notFound) { try await Invitations(in: manager).restore(id, registry) }
            try await Invitations(in: admin).restore(id, registry)
            #expect(try await door.accounts.invited(by: link)?.refusal == nil)
            try await Invitations(in: manager).revoke(id)
            await #expect(throws: InvitationError.roleTooHigh) { try await Invitations(in: manager).restore(id, registry) }
            await #expect(throws: PageError.notFound) { try await Invitations(in: admin).restore(id, registry) }
            #expect(try await door.accounts.invited(by: link)?.refusal == .revoked)

            let other = try await door.invite("cy@example.com", to: admin, as: .admin), theirs = try await door.open("cy@example.com", acme).id
            try await Roles(registry, in: acme).assign(.staff, to: admin.member.id)
            #expect(try await door.accounts.invited(by: other)?.refusal == .revoked, "who sent it could not any more")
            for scope in [acme, manager, admin] { await #expect(throws: PageError.notFound) { try await Invitations(in: scope).restore(theirs, registry) } }
        }
    }

    @Test("belongs to one business: another one neither sees nor sends nor revokes the invitation, and its link joins its own only")
    func walls() async throws {
        try await Door.with { door in
            let acme = try await door.business(), globex = try await door.platform.register("Globex")
            let link = try await door.invite("bo@example.com", to: acme), id = try await door.open("bo@example.com", acme).id
            #expect(try await Invitations(in: globex).open(most: 10).isEmpty)
            await #expect(throws: PageError.notFound) { try await Invitations(in: globex).revoke(id) }
            await #expect(throws: PageError.notFound) { try await Invitations(in: globex).restore(id, door.platform.registry) }
            await #expect(throws: PageError.notFound) { try await Invitations(in: globex).resend(id, Door.draft("bo@example.com", Secret())) }
            _ = try await door.invite("bo@example.com", to: globex)
            let session = try await door.accounts.register(by: link, name: "Bo", password: Door.password, language: .en, with: Door.browser)
            #expect(try await door.accounts.businesses(of: session.digest).map(\.name) == ["Acme"])
        }
    }

    @Test("is one of a hundred an hour at most, however often each is sent")
    func throttled() async throws {
        try await Door.with { door in
            let acme = try await door.business(), invitations = Invitations(in: acme)
            for batch in 0..<2 { try await invitations.send(try (0..<49).map { try Door.draft("p\(batch).\($0)@example.com", Secret()) }, as: .staff) }
            let id = try await door.open("p0.0@example.com", acme).id
            for _ in 0..<2 { try await invitations.resend(id, Door.draft("p0.0@example.com", Secret())) }
            await #expect(throws: InvitationError.tooMany) { try await invitations.resend(id, Door.draft("p0.0@example.com", Secret())) }
            await #expect(throws: InvitationError.tooMany) { try await invitations.send([Door.draft("late@example.com", Secret())], as: .staff) }
            _ = try await door.invite("bo@example.com", to: try await door.platform.register("Globex"))
        }
    }

    @Test("finds no seat where the plan has none left, and nobody is asked to more than there are")
    func limits() async throws {
        try await Door.with { door in
            let acme = try await door.business(), first = try await door.invite("a@example.com", to: acme), second = try await door.invite("b@example.com", to: acme)
            try await door.arrange("""
                insert into overrides (business_id, id, kind, name, value, reason) values (\(acme.business.id), \(ID<Business>()), 'limit', 'members', '{"most": 2}', 'x')
                """)
            _ = try await door.accounts.register(by: first, name: "A", password: Door.password, language: .en, with: Door.browser)
            await #expect(throws: JoinError.full) { try await door.accounts.register(by: second, name: "B", password: Door.password, language: .en, with: Door.browser) }
            #expect(try await door.count("users") == 2, "nothing is left half done")
            let now = try #require(try await door.platform.seats.scope(of: acme.member.id, in: acme.business.id))
            await #expect(throws: InvitationError.noSeats(plan: now.business.entitlement.name)) {
                try await Invitations(in: now).send([Door.draft("c@example.com", Secret())], as: .staff)
            }
        }
    }

    @Test("leaves nothing behind by which who reads the database could join")
    func digests() async throws {
        try await Door.with { door in
            let acme = try await door.business(), link = try await door.invite("bo@example.com", to: acme)
            let kept = try await door.platform.superuser.read(Query<[UInt8]>.value("select digest from invitations"))
            #expect(kept == link.digest)
            await #expect(throws: DatabaseError.self) { try await acme.db.value("select digest from invitations", of: [UInt8].self) }
            await #expect(throws: DatabaseError.self) { try await acme.db.execute("update invitations set accepted_at = now()") }
        }
    }
}

extension Door {
    func business() async throws -> Scope { try await platform.register("Acme") }

    static func draft(_ email: String, _ link: Secret) throws -> InvitationDraft {
        let mail = try Post.mail(to: email, plain: "/join?link=\(link.text)")
        return InvitationDraft(to: mail.recipient, link: link, mail: mail)
    }

    func invite(_ email: String, to scope: Scope, as role: Role = .staff) async throws -> Secret {
        let link = Secret()
        try await Invitations(in: scope).send([Self.draft(email, link)], as: BusinessRole(role))
        return link
    }

    func open(_ email: String, _ scope: Scope) async throws -> Invitation {
        guard let found = try await Invitations(in: scope).open(holding: email, most: 1).first else { throw WrongAnswer() }
        return found
    }

    func happened() async throws -> [String] {
        try await platform.superuser.read(.rows("select name from events where name like 'platform.members.%' order by id") { row in try row.next(String.self) })
    }
}
