import CRM
import FoundationEssentials
import HTTPTypes
import Platform
import Support
import Testing

@testable import Web

@Suite("The pages of privacy", .enabled(if: TestPlatform.isPossible))
struct AnsweringPeople {
    private func fill(_ scope: Scope) async throws {
        try await scope.db.execute("insert into customers (id, name, email, phone) values (\(ID<Customer>()), 'Ada Lovelace', 'ada@example.com', '+44 20 7946 0018')")
        try await scope.db.execute("insert into companies (id, name, industry) values (\(ID<Company>()), 'Engines', 'writes to ada@example.com')")
    }

    @Test("find a person, show exactly what would go, and erase them; the report names nobody")
    func story() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            for scope in [acme, globex] { try await fill(scope) }
            let cookie = try await house.cookie(of: acme)
            #expect(try await house.ask(.get, "/settings/privacy", cookie: cookie).text.contains("No requests yet"))
            #expect(try await house.ask(.post, "/settings/privacy/new", cookie: cookie).status == 422)
            #expect(try await house.ask(.post, "/settings/privacy/new", cookie: cookie, ["phone": "12345"]).text.contains("at least seven digits"))
            let begun = try await house.ask(.post, "/settings/privacy/new", cookie: cookie, ["email": "ADA@example.com"])
            let path = try #require(begun.location)
            #expect(!path.contains("ada"))
            let page = try await house.ask(.get, path, cookie: cookie).text
            #expect(page.contains("Ada Lovelace") && page.contains("Engines") && page.contains("ada@example.com"))
            let keys = page.matches(of: /name="record" value="([^"]+)"/).map { String($0.1) }
            #expect(keys.count == 2)
            let chosen = keys.map { (name: "record", value: $0) }
            let preview = try await house.ask(.post, path, cookie: cookie, Form(chosen))
            #expect(preview.status == 200 && preview.text.contains("What goes") && preview.text.contains("Companies"))
            #expect(try await house.value("select count(*) from customers where email is not null", of: Int.self) == 2)
            let unsure = try await house.ask(.post, "\(path)/erase", cookie: cookie, Form(chosen + [(name: "reason", value: "asked")]))
            #expect(unsure.status == 422)
            let sent = Form(chosen + [(name: "reason", value: "asked"), (name: "sure", value: "yes")])
            #expect(try await house.ask(.post, "\(path)/erase", cookie: cookie, sent).location == path)
            #expect(try await house.value("select count(*) from customers where email is not null", of: Int.self) == 1, "the other business's")
            let report = try await house.ask(.get, path, cookie: cookie).text
            #expect(report.contains("What was erased") && !report.contains("ada@example.com") && report.contains("They asked for it"))
            #expect(try await house.ask(.post, "\(path)/erase", cookie: cookie, sent).status == 409)
            #expect(try await house.ask(.get, "\(path)/export", cookie: cookie).status == 409)
        }
    }

    @Test("belong to admins, and to one business", arguments: [Role.viewer, .staff, .manager])
    func permission(role: Role) async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            try await fill(acme)
            let path = try #require(try await house.ask(.post, "/settings/privacy/new", cookie: house.cookie(of: acme), ["email": "ada@example.com"]).location)
            let member = try await house.cookie(of: house.platform.join(acme.business.id, as: role)), other = try await house.cookie(of: globex)
            for target in ["/settings/privacy", "/settings/privacy/new", path, "\(path)/export"] {
                #expect(try await house.ask(.get, target, cookie: member).status == 403, "\(target)")
            }
            for target in [path, "\(path)/export"] { #expect(try await house.ask(.get, target, cookie: other).status == 404, "\(target)") }
            for target in [path, "\(path)/erase", "\(path)/close"] {
                #expect(try await house.ask(.post, target, cookie: member, ["sure": "yes", "reason": "asked"]).status == 403, "\(target)")
                #expect(try await house.ask(.post, target, cookie: other, ["sure": "yes", "reason": "asked"]).status == 404, "\(target)")
            }
            #expect(try await !house.ask(.get, "/settings/privacy", cookie: other).text.contains("Open"))
        }
    }

    @Test("ask for a fresh proof before anything is handed out or erased")
    func fresh() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), cookie = try await house.cookie(of: acme)
            let path = try #require(try await house.ask(.post, "/settings/privacy/new", cookie: cookie, ["email": "ada@example.com"]).location)
            try await house.arrange("update sessions set confirmed_at = now() - interval '16 minutes'")
            for (method, target) in [(.get, "\(path)/export"), (.post, path), (.post, "\(path)/erase"), (.get, "/profile/data/download"), (.get, "/profile/data/delete"), (.post, "/profile/data/delete")] as [(HTTPRequest.Method, String)] {
                #expect(try await house.ask(method, target, cookie: cookie).location?.hasPrefix("/confirm?next=") == true, "\(target)")
            }
        }
    }

    @Test("begin with the address of the record one comes from")
    func begun() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            try await fill(acme)
            let id = try await acme.db.value("select id from customers", of: ID<Customer>.self), cookie = try await house.cookie(of: acme)
            let link = "/settings/privacy/new?record=customers&id=\(id)"
            #expect(try await house.ask(.get, "/crm/customers/\(id)/erase", cookie: cookie).text.contains("record=customers"))
            #expect(try await house.ask(.get, link, cookie: cookie).text.contains("ada@example.com"))
            #expect(try await !house.ask(.get, link, cookie: house.cookie(of: globex)).text.contains("ada@example.com"))
        }
    }

    @Test("tell what a plan that keeps less would take, before it is chosen and afterwards")
    func retention() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), cookie = try await house.cookie(of: acme)
            try await house.arrange("update businesses set created_at = now() - interval '500 days'")
            let question = try await house.ask(.get, "/settings/plan/free", cookie: cookie).text
            #expect(question.contains("deleted records and history older than 30 days are removed"))
            try await house.arrange("insert into retentions (business_id, days) select id, 1095 from businesses")
            try await house.arrange("update subscriptions set plan_id = (select id from plans where code = 'free'), ends_at = null")
            let page = try await house.ask(.get, "/settings/privacy", cookie: cookie).text
            #expect(page.contains("keeps what you no longer need for 30 days"))
            #expect(page.contains("it is still kept for 1,095 days"))
            #expect(page.contains("never removed") && page.contains("Nothing yet"))
            try await house.arrange("insert into purges (business_id, id, days, before, counts) select id, gen_random_uuid(), 30, now(), '{\"records.customers\": 3, \"history\": 9}' from businesses")
            let report = try await house.ask(.get, "/settings/privacy", cookie: cookie).text
            #expect(report.contains("Customers: 3") && report.contains("Entries in the history: 9"))
        }
    }
}

