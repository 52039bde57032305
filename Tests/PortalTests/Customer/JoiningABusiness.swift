import Foundation
import Platform
import Support
import Testing

@Suite("Joining a business", .enabled(if: TestPlatform.isPossible))
struct JoiningABusiness {
    @Test("goes by mail: invited on one page, registered by the link, and at home in the business")
    func story() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Rose & Söhne"), cookie = try await house.cookie(of: owner)
            let sent = try await house.ask(.post, "/members/invite", cookie: cookie, ["emails": "Bo <bo@example.com>, eva@example.com\nBO@example.com", "role": "staff"])
            #expect(sent.status == 303 && sent.location == "/members/invitations")
            let list = try await house.ask(.get, "/members/invitations", cookie: cookie).text
            #expect(list.contains("bo@example.com") && list.contains("eva@example.com") && list.contains("good until"))
            let path = try await house.link(to: "bo@example.com", "/join"), form = try await house.ask(.get, path)
            #expect(form.status == 200 && form.text.contains("Join Rose &amp; Söhne") && form.text.contains("Owner of Rose") && form.text.contains("Staff"))
            #expect(try await house.ask(.get, path).status == 200, "to look does not use it")
            let secret = String(path.dropFirst("/join?link=".count))
            let short = try await house.ask(.post, "/join", ["link": secret, "name": "Bo", "password": "short"])
            #expect(short.status == 422 && short.text.contains("Use at least 8 characters.") && short.text.contains("value=\"Bo\""))
            let joined = try await house.ask(.post, "/join", ["link": secret, "name": "Bo", "password": "correct horse"])
            #expect(joined.status == 303 && joined.location == "/home")
            let bo = try joined.cookie("kontor_session"), home = try await house.ask(.get, "/home", cookie: "\(bo); \(try joined.cookie("kontor_said"))")
            #expect(home.text.contains("Welcome to Rose &amp; Söhne.") && !home.text.contains("Confirm that"))
            #expect(try await house.ask(.get, "/members/invite", cookie: bo).status == 403)
        }
    }

    @Test("by a replayed link, or one that was revoked, expired or made up, ends on a page that says which", arguments: [
        ("update invitations set accepted_at = now(), accepted_by = invited_by", "used already"), ("update invitations set revoked_at = now()", "taken back"),
        ("update invitations set expires_at = now()", "more than seven days old"), ("update invitations set digest = sha256('x')", "not good"),
    ])
    func gone(change: String, words: String) async throws {
        try await CustomerHouse.with { house in
            let path = try await house.invited("bo@example.com"), secret = String(path.dropFirst("/join?link=".count))
            _ = try await house.platform.superuser.write(Query.execute(SQL(stringLiteral: change)))
            let (looked, tried) = (try await house.ask(.get, path), try await house.ask(.post, "/join", ["link": secret, "name": "Bo", "password": "correct horse"]))
            for answer in [looked, tried] { #expect(answer.status == 410 && answer.text.contains(words), "\(answer.text)") }
            #expect(try await house.ask(.get, "/join").status == 410)
            #expect(try await house.value("select count(*) from users", of: Int.self) == 1)
        }
    }

    @Test("is offered in nobody's name who has not confirmed their own address, nor in a name of several lines")
    func strangers() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), cookie = try await house.cookie(of: owner)
            try await house.arrange("update users set email_verified_at = null")
            let refused = try await house.ask(.post, "/members/invite", cookie: cookie, ["emails": "bo@example.com", "role": "staff"])
            #expect(refused.status == 403 && refused.text.contains("Confirm your own address first") && refused.text.contains("bo@example.com"))
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 0)
            let named = try await house.ask(.post, "/sign-up", [
                "business_name": "Your account is blocked\nhttp://evil.example", "name": "Eve", "email": "eve@example.com", "password": "correct horse", "currency": "EUR",
            ])
            #expect(named.status == 422 && named.text.contains("a character that cannot be stored"))
        }
    }

    @Test("with an account takes a sign-in, which comes back, and one button")
    func known() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let path = try await house.invited("ada@example.com"), page = try await house.ask(.get, path)
            let next = "/sign-in?next=\(urlEscaped(path))"
            #expect(page.text.contains("There is an account for") && page.text.contains(next) && !page.text.contains("type=\"password\""))
            #expect(try await house.ask(.post, "/join", ["link": String(path.dropFirst("/join?link=".count)), "name": "Eve", "password": "correct horse"]).status == 409)
            let signedIn = try await house.ask(.post, "/sign-in", ["email": "ada@example.com", "password": "correct horse", "next": path])
            #expect(signedIn.location == path)
            let cookie = try signedIn.cookie("kontor_session"), button = try await house.ask(.get, path, cookie: cookie)
            #expect(button.text.contains(">Join<") && !button.text.contains("name=\"name\""))
            #expect(try await house.ask(.post, "/join", cookie: cookie, ["link": String(path.dropFirst("/join?link=".count))]).location == "/home")
            #expect(try await house.ask(.get, "/home", cookie: cookie).text.contains("Inviting"))
        }
    }

    @Test("as somebody else is refused, and says who is signed in and how to change that")
    func other() async throws {
        try await CustomerHouse.with { house in
            let path = try await house.invited("bo@example.com"), eve = try await house.platform.register("Eve's"), cookie = try await house.cookie(of: eve)
            let page = try await house.ask(.get, path, cookie: cookie)
            #expect(page.status == 200 && page.text.contains(eve.member.email) && page.text.contains("action=\"/sign-out\""))
            let tried = try await house.ask(.post, "/join", cookie: cookie, ["link": String(path.dropFirst("/join?link=".count)), "name": "Eve", "password": "correct horse"])
            #expect(tried.status == 409)
            let out = try await house.ask(.post, "/sign-out", cookie: cookie, ["next": path])
            #expect(out.location == path)
            #expect(try await house.value("select count(*) from members", of: Int.self) == 2)
        }
    }

    @Test("says to who invites what is wrong, in words, and sends nothing then", arguments: [
        (["emails": "", "role": "staff"], 422, "Fill this in."),
        (["emails": "ok@example.com, not an address", "role": "staff"], 422, "Not an e-mail address: not, an, and address."),
        (["emails": "ok@example.com", "role": "owner"], 422, "above your own"),
        (["emails": "ok@example.com", "role": "king"], 422, "Choose a role of the list."),
        (["emails": (0...50).map { "p\($0)@example.com" }.joined(separator: "\n"), "role": "staff"], 422, "50 addresses are the most"),
    ] as [([String: String], Int, String)])
    func wrong(fields: [String: String], status: Int, words: String) async throws {
        try await CustomerHouse.with { house in
            let cookie = try await house.cookie(of: house.platform.register("Acme"))
            let answer = try await house.ask(.post, "/members/invite", cookie: cookie, Form(fields.map { (name: $0.key, value: $0.value) }))
            #expect(answer.status == status && answer.text.contains(words), "\(answer.text)")
            #expect(try await house.value("select count(*) from mails", of: Int.self) == 0)
        }
    }

    @Test("offers to send again where somebody was invited, and revokes with a way back")
    func again() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), cookie = try await house.cookie(of: owner)
            let fields: KeyValuePairs = ["emails": "bo@example.com", "role": "staff"]
            #expect(try await house.ask(.post, "/members/invite", cookie: cookie, fields).status == 303)
            let first = try await house.link(to: "bo@example.com", "/join"), twice = try await house.ask(.post, "/members/invite", cookie: cookie, fields)
            let id = try await house.value("select id::text from invitations", of: String.self)
            #expect(twice.status == 409 && twice.text.contains("Was invited already: bo@example.com") && twice.text.contains("/members/invitations/\(id)/resend"))
            #expect(try await house.ask(.post, "/members/invitations/\(id)/resend", cookie: cookie).status == 303)
            #expect(try await house.ask(.get, first).status == 410)
            let second = try await house.link(to: "bo@example.com", "/join")
            #expect(try await house.ask(.get, second).status == 200)
            #expect(try await house.ask(.post, "/members/invitations/\(id)/revoke", cookie: cookie).status == 303)
            #expect(try await house.ask(.get, second).status == 410)
            #expect(try await house.ask(.post, "/members/invitations/\(id)/restore", cookie: cookie).status == 303)
            #expect(try await house.ask(.get, second).status == 200)
            let member = try await house.ask(.post, "/members/invite", cookie: cookie, ["emails": owner.member.email, "role": "staff"])
            #expect(member.status == 409 && member.text.contains("Has a seat here already"))
        }
    }

    @Test("is not brought back by who could not invite to that role, nor by who did not revoke")
    func managers() async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme"), cookie = try await house.cookie(of: owner)
            let roles = Roles(house.platform.registry, in: owner), draft = RoleDraft(name: "People", rung: .manager), clerk = try await house.platform.join(owner.business.id, as: .staff)
            try await roles.make(draft)
            try await roles.decide(draft.id, offered: ["account.members.manage"], checked: ["account.members.manage"], version: 1)
            try await roles.assign(roles.one(draft.id).role, to: clerk.member.id)
            let manager = try await house.cookie(of: clerk)
            #expect(try await house.ask(.post, "/members/invite", cookie: cookie, ["emails": "bo@example.com", "role": "admin"]).status == 303)
            let id = try await house.value("select id::text from invitations", of: String.self), path = "/members/invitations/\(id)"
            #expect(try await house.ask(.post, "\(path)/revoke", cookie: cookie).status == 303)
            #expect(try await house.ask(.post, "\(path)/restore", cookie: manager).status == 404)
            #expect(try await house.ask(.post, "\(path)/restore", cookie: cookie).status == 303)
            #expect(try await house.ask(.post, "\(path)/revoke", cookie: manager).status == 303)
            #expect(try await house.ask(.post, "\(path)/restore", cookie: manager).status == 403)
            #expect(try await house.value("select revoked_at is not null from invitations", of: Bool.self))
        }
    }

    @Test("of another business cannot be revoked or sent again by the id of its invitation")
    func walls() async throws {
        try await CustomerHouse.with { house in
            let path = try await house.invited("bo@example.com"), id = try await house.value("select id::text from invitations", of: String.self)
            let cookie = try await house.cookie(of: house.platform.register("Globex"))
            for what in ["resend", "revoke", "restore"] {
                #expect(try await house.ask(.post, "/members/invitations/\(id)/\(what)", cookie: cookie).status == 404, "\(what)")
            }
            #expect(try await !house.ask(.get, "/members/invitations", cookie: cookie).text.contains("bo@example.com"))
            #expect(try await house.ask(.get, path).status == 200)
        }
    }
}

extension CustomerHouse {
    /// The path of the newest link that was sent to an address.
    func link(to email: String, _ path: String) async throws -> String {
        let words = try await value("select plain from mails where recipient = \(email) order by created_at desc, id desc limit 1", of: String.self)
        guard let line = words.split(separator: "\n").first(where: { $0.hasPrefix("http") }), let start = line.firstRange(of: "\(path)?link=") else { throw WrongAnswer() }
        return String(line[start.lowerBound...])
    }

    /// Somebody is asked to join a business of its own, and this is where their link leads.
    func invited(_ email: String) async throws -> String {
        let cookie = try await cookie(of: platform.register("Inviting"))
        guard try await ask(.post, "/members/invite", cookie: cookie, ["emails": email, "role": "staff"]).status == 303 else { throw WrongAnswer() }
        return try await link(to: email, "/join")
    }
}
