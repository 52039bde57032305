import HTTPTypes
import Platform
import Web

/// Every route, of pages and of the API: asked by nobody, by every role, and by roles that the business made, while the module is
/// on, switched off or not in the plan, and while the business is suspended. What is expected follows from the declarations alone.
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
    private var routes: [RouteSummary] { asking.pages + asking.addresses }
    private var roles: [BusinessRole] { BusinessRole.ladder }

    func faults() async throws -> [Fault] {
        let before = try await house.platform.superuser.rows(of: tables)
        var crew: [Role: Crewman] = [:]
        for role in Role.allCases { crew[role] = try await Crewman.joining(mine, as: role, in: house) }
        var faults: [Fault] = []
        for route in routes { faults += try await nobody(route) }
        for address in asking.addresses { faults += try await scopes(address) }
        for state in Standing.allCases { faults += try await refused(while: state, crew) }
        let made = try await OwnRoles(asking, mine)
        faults += try await made.refused()
        if try await house.platform.superuser.rows(of: tables) != before {
            faults.append(Fault(.permission, "Module \"\(module.id)\": rows changed though every request was refused. Ask for the permission before anything is written."))
        }
        return try await faults + admitted(crew) + made.admitted()
    }

    // MARK: Refused

    private func nobody(_ route: RouteSummary) async throws -> [Fault] {
        let answer = try await asking.take(route, as: .nobody, mine, for: .permission)
        let isRefused = route.isAPI ? answer.status == 401 : answer.status == 303 && answer.location?.hasPrefix("/sign-in") == true
        return isRefused ? [] : [.answered(answer, route, route.isAPI ? "a program without a key" : "somebody who has not signed in", .permission)]
    }

    private func scopes(_ route: RouteSummary) async throws -> [Fault] {
        guard let permission = route.permission else { return [] }
        let others = asking.subject.registry.permissions.filter { $0 != permission && mine.scope.mayGive($0) }
        let answer = try await asking.take(route, as: try await house.bearer(of: mine.scope, others), mine, for: .permission)
        return answer.status == 403 ? [] : [.answered(answer, route, "a program without \(permission)", .permission)]
    }

    /// By those whose role permits too little while it is on; while it is not, by those who otherwise might.
    private func refused(while state: Standing, _ crew: [Role: Crewman]) async throws -> [Fault] {
        try await house.arrange(state, of: module.feature, for: mine.scope.business.id)
        var faults: [Fault] = []
        for route in routes {
            guard let permission = route.permission else { continue }
            for (role, crewman) in crew where (state == .on) == (role < permission.least) {
                let answer = try await asking.take(route, as: crewman.key(route), mine, for: state.rule)
                if answer.status != 403 { faults.append(.answered(answer, route, "a member who is \(role.rawValue) \(state.words)", state.rule)) }
            }
        }
        try await house.arrange(.on, of: module.feature, for: mine.scope.business.id)
        return faults
    }

    // MARK: Let pass

    /// By every role that may, and by a key that opens this alone.
    private func admitted(_ crew: [Role: Crewman]) async throws -> [Fault] {
        var faults: [Fault] = []
        for route in routes {
            guard let permission = route.permission else { continue }
            for (role, crewman) in crew where role >= permission.least && !(route.isBulk && role < .staff) {
                faults += try await asking.admits(route, crewman.key(route), mine, "a member who is \(role.rawValue)")
            }
            if route.isAPI {
                let key = try await house.bearer(of: mine.scope, [permission] + asking.besides(route))
                faults += try await asking.admits(route, key, mine, "somebody who has \(permission)")
            }
        }
        return faults
    }
}

extension Asking {
    /// Asks as well as can be, about a record that is not there.
    func take(_ route: RouteSummary, as key: Key, _ tenant: Tenant, for rule: Rule) async throws -> LineAnswer {
        try await house.ask(route.method, route.address(Self.nothing), as: key, body(route, tenant, id: Self.nothing), of: route, for: rule)
    }

    func admits(_ route: RouteSummary, _ key: Key, _ tenant: Tenant, _ whom: String) async throws -> [Fault] {
        let answer = try await take(route, as: key, tenant, for: .surfaces)
        if [401, 403].contains(answer.status) { return [.answered(answer, route, whom, .permission)] }
        return answer.status >= 500 ? [.answered(answer, route, whom, .surfaces)] : []
    }

    /// A bulk call asks for the permission of each of its parts besides.
    func besides(_ route: RouteSummary) -> [Permission] {
        guard route.isBulk, let permission = route.permission else { return [] }
        return subject.registry.permissions.filter { $0.name == "\(permission.name.dropLast(5)).create" }
    }
}

extension RouteSummary {
    var isBulk: Bool { path.hasSuffix("/bulk") }
}

extension Fault {
    static func answered(_ answer: LineAnswer, _ route: RouteSummary, _ whom: String, _ rule: Rule) -> Fault {
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
