import HTTPTypes
import Platform
import Support
import Testing

@testable import Web

@Suite("Every address of the API", .enabled(if: TestPlatform.isPossible))
struct EveryAPIRoute {
    private static let nothing = "0190f5fe-7c00-7a00-8000-000000000000"

    @Test("asks for a permission that a module declares, behind that module's feature; the search, which has none, for one of its own")
    func declared() async throws {
        try await APIHouse.with { house in
            #expect(house.routes.count == 4 * 14 + 2 + 3)
            for route in house.routes {
                guard case .member(let permission) = route.access else { Issue.record("\(route.name)"); continue }
                #expect(house.platform.registry.permissions.contains(permission), "\(route.name)")
                if route.isSearch { continue }
                let isFile = route.path.hasPrefix("/api/v1/files")
                #expect(isFile ? route.feature == nil : route.feature.map { route.path.hasPrefix("/api/v1/\($0.name)/") } == true, "\(route.name)")
            }
        }
    }

    @Test("lets nobody in without a key that is good")
    func nobody() async throws {
        try await APIHouse.withProgram { house, program in
            for route in house.routes {
                for authorization in [nil, "", "Bearer", "Bearer kontor_x", "Basic YTpi", "Bearer \(Secret().text)"] {
                    let stranger = Program(scope: program.scope, authorization: authorization, house: house)
                    let answer = try await stranger.take(route)
                    #expect(answer.status == 401 && answer.isProblem && answer.headers[.wwwAuthenticate] != nil, "\(route.name)")
                }
            }
        }
    }

    @Test("is refused to a key without its permission, and let pass with it alone")
    func scopes() async throws {
        try await APIHouse.withProgram { house, program in
            for route in house.routes {
                guard case .member(let permission) = route.access else { continue }
                let others = house.platform.registry.permissions.filter { $0 != permission && program.scope.mayGive($0) }
                #expect(try await house.program(of: program.scope, scopes: others).take(route).status == 403, "\(route.name)")
                // A bulk call asks for the permission of each of its parts besides.
                let isBulk = route.path.hasSuffix("/bulk"), create = Permission("\(permission.name.dropLast(5)).create", from: .owner)
                if isBulk { #expect(try await house.program(of: program.scope, scopes: [permission]).take(route).status == 403, "\(route.name)") }
                let answer = try await house.program(of: program.scope, scopes: isBulk ? [permission, create] : [permission]).take(route)
                #expect(![401, 403].contains(answer.status) && answer.status < 500, "\(route.name): \(answer.status)")
            }
        }
    }

    @Test("is refused to a key whose member has a role without its permission, whatever the key was given, and let pass for every other")
    func roles() async throws {
        try await APIHouse.withProgram { house, owner in
            for role in Role.allCases {
                let member = try await house.platform.join(owner.scope.business.id, as: .owner), program = try await house.program(of: member)
                _ = try await house.platform.superuser.write(Query.execute("update members set role = \(role) where id = \(member.member.id)"))
                for route in house.routes {
                    guard case .member(let permission) = route.access else { continue }
                    let answer = try await program.take(route), isBulk = route.path.hasSuffix("/bulk")
                    if role < permission.least || isBulk && role < .staff {
                        #expect(answer.status == 403, "\(route.name) as \(role): \(answer.status)")
                    } else {
                        #expect(![401, 403].contains(answer.status) && answer.status < 500, "\(route.name) as \(role): \(answer.status)")
                    }
                }
            }
        }
    }

    @Test("is refused while its plan leaves its module out")
    func notInPlan() async throws {
        try await APIHouse.withProgram { house, program in
            _ = try await house.platform.superuser.write(Query.execute("update plans set features = '{\"*\": true, \"crm\": false, \"harbour\": false}'"))
            for route in house.routes where route.feature != nil {
                let answer = try await program.take(route)
                #expect(answer.status == 403 && answer.text.contains("Enterprise"), "\(route.name)")
            }
        }
    }

    @Test("is refused while its module is switched off, and while the business is suspended")
    func off() async throws {
        try await APIHouse.withProgram { house, program in
            _ = try await house.platform.superuser.write(Query.execute("update businesses set features_off = '{crm,harbour}'"))
            // Files belong to no module; those of its records are not found by then.
            for route in house.routes where route.feature != nil { #expect(try await program.take(route).status == 403, "\(route.name)") }
            _ = try await house.platform.superuser.write(Query.execute("""
                update businesses set features_off = '{}', suspended_reason = 'Unpaid', suspended_at = now()
                """))
            for route in house.routes {
                let answer = try await program.take(route)
                #expect(answer.status == 403 && answer.text.contains("Unpaid"), "\(route.name)")
            }
        }
    }

    @Test("answers another business's record as one that does not exist, and leaves it as it is")
    func foreign() async throws {
        try await APIHouse.withProgram { house, program in
            let globex = try await house.platform.register("Globex")
            let theirs = "0190f5fe-7c00-7a00-8000-000000000001", tables = ["boats", "berths", "customers", "companies"]
            _ = try await globex.db.execute("""
                insert into boats (id, name, rig, is_afloat, notes) values (\(theirs)::text::uuid, 'Secret of Globex', 'sloop', true, '')
                """)
            for table in tables.dropFirst() {
                try await globex.db.execute("insert into \(identifier: table) (id, name) values (\(theirs)::text::uuid, 'Secret of Globex')")
            }
            for route in house.routes where route.path.contains("{id}") {
                let (known, unknown) = (try await program.take(route, theirs), try await program.take(route, Self.nothing))
                #expect(known.status == 404 && unknown.status == 404, "\(route.name)")
                #expect(known.json?["detail"] == unknown.json?["detail"] && !known.text.contains("Secret"), "\(route.name)")
            }
            for table in tables {
                let left = try await house.count("select count(*) from \(identifier: table) where version = 1 and deleted_at is null")
                #expect(left == 1, "\(table)")
            }
        }
    }
}

extension RouteSummary {
    /// Of all modules together, so behind the feature of none.
    fileprivate var isSearch: Bool { path == "/api/v1/search" }
}

extension Program {
    /// Asks as well as can be: with a body that is right wherever there is one.
    fileprivate func take(_ route: RouteSummary, _ id: String = "0190f5fe-7c00-7a00-8000-000000000000") async throws -> APIAnswer {
        let path = route.path.replacing("{id}", with: id)
        if route.isSearch { return try await ask(route.method, path + "?q=x") }
        if route.method == .get || route.method == .delete { return try await ask(route.method, path) }
        if path.hasSuffix("/bulk") { return try await ask(route.method, path, "{\"create\": [{\"name\": \"Taken\"}]}") }
        if path.hasSuffix("/merge") { return try await ask(route.method, path, "{\"into_id\": \"\(id)\"}") }
        return try await ask(route.method, path, "{\"name\": \"Taken\"}")
    }
}
