import HTTPTypes
import NIOCore
import Platform
import Support
import Testing

@Suite("Coming in through the API", .enabled(if: TestPlatform.isPossible))
struct ComingIn {
    @Test("brings few bytes along where nobody is known yet", arguments: ["token", "refresh", "revoke"])
    func longBodies(door: String) async throws {
        try await APIHouse.with { house in
            func ask(_ length: Int) async throws -> APIAnswer {
                let body = "{\"refresh_token\": \"\(String(repeating: "x", count: length))\"}"
                return try await house.ask(.post, "/api/v1/auth/\(door)", headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
            }
            let refused = try await ask(17_000)
            #expect(refused.status == 413 && refused.text.contains("16 KB"))
            #expect(try await ask(100).status != 413)
        }
    }

    /// Every operation, on a boat of the caller's business.
    private func everything(_ program: Program, on path: String) async throws -> [(name: String, answer: APIAnswer)] {
        let id = path.suffix(36)
        return [
            ("read", try await program.ask(.get, APIHouse.boats)), ("read", try await program.ask(.get, path)),
            ("create", try await program.ask(.post, APIHouse.boats, "{\"name\": \"New\"}")),
            ("edit", try await program.ask(.put, path, "{\"name\": \"Put\"}")), ("edit", try await program.ask(.patch, path, "{\"name\": \"Patched\"}")),
            ("bulk", try await program.ask(.post, "\(APIHouse.boats)/bulk", "{\"change\": [{\"id\": \"\(id)\", \"name\": \"Bulk\"}]}")),
            ("delete", try await program.ask(.delete, path)),
        ]
    }

    @Test("needs a key or a token of ours, and says so in a challenge", arguments: [nil, "", "Bearer", "Bearer x", "Basic eDp5", "Bearer kontor_x", "bearer eyJ.e30.x"])
    func unknown(authorization: String?) async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), before = try await house.rows
            for (name, answer) in try await everything(Program(scope: program.scope, authorization: authorization, house: house), on: path) {
                #expect(answer.status == 401 && answer.isProblem && answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer realm") == true, "\(name)")
            }
            #expect(try await house.rows == before)
        }
    }

    @Test("is refused while the business is suspended, with the reason")
    func suspended() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), before = try await house.rows
            try await house.platform.superuser.write(Query.execute("update businesses set suspended_reason = 'The bill is open.', suspended_at = now()"))
            for (name, answer) in try await everything(program, on: path) {
                #expect(answer.status == 403 && answer.isProblem && answer.text.contains("The bill is open."), "\(name)")
            }
            #expect(try await house.rows == before)
        }
    }

    @Test("is refused where the feature is off")
    func featureOff() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), before = try await house.rows
            try await house.platform.superuser.write(Query.execute("update businesses set features_off = '{harbour}'"))
            for (name, answer) in try await everything(program, on: path) { #expect(answer.status == 403 && answer.isProblem, "\(name)") }
            #expect(try await house.rows == before)
        }
    }

    @Test("by a key allows no more than its scopes", arguments: ["read", "create", "edit", "delete"])
    func scopes(missing: String) async throws {
        try await APIHouse.with { house in
            let acme = try await house.platform.register("Acme"), path = try await house.program(of: acme).boat("Wanderer")
            let scopes = acme.permissions.filter { acme.mayGive($0) && $0.name != "harbour.boats.\(missing)" }
            for (name, answer) in try await everything(house.program(of: acme, scopes: Array(scopes)), on: path) {
                let isRefused = name == missing || name == "bulk" && (missing == "edit" || missing == "read")
                #expect((answer.status == 403) == isRefused, "\(name): \(answer.status) \(answer.text)")
            }
        }
    }

    @Test("allows a member what their role does, also later", arguments: [Role.viewer, .staff, .manager])
    func roles(role: Role) async throws {
        try await APIHouse.withProgram { house, owner in
            let member = try await house.platform.join(owner.scope.business.id, as: role), path = try await owner.boat("Wanderer")
            for (name, answer) in try await everything(house.program(of: member), on: path) {
                let least: Role = name == "read" ? .viewer : name == "delete" ? .manager : .staff
                #expect((answer.status < 300) == (role >= least) && (answer.status == 403) == (role < least), "\(name): \(answer.status)")
            }
            let manager = try await house.program(of: house.platform.join(owner.scope.business.id, as: .manager))
            try await house.platform.superuser.write(Query.execute("update members set role = 'viewer' where id = \(manager.scope.member.id)"))
            #expect(try await manager.ask(.post, APIHouse.boats, "{\"name\": \"New\"}").status == 403)
        }
    }

    @Test("to one business shows and changes nothing of another")
    func isolation() async throws {
        try await APIHouse.withProgram { house, acme in
            let globex = try await house.program(of: house.platform.register("Globex")), path = try await acme.boat("Wanderer")
            let before = try await house.rows
            for (method, body) in [(HTTPRequest.Method.get, nil), (.put, "{\"name\": \"Mine\"}"), (.patch, "{\"name\": \"Mine\"}"), (.delete, nil)] {
                let theirs = try await globex.ask(method, path, body), nobodys = try await globex.ask(method, "\(APIHouse.boats)/018f0000-0000-7000-8000-000000000000", body)
                #expect(theirs.status == 404 && theirs.bytes == nobodys.bytes, "one must not be told from the other")
            }
            #expect(try await globex.ask(.get, APIHouse.boats).names.isEmpty)
            #expect(try await globex.ask(.get, "\(APIHouse.boats)?after=\(path.suffix(36))&sort=name").names.isEmpty)
            #expect(try await house.rows == before)
        }
    }

    @Test("may name the business by either of its names, and no other one", arguments: ["business_id", "organization_id"])
    func business(name: String) async throws {
        try await APIHouse.withProgram { house, acme in
            let mine = acme.scope.business.id.description, theirs = try await house.platform.register("Globex").business.id.description
            let path = try await acme.boat("Wanderer", "\"\(name)\": \"\(mine)\"")
            for id in [mine, mine.uppercased()] {
                #expect(try await acme.ask(.get, "\(APIHouse.boats)?\(name)=\(id)").names == ["Wanderer"])
                #expect(try await acme.ask(.patch, "\(path)?\(name)=\(id)", "{\"length\": 3, \"\(name)\": \"\(id)\"}").status == 200)
                #expect(try await acme.ask(.post, "\(APIHouse.boats)/bulk", "{\"\(name)\": \"\(id)\", \"change\": [{\"id\": \"\(path.suffix(36))\", \"length\": 4}]}").status == 200)
            }
            let before = try await house.rows
            for value in ["\"\(theirs)\"", "7", "null", "\"x\""] {
                for (method, path) in [(HTTPRequest.Method.post, APIHouse.boats), (.put, path), (.patch, path)] {
                    let answer = try await acme.ask(method, path, "{\"name\": \"New\", \"\(name)\": \(value)}")
                    #expect(answer.status == 422 && answer.pointers == ["/\(name)"], "\(method) \(value)")
                }
                let bulk = try await acme.ask(.post, "\(APIHouse.boats)/bulk", "{\"create\": [{\"name\": \"New\", \"\(name)\": \(value)}]}")
                #expect(bulk.status == 422 && bulk.pointers == ["/create/0/\(name)"], "\(bulk.text)")
            }
            for (method, body) in [(HTTPRequest.Method.get, nil), (.put, "{\"name\": \"New\"}"), (.patch, "{}"), (.delete, nil)] {
                let answer = try await acme.ask(method, "\(path)?\(name)=\(theirs)", body)
                #expect(answer.status == 400 && answer.pointers == [name], "\(method)")
            }
            #expect(try await house.rows == before)
        }
    }
}
