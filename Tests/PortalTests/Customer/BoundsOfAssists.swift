import CRM
import Foundation
import HTTPTypes
import Platform
import Support
import Testing

@testable import Web

@Suite("An operator who assists", .enabled(if: TestPlatform.isPossible))
struct BoundsOfAssists {
    /// What is open besides the pages of modules.
    private static let open: Set = ["GET /home", "GET /search", "GET /files/{id}/{name}", "POST /assist/end"]

    @Test("goes where the modules are, and nowhere that money, people or security are")
    func declared() async throws {
        try await CustomerHouse.with { house in
            for route in house.customer.members.summaries {
                let isOut = ["export", "erase", "merge"].contains { route.path.hasSuffix("/\($0)") }
                let expected = Self.open.contains(route.name) || route.feature == crm.feature && !isOut
                #expect(route.admitsAssists == expected, "\(route.name)")
            }
            let routes = house.customer.members.routes
            #expect(routes.filter { $0.asksFreshProof && $0.admitsAssists }.map(\.path) == [])
        }
    }

    @Test("is refused every other route with one sentence, whatever the member may do, and nothing is changed by it")
    func asked() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), cookie = try await Assistance(house).cookie(of: acme)
            for route in house.customer.members.summaries where route.path != "/assist/end" {
                let answer = try await house.ask(route.method, route.address, cookie: cookie)
                if route.admitsAssists {
                    #expect(![303, 401, 403, 500].contains(answer.status) || answer.location?.hasPrefix("/crm/") == true, "\(route.name): \(answer.status)")
                } else {
                    #expect(answer.status == 403 && answer.text.contains("Operators who assist cannot do this"), "\(route.name): \(answer.status)")
                }
            }
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
            for path in ["/businesses", "/businesses/new"] {
                #expect(try await house.ask(.get, path, cookie: cookie).location?.hasPrefix("/sign-in") == true, "\(path)")
            }
        }
    }

    @Test("can do no more than the member")
    func permissions() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), viewer = try await house.platform.join(acme.business.id, as: .viewer)
            let cookie = try await Assistance(house, .admin).cookie(of: viewer)
            #expect(try await house.ask(.get, "/crm/customers", cookie: cookie).status == 200)
            #expect(try await house.ask(.post, "/crm/customers", cookie: cookie, ["name": "Mint"]).status == 403)
        }
    }

    @Test("is not the person: no door of their account opens, even past the portal")
    func doors() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme")
            let text = try await Assistance(house).cookie(of: acme).split(separator: "=")[1]
            let session = try #require(Secret(text)).digest, accounts = Accounts(Database(visitors: house.platform.app), passwords: CustomerHouse.passwords)
            #expect(try await accounts.person(session) == nil)
            #expect(try await accounts.businesses(of: session).isEmpty)
            #expect(try await accounts.sessions(of: session).open.isEmpty)
            #expect(try await accounts.endOthers(of: session) == 0)
            #expect(try await !accounts.isFresh(session))
            await #expect(throws: Refusal.user) { try await accounts.secondFactor(of: session) }
            await #expect(throws: Refusal.user) { try await accounts.confirm(session, password: "no password") }
            try await accounts.changeProfile(of: session, name: "Mallory", language: nil)
            try await Database<Visitor>(visitors: house.platform.app).execute("select kontor.change_password(\(session), 'x')")
            try await Database<Visitor>(visitors: house.platform.app).execute("select kontor.confirm_session(\(session))")
            #expect(try await house.value("select count(*) from users where name = 'Mallory' or password_hash = 'x'") == 0)
            #expect(try await !accounts.isFresh(session))
            let goes = try await accounts.go(to: acme.business.id, session: session)
            #expect(!goes)
        }
    }

    /// What ends an assist, besides those who are in it.
    enum Ending: String, CaseIterable {
        case time, signsOut, deactivated, suspended, forbidden, personDeactivated, left, password
    }

    @Test("is out at once when whatever allowed it is gone", arguments: Ending.allCases)
    func ended(_ ending: Ending) async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), bo = try await house.platform.join(acme.business.id, as: .staff)
            let olive = try await Assistance(house), cookie = try await olive.cookie(of: bo)
            #expect(try await house.ask(.get, "/home", cookie: cookie).status == 200)
            switch ending {
            case .time: try await house.arrange("update assists set ends_at = now()")
            case .signsOut: try await olive.operators.signOut(olive.session)
            case .deactivated: try await house.arrange("update operators set deactivated_at = now()")
            case .suspended: try await house.arrange("update businesses set suspended_reason = 'Unpaid', suspended_at = now()")
            case .forbidden: #expect(try await house.ask(.post, "/settings/security/assists/off", cookie: house.cookie(of: acme)).status == 303)
            case .personDeactivated: try await house.arrange("update users set deactivated_at = now() where id = \(bo.member.user)")
            case .left: try await house.arrange("update members set left_at = now() where id = \(bo.member.id)")
            case .password: try await house.arrange("delete from operator_sessions")
            }
            let answer = try await house.ask(.get, "/home", cookie: cookie)
            #expect(answer.location?.hasPrefix("/sign-in") == true, "\(answer.status)")
            if ending != .time {
                #expect(try await house.value("select count(*) from sessions where assist_id is not null") == 0)
                #expect(try await house.value("select count(*) from assists where ended_at is not null") == 1)
            }
        }
    }

    @Test("is not let in where the business does not want it, is suspended, or the member is gone")
    func refused() async throws {
        try await CustomerHouse.with { house in
            let acme = try await house.platform.register("Acme"), bo = try await house.platform.join(acme.business.id, as: .staff)
            let olive = try await Assistance(house), owner = try await house.cookie(of: acme)
            let page = try await house.ask(.get, "/settings/security", cookie: owner).text
            #expect(page.contains("Help by support") && page.contains("/settings/security/assists/off"))
            #expect(try await house.ask(.post, "/settings/security/assists/off", cookie: owner).location == "/settings/security")
            #expect(try await olive.ask(bo) == .forbidden)
            #expect(try await house.ask(.post, "/settings/security/assists/on", cookie: owner).location == "/settings/security")
            #expect(try await olive.ask(bo) == .done)
            #expect(try await house.ask(.post, "/settings/security/assists/off", cookie: house.cookie(of: bo)).status == 403)
            try await house.arrange("update users set deactivated_at = now() where id = \(bo.member.user)")
            #expect(try await olive.ask(bo) == .inactive)
            try await house.arrange("update members set left_at = now() where id = \(bo.member.id)")
            #expect(try await olive.ask(bo) == .gone)
            try await house.arrange("update businesses set suspended_reason = 'Unpaid', suspended_at = now()")
            #expect(try await olive.ask(acme) == .suspended)
            try await olive.operators.signOut(olive.session)
            await #expect(throws: DatabaseError.self) { try await olive.ask(acme) }
        }
    }
}
