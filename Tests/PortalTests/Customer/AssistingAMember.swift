import CRM
import Foundation
import HTTPTypes
import Platform
import Support
import Testing

@Suite("Assisting a member", .enabled(if: TestPlatform.isPossible))
struct AssistingAMember {
    @Test("begins once, by a link that is good for a minute")
    func link() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), olive = try await Assistance(house), link = Secret()
            #expect(try await olive.ask(acme, by: link) == .done)
            for _ in 0..<2 {
                let page = try await house.ask(.get, "/assist?link=\(link.text)")
                #expect(page.status == 200 && page.text.contains("Owner of Acme") && page.text.contains(Assistance.reason), "looking does not use it")
            }
            let begun = try await house.ask(.post, "/assist", ["link": link.text])
            #expect(begun.location == "/home")
            let seconds = try #require(begun.headers[values: .setCookie].first?.firstMatch(of: /Max-Age=([0-9]+)/)?.1)
            #expect((1_700...1_800).contains(Int(seconds) ?? 0))
            for link in [link.text, Secret().text, "x", ""] {
                #expect(try await house.ask(.get, "/assist?link=\(link)").status == 410)
                #expect(try await house.ask(.post, "/assist", ["link": link]).status == 410)
            }
            let late = Secret()
            #expect(try await olive.ask(acme, by: late) == .done)
            try await house.arrange("update assists set link_until = now() where link is not null")
            #expect(try await house.ask(.post, "/assist", ["link": late.text]).status == 410)
        }
    }

    @Test("is said on each page, to the operator and to the member, who gets a mail in their language")
    func banner() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme", language: .es), bo = try await house.platform.join(acme.business.id, as: .staff, language: .es)
            let own = try await house.cookie(of: bo), colleague = try await house.cookie(of: acme)
            let assist = try await Assistance(house).cookie(of: bo)
            for path in ["/home", "/crm/customers", "/search?q=x"] {
                #expect(try await house.ask(.get, path, cookie: assist).text.contains("action=\"/assist/end\""), "\(path)")
                let page = try await house.ask(.get, path, cookie: own).text
                #expect(page.contains("Olive, del soporte") && page.contains(Assistance.reason) && page.contains("/end?next="), "\(path)")
                #expect(try await !house.ask(.get, path, cookie: colleague).text.contains("Olive"), "it is about Bo alone")
            }
            #expect(try await house.value("select language || ' ' || recipient || ' ' || kind from mails") == "es \(bo.member.email) assist")
            let plain: String = try await house.value("select plain from mails")
            #expect(plain.contains("Olive") && plain.contains(Assistance.reason) && plain.contains("Acme"))
        }
    }

    @Test("is ended at once by the member, by an administrator, or by the operator, and by nobody else")
    func ending() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), globex = try await house.platform.register("Globex")
            let bo = try await house.platform.join(acme.business.id, as: .staff), eve = try await house.platform.join(acme.business.id, as: .staff)
            let olive = try await Assistance(house)
            for who in [bo, acme] {
                let assist = try await olive.cookie(of: bo)
                let id: ID<Assist> = try await house.value("select id from assists where ended_at is null")
                for stranger in [eve, globex] {
                    _ = try await house.ask(.post, "/assists/\(id)/end", cookie: house.cookie(of: stranger))
                    #expect(try await house.ask(.get, "/home", cookie: assist).status == 200)
                }
                #expect(try await house.ask(.post, "/assists/\(id)/end?next=/members", cookie: house.cookie(of: who)).location == "/members")
                #expect(try await house.ask(.get, "/home", cookie: assist).location == "/sign-in?next=%2Fhome")
                #expect(try await house.value("select ended_by from assists where id = \(id)") == "business")
            }
            let assist = try await olive.cookie(of: bo)
            #expect(try await house.ask(.post, "/assist/end", cookie: assist).location == "/assist/over")
            #expect(try await house.ask(.get, "/home", cookie: assist).status == 303)
            #expect(try await house.ask(.get, "/assist/over").status == 200)
            #expect(try await house.ask(.get, "/home", cookie: house.cookie(of: bo)).text.contains("/assists/") == false)
        }
    }

    @Test("marks every entry of the history, which names both, and tells afterwards what was done")
    func mark() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), own = try await house.cookie(of: acme)
            let assist = try await Assistance(house).cookie(of: acme)
            let added = try await house.ask(.post, "/crm/customers", cookie: assist, ["name": "Mint", "segment": "lead"])
            let path = try #require(added.location)
            let history = try await house.ask(.get, "\(path)/history", cookie: own).text
            #expect(history.contains("Olive of support, assisting Owner of Acme"))
            #expect(try await house.value("select count(*) from events where assist_id = (select id from assists) and member_id = \(acme.member.id)") == 2, "with its beginning")
            let before: Int = try await house.value("select count(*) from events where assist_id is not null")
            _ = try await house.ask(.post, "/crm/customers", cookie: own, ["name": "Basil", "segment": "lead"])
            #expect(try await house.value("select count(*) from events where assist_id is not null") == before, "the member's own work has none")
            let list = try await house.ask(.get, "/settings/assists", cookie: own).text
            let id: ID<Assist> = try await house.value("select id from assists")
            #expect(list.contains(Assistance.reason) && list.contains("/settings/assists/\(id)"))
            let one = try await house.ask(.get, "/settings/assists/\(id)", cookie: own).text
            #expect(one.contains("href=\"\(path)/history\"") && one.contains("Customer") && !one.contains("Basil"))
        }
    }

    @Test("opens no session of the person's own: none is counted, nothing is noted as their sign-in, and they see it")
    func notTheirs() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), own = try await house.cookie(of: acme)
            let login: Date = try await house.value("select last_login from users")
            _ = try await Assistance(house).cookie(of: acme)
            #expect(try await house.value("select last_login from users") == login)
            #expect(try await house.value("select count(*) from sign_ins") == 0)
            #expect(try await house.value("select count(*) from known_devices") == 0)
            let page = try await house.ask(.get, "/profile/sessions", cookie: own).text
            #expect(page.contains("By support, in your place"))
            let id: ID<Session> = try await house.value("select id from sessions where assist_id is not null")
            #expect(try await house.ask(.post, "/profile/sessions/\(id)/end", cookie: own).status == 303)
            #expect(try await house.value("select count(*) from assists where ended_at is not null") == 1)
        }
    }
}
