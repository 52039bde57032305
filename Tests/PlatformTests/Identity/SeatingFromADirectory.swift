import Support
import Testing

@testable import Platform

@Suite("A seat that a directory gives", .enabled(if: TestPlatform.isPossible))
struct SeatingFromADirectory {
    @Test("is a new person's, whose address counts as shown and who has no password; the history says that they joined")
    func stranger() async throws {
        try await Door.with { door in
            let acme = try await door.acme(), seat = try await door.seat("ada@acme.example", in: acme)
            #expect(seat.state == .created)
            let colleague = try #require(try await acme.colleague(seat.member))
            #expect(colleague.member.role == .staff && colleague.member.email == "ada@acme.example" && colleague.member.name == "Ada")
            #expect(try await door.happened() == ["platform.members.joined"])
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@acme.example", password: "") }
            #expect(try await door.seat("ADA@acme.example", in: acme).state == .kept)
        }
    }

    @Test("unconfirmed domain, homograph domain, other tenant's domain: is given in a confirmed domain of this business only", arguments: [
        "ada@unconfirmed.example", "ada@globex.example", "ada@sub.acme.example", "ada@acme.example.evil.example", "ada@notacme.example",
        "ada@\u{430}cme.example", "ada@ac\u{212A}me.example",
    ])
    func foreign(address: String) async throws {
        try await Door.with { door in
            let acme = try await door.acme(), globex = try await door.platform.register("Globex")
            try await door.platform.confirm("globex.example", of: globex.business.id)
            try await door.platform.confirm("ackme.example", of: acme.business.id)
            try await Domains(in: acme, asking: Zone().resolver).add(DomainName("unconfirmed.example"))
            await #expect(throws: DirectoryError.foreignAddress) { try await door.seat(address, in: acme) }
            #expect(try await door.count("members") == 2)
        }
    }

    @Test("has the role of the first of its person's groups, follows when they change, and is staff's in none of them")
    func groups() async throws {
        try await Door.with { door in
            let acme = try await door.acme(), roles = DirectoryRoles(door.platform.registry, in: acme)
            try await roles.add("Bosses", role: "admin")
            try await roles.add("Sales", role: "manager")
            try await roles.add("Guests", role: "viewer")
            func role(_ groups: [String]?) async throws -> Role? {
                let seat = try await door.seat("ada@acme.example", in: acme, groups)
                return try await acme.colleague(seat.member)?.member.role
            }
            #expect(try await role(["Guests", "Sales"]) == .manager)
            #expect(try await role(["Guests"]) == .viewer)
            #expect(try await role(nil) == .viewer, "nothing is said of groups")
            #expect(try await role(["Bosses", "x"]) == .admin)
            #expect(try await role([]) == .staff)
            #expect(try await door.happened().filter { $0 == "platform.members.role_changed" }.count == 3)
        }
    }

    @Test("never makes an owner, nor takes an owner's away")
    func owner() async throws {
        try await Door.with { door in
            let acme = try await door.acme(), roles = DirectoryRoles(door.platform.registry, in: acme)
            await #expect(throws: RoleError.beyond) { try await roles.add("Bosses", role: "owner") }
            try await roles.add("Guests", role: "viewer")
            try await door.arrange("update users set email = 'owner@acme.example' where id = \(acme.member.user)")
            let seat = try await door.seat("owner@acme.example", in: acme, ["Guests"])
            let colleague = try #require(try await acme.colleague(seat.member))
            #expect(seat.state == .kept && colleague.member.role == .owner)
            await #expect(throws: DirectoryError.owner) { try await Directory(of: acme.business.id).unseat(seat.member, on: acme.db) }
        }
    }

    @Test("takes an account away from whoever registered it beforehand without having shown the address")
    func hijackedBeforehand() async throws {
        try await Door.with { door in
            try await door.register("ada@acme.example", business: "Mallory's trap")
            let waiting = try await door.signIn("ada@acme.example"), acme = try await door.acme()
            #expect(try await door.seat("ada@acme.example", in: acme).state == .created)
            #expect(try await door.entry(waiting) == nil)
            await #expect(throws: AccountError.wrongPassword) { try await door.signIn("ada@acme.example") }
        }
    }

    @Test("leaves an account alone whose address was shown to be theirs")
    func shown() async throws {
        try await Door.with { door in
            try await door.register("ada@acme.example", business: "Ada's own")
            try await door.arrange("update users set email_verified_at = now() where email = 'ada@acme.example'")
            _ = try await door.seat("ada@acme.example", in: door.acme())
            _ = try await door.signIn("ada@acme.example")
        }
    }

    @Test("counts against the plan's members")
    func full() async throws {
        try await Door.with { door in
            let acme = try await door.acme()
            try await door.arrange("update plans set limits = '{\"members\": {\"most\": 2}}'")
            _ = try await door.seat("ada@acme.example", in: acme)
            await #expect(throws: LimitReached.self) { try await door.seat("bo@acme.example", in: acme) }
            #expect(try await door.count("users where email = 'bo@acme.example'") == 0)
        }
    }

    @Test("ends as removing ends one, and is given back")
    func ended() async throws {
        try await Door.with { door in
            let acme = try await door.acme(), seat = try await door.seat("ada@acme.example", in: acme), session = Secret()
            try await door.arrange("select kontor.start_session(\(session.digest), \(seat.user), '1 hour', '')")
            #expect(try await door.entry(session)?.member.id == seat.member)
            let directory = Directory(of: acme.business.id)
            try await directory.unseat(seat.member, on: acme.db)
            #expect(try await door.entry(session) == nil)
            await #expect(throws: DirectoryError.gone) { try await directory.unseat(seat.member, on: acme.db) }
            let again = try await door.seat("ada@acme.example", in: acme)
            #expect(again.state == .revived && again.member == seat.member)
            #expect(try await door.happened() == ["platform.members.joined", "platform.members.removed", "platform.members.joined"])
        }
    }

    @Test("is refused to whom an operator has deactivated")
    func shut() async throws {
        try await Door.with { door in
            let acme = try await door.acme()
            _ = try await door.seat("ada@acme.example", in: acme)
            try await door.arrange("update users set deactivated_at = now() where email = 'ada@acme.example'")
            await #expect(throws: DirectoryError.shut) { try await door.seat("ada@acme.example", in: acme) }
        }
    }
}

extension Door {
    /// A business with the domain acme.example.
    func acme() async throws -> Scope {
        let acme = try await platform.register("Acme")
        try await platform.confirm("acme.example", of: acme.business.id)
        return acme
    }

    @discardableResult
    func seat(_ address: String, in scope: Scope, _ groups: [String]? = nil) async throws -> DirectorySeat {
        let address = try #require(EmailAddress(address))
        return try await Directory(of: scope.business.id).seat(DirectoryPerson(address: address, name: "Ada", groups: groups), on: scope.db)
    }
}
