import CRM
import HTTPTypes
import Platform
import Support
import Testing

@testable import Web

@Suite("Every route", .enabled(if: TestPlatform.isPossible))
struct EveryRoute {
    @Test("asks for a permission, but for those that say why they are open to anyone")
    func permissions() async throws {
        try await CustomerHouse.with { house in
            let open = house.all.filter { if case .open = $0.access { true } else { false } }
            #expect(Set(open.map(\.name)) == [
                "GET /", "GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /sign-up", "POST /sign-up", "GET /language/{code}",
                "GET /forgotten", "POST /forgotten", "GET /reset", "POST /reset", "GET /sign-in/code", "POST /sign-in/code",
                "POST /sign-in/passkey", "POST /sign-in/passkey/options", "GET /sign-in/link", "POST /sign-in/link", "GET /enter", "POST /enter",
                "GET /sign-in/company", "POST /sign-in/company", "GET /sign-in/company/start", "GET /sign-in/company/answer/{provider}",
                "GET /join", "POST /join", "GET /verify", "POST /verify", "GET /keep-account", "POST /keep-account",
                "GET /businesses", "POST /businesses", "GET /businesses/new", "POST /businesses/new", "GET /welcome", "POST /welcome",
                "GET /assist", "POST /assist", "GET /assist/over",
            ])
            for case .open(let reason) in open.map(\.access) { #expect(reason.split(separator: " ").count > 2) }
        }
    }

    @Test("of the members' pages asks for a member's permission, of the operators' pages for an operator's role")
    func kinds() async throws {
        try await CustomerHouse.with { house in
            for route in house.customer.members.summaries {
                guard case .member(let permission) = route.access else { Issue.record("\(route.name)"); continue }
                #expect(house.platform.registry.permissions.contains(permission), "\(route.name)")
            }
            for route in house.admin.pages.summaries {
                guard case .operators = route.access else { Issue.record("\(route.name)"); continue }
            }
        }
    }

    @Test("of a module is behind its feature, and of nothing else")
    func features() async throws {
        try await CustomerHouse.with { house in
            for route in house.customer.members.summaries {
                #expect(route.feature == (route.path.hasPrefix("/crm/") ? crm.feature : nil), "\(route.name)")
            }
        }
    }

    @Test("is the only one of its path among the portals on one port")
    func unique() async throws {
        try await CustomerHouse.with { house in
            let here = (house.customer.members.summaries + house.customer.visitors.summaries + house.site.portal.summaries).map(\.name)
            #expect(Set(here).count == here.count)
            let there = (house.admin.pages.summaries + house.admin.door.summaries).map(\.name)
            #expect(Set(there).count == there.count)
        }
    }

    @Test("sends who has not signed in to the door, and back afterwards")
    func notSignedIn() async throws {
        try await CustomerHouse.with { house in
            for route in house.customer.members.summaries {
                for cookie in ["", "kontor_session=\(Secret().text)", "kontor_session=x", "kontor_operator=\(Secret().text)"] {
                    let answer = try await house.ask(route.method, route.address, cookie: cookie)
                    let back = route.method == .get ? route.address : "/home"
                    #expect(answer.status == 303 && answer.location == "/sign-in?next=\(urlEscaped(back))", "\(route.name)")
                }
            }
        }
    }

    /// How a business stands with the module of the house.
    enum State: String, CaseIterable { case on, off, notInPlan, suspended }

    @Test("is refused to every role without its permission or its feature, with the link's own words, and let pass for every other", arguments: State.allCases)
    func decided(state: State) async throws {
        try await CustomerHouse.with { house in
            let owner = try await house.platform.register("Acme")
            let entitlement = owner.business.entitlement
            var cookies: [Role: String] = [.owner: try await house.cookie(of: owner)]
            for role in Role.allCases where role != .owner {
                cookies[role] = try await house.cookie(of: house.platform.join(owner.business.id, as: role))
            }
            try await house.arrange(state)
            for route in house.customer.members.summaries {
                guard case .member(let permission) = route.access else { continue }
                for (role, cookie) in cookies {
                    let answer = try await house.ask(route.method, route.address, cookie: cookie)
                    let refusal = refusal(state, route.feature, permission, role, entitlement.name)
                    guard let refusal else {
                        #expect(![401, 403, 500].contains(answer.status), "\(route.name) as \(role), \(state): \(answer.status)")
                        continue
                    }
                    #expect(answer.status == 403 && answer.text.contains(owner.say(refusal)), "\(route.name) as \(role), \(state): \(answer.status)")
                }
            }
        }
    }

    /// What the declarations say, and nothing else.
    private func refusal(_ state: State, _ feature: Feature?, _ permission: Permission, _ role: Role, _ plan: String) -> Phrase? {
        switch state {
        case .suspended: return Phrase("platform.values.text", ["text": .text("Unpaid &lt;since&gt; May")])
        case .notInPlan: if let feature { return Refusal.plan(feature, plan: plan).message }
        case .off: if let feature { return Refusal.feature(feature).message }
        case .on: break
        }
        return role < permission.least ? Refusal.permission(permission).message : nil
    }

    @Test("that names a record answers another business's as one that does not exist")
    func foreignIDs() async throws {
        try await CustomerHouse.with { house in
            let (acme, globex) = (try await house.platform.register("Acme"), try await house.platform.register("Globex"))
            let theirs = ID<Customer>()
            for table in ["customers", "companies"] {
                try await globex.db.execute("insert into \(identifier: table) (id, name) values (\(theirs), 'Secret of Globex')")
            }
            let cookie = try await house.cookie(of: acme)
            for route in house.customer.members.summaries where route.path.contains("{id}") {
                func ask(_ id: String) async throws -> CustomerHouse.Answer {
                    let fields: KeyValuePairs = ["version": "1", "name": "Taken"]
                    return try await house.ask(route.method, route.path.replacing("{id}", with: id), cookie: cookie, fields)
                }
                let (known, unknown) = (try await ask(theirs.description), try await ask(ID<Customer>().description))
                #expect(known.status == 404 && unknown.status == 404 && known.text == unknown.text, "\(route.name)")
                #expect(!known.text.contains("Secret"))
            }
            let names = try await globex.db.rows("select name || version from customers union all select name || version from companies") { row in try row.next(String.self) }
            #expect(names == ["Secret of Globex1", "Secret of Globex1"])
        }
    }

    @Test("is decided by the chain's first link that refuses")
    func chain() async throws {
        try await CustomerHouse.with { house in
            let scope = try await house.platform.register("Acme")
            let permission = Permission("x.y.z", from: .owner)
            let visit = Visit(voice: scope.voice, address: "", agent: "", isSignedIn: true)
            #expect(visit.refusal(.member(permission), of: nil) == .user && visit.refusal(.operators(.support), of: nil) == .user)
            #expect(visit.refusal(.open(because: ""), of: nil) == nil)
            #expect(scope.refusal(.operators(.support), of: nil) == .user)
            #expect(scope.refusal(.member(permission), of: nil) == .permission(permission))
        }
    }
}

extension RouteSummary {
    var name: String { "\(method.rawValue) \(path)" }
    /// With an id in its braces that nothing has.
    var address: String { path.replacing("{id}", with: "0190f5fe-7c00-7a00-8000-000000000000") }
}

extension CustomerHouse {
    func arrange(_ state: EveryRoute.State) async throws {
        let sql: SQL? = switch state {
        case .on: nil
        case .off: "update businesses set features_off = '{crm}'"
        case .notInPlan: "update plans set features = '{\"*\": true, \"crm\": false}'"
        case .suspended: "update businesses set suspended_reason = 'Unpaid <since> May', suspended_at = now()"
        }
        if let sql { _ = try await platform.superuser.write(Query.execute(sql)) }
    }

    var all: [RouteSummary] {
        customer.members.summaries + customer.visitors.summaries + customer.signUp.summaries + site.portal.summaries
            + admin.pages.summaries + admin.door.summaries
    }
}
