import HTTPTypes
import Platform
import Web

/// Every route, of pages and of the API: asked by nobody, by who may not, by who may, while the module is off, and while the
/// business is suspended.
struct Refusals: Sendable {
    private let asking: Asking
    private let mine: Tenant
    private let tables: [String]

    init(_ asking: Asking, _ mine: Tenant, _ tables: [String]) {
        self.asking = asking
        self.mine = mine
        self.tables = tables
    }

    private var house: House { asking.house }
    private var module: Module { asking.subject.module }

    func faults() async throws -> [Fault] {
        let before = try await house.platform.superuser.rows(of: tables)
        var faults: [Fault] = []
        for route in asking.pages { faults += try await page(route) }
        for route in asking.addresses { faults += try await address(route) }
        faults += try await whileOff() + whileSuspended()
        if try await house.platform.superuser.rows(of: tables) != before {
            faults.append(Fault(.permission, "Module \"\(module.id)\": rows changed though every request was refused. Ask for the permission before anything is written."))
        }
        return try await faults + admitted()
    }

    // MARK: Refused

    private func page(_ route: RouteSummary) async throws -> [Fault] {
        var faults: [Fault] = []
        let stranger = try await ask(route, .nobody, .permission)
        if stranger.status != 303 || stranger.location?.hasPrefix("/sign-in") != true { faults.append(fault(.permission, route, "somebody who has not signed in", stranger)) }
        if let permission = route.permission, let role = Role.allCases.last(where: { $0 < permission.least }) {
            let answer = try await ask(route, try await cookie(role), .permission)
            if answer.status != 403 { faults.append(fault(.permission, route, "a member without \(permission)", answer)) }
        }
        return faults
    }

    private func address(_ route: RouteSummary) async throws -> [Fault] {
        var faults: [Fault] = []
        let stranger = try await ask(route, .nobody, .permission)
        if stranger.status != 401 { faults.append(fault(.permission, route, "a program without a key", stranger)) }
        guard let permission = route.permission else { return faults }
        let others = asking.subject.registry.permissions.filter { $0 != permission && mine.scope.mayGive($0) }
        let answer = try await ask(route, try await house.bearer(of: mine.scope, others), .permission)
        if answer.status != 403 { faults.append(fault(.permission, route, "a program without \(permission)", answer)) }
        return faults
    }

    private func whileOff() async throws -> [Fault] {
        try await arrange("update businesses set features_off = \([module.feature.name]) where id = \(mine.scope.business.id)")
        let faults = try await refused(.feature, "a business that has \(module.feature) switched off")
        try await arrange("update businesses set features_off = '{}' where id = \(mine.scope.business.id)")
        return faults
    }

    private func whileSuspended() async throws -> [Fault] {
        try await arrange("update businesses set suspended_reason = 'Unpaid', suspended_at = now() where id = \(mine.scope.business.id)")
        let faults = try await refused(.suspension, "a suspended business")
        try await arrange("update businesses set suspended_reason = null, suspended_at = null where id = \(mine.scope.business.id)")
        return faults
    }

    private func refused(_ rule: Rule, _ whom: String) async throws -> [Fault] {
        var faults: [Fault] = []
        for route in asking.pages + asking.addresses {
            let answer = try await ask(route, route.isAPI ? mine.bearer : mine.cookie, rule)
            if answer.status != 403 { faults.append(fault(rule, route, whom, answer)) }
        }
        return faults
    }

    // MARK: Let pass

    /// By the lowest role that may, and by a key that opens this alone.
    private func admitted() async throws -> [Fault] {
        var faults: [Fault] = []
        for route in asking.pages + asking.addresses {
            guard let permission = route.permission else { continue }
            // A bulk call asks for the permission of each of its parts besides.
            let more = route.path.hasSuffix("/bulk") ? asking.subject.registry.permissions.filter { $0.name == "\(permission.name.dropLast(5)).create" } : []
            let key = route.isAPI ? try await house.bearer(of: mine.scope, [permission] + more) : try await cookie(permission.least)
            let answer = try await ask(route, key, .surfaces)
            if [401, 403].contains(answer.status) { faults.append(fault(.permission, route, "somebody who has \(permission)", answer)) }
            if answer.status >= 500 { faults.append(fault(.surfaces, route, "somebody who has \(permission)", answer)) }
        }
        return faults
    }

    private func cookie(_ role: Role) async throws -> Key {
        try await house.cookie(of: house.platform.join(mine.scope.business.id, as: role))
    }

    private func ask(_ route: RouteSummary, _ key: Key, _ rule: Rule) async throws -> LineAnswer {
        try await house.ask(
            route.method, route.address(Asking.nothing), as: key, asking.body(route, mine, id: Asking.nothing), of: route, for: rule)
    }

    private func arrange(_ sql: SQL) async throws { _ = try await house.platform.superuser.write(Query.execute(sql)) }

    private func fault(_ rule: Rule, _ route: RouteSummary, _ whom: String, _ answer: LineAnswer) -> Fault {
        Fault(rule, "\(route.name) answered \(whom) with \(answer.status). Leave the refusing to the route's declaration, and declare the right permission.")
    }
}

extension ConnectionPool {
    /// What stands in these tables, in short, by business.
    func rows(of tables: [String]) async throws -> [String] {
        var found: [String] = []
        for table in tables {
            found += try await read(Query.rows("""
                select concat_ws(' ', \(table)::text, t.business_id, count(*), md5(string_agg(t::text, ' ' order by t::text)))
                  from \(identifier: table) t group by t.business_id order by 1
                """) { row in try row.next(String.self) })
        }
        return found
    }
}