@Suite("One's own data", .enabled(if: TestPlatform.isPossible))
struct TakingOwnData {
    @Test("is shown, downloaded, and ended for good, with a link in a mail that takes it back")
    func story() async throws {
        try await CustomerHouse.with { house in
            try await house.register()
            let cookie = try await house.signedIn()
            #expect(try await house.ask(.get, "/profile", cookie: cookie).text.contains("/profile/data"))
            #expect(try await house.ask(.get, "/profile/data", cookie: cookie).text.contains("Sign-ins"))
            let file = try await house.ask(.get, "/profile/data/download", cookie: cookie)
            #expect(file.status == 200 && file.bytes.starts(with: Array("PK".utf8)))
            let blocked = try await house.ask(.get, "/profile/data/delete", cookie: cookie).text
            #expect(blocked.contains("Nobody else is in") && !blocked.contains("name=\"sure\""))
            #expect(try await house.ask(.post, "/profile/data/delete", cookie: cookie, ["sure": "yes"]).status == 409)
            let business = try await house.value("select id from businesses", of: ID<Business>.self)
            _ = try await house.platform.join(business, as: .admin)
            try await house.arrange("update members set role = 'owner'")
            #expect(try await house.ask(.post, "/profile/data/delete", cookie: cookie).status == 422)
            #expect(try await house.ask(.post, "/profile/data/delete", cookie: cookie, ["sure": "yes"]).location == "/sign-in")
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 303)
            let mail = try await house.value("select plain from mails where kind = 'account_end'", of: String.self)
            let link = try #require(mail.firstMatch(of: /keep-account\?link=([^\s]+)/)?.1)
            let shown = try await house.ask(.get, "/keep-account?link=\(link)")
            #expect(shown.status == 200 && shown.text.contains("Keep your account?"))
            #expect(try await house.ask(.post, "/keep-account", ["link": String(link)]).location == "/sign-in")
            #expect(try await house.ask(.post, "/keep-account", ["link": String(link)]).location == "/sign-in")
            _ = try await house.signedIn()
        }
    }
}
