import HTTPTypes
import Platform
import Support
import Testing

@Suite("A bulk call", .enabled(if: TestPlatform.isPossible))
struct WritingInBulk {
    private func bulk(_ program: Program, _ body: String, headers: HTTPFields = [:]) async throws -> APIAnswer {
        try await program.ask(.post, "\(APIHouse.boats)/bulk", body, headers: headers)
    }

    @Test("adds, changes and deletes a thousand records at once, and says what it did")
    func all() async throws {
        try await APIHouse.withProgram { house, program in
            let first = try await bulk(program, "{\"create\": [\((1...1_000).map { "{\"name\": \"Boat \($0)\", \"length\": \($0)}" }.joined(separator: ","))]}")
            let ids = try #require(first.json?["created"]?.array).compactMap(\.string)
            #expect(first.status == 200 && ids.count == 1_000 && Set(ids).count == 1_000)
            #expect(try await program.ask(.get, "\(APIHouse.boats)/\(ids[6])").json?["name"] == "Boat 7", "in the order they were sent")
            let second = try await bulk(program, """
                {"create": [{"name": "New"}], "change": [\(ids[0..<400].map { "{\"id\": \"\($0)\", \"rig\": \"ketch\"}" }.joined(separator: ","))],
                 "delete": [\(ids[400..<500].map { "\"\($0)\"" }.joined(separator: ","))]}
                """)
            #expect(second.json?["changed"] == 400 && second.json?["deleted"] == 100 && second.json?["created"]?.array?.count == 1)
            #expect(try await house.count("select count(*) from boats where deleted_at is null") == 901)
            #expect(try await house.count("select count(*) from boats where rig = 'ketch' and version = 2 and length <= 400") == 400)
            #expect(try await house.count("select count(*) from events where name like 'harbour.boats.%'") == 1_501)
        }
    }

    @Test("with anything wrong does nothing, and names all that is wrong")
    func none() async throws {
        try await APIHouse.withProgram { house, program in
            let id = try await program.boat("Wanderer").suffix(36), before = try await house.rows
            let answer = try await bulk(program, """
                {"create": [{"name": "Good"}, {"name": 1}, {"length": "x"}, {"name": "ok", "what": 1}],
                 "change": [{"id": "\(id)", "name": "Good", "length": 1.5}, {"id": "x"}], "delete": [7]}
                """)
            #expect(answer.status == 422)
            #expect(Set(answer.pointers) == ["/create/1/name", "/create/2/length", "/create/2/name", "/create/3/what", "/change/0/length", "/change/1/id", "/delete/0"])
            #expect(try await house.rows == before)
        }
    }

    @Test("leaves a reference alone that leads to what was deleted since")
    func deletedReference() async throws {
        try await APIHouse.withProgram { house, program in
            let berth = try await program.ask(.post, APIHouse.berths, "{\"name\": \"Quay\"}").id
            let boat = try await program.boat("Wanderer", "\"berth_id\": \"\(berth)\"").suffix(36)
            #expect(try await program.ask(.delete, "\(APIHouse.berths)/\(berth)").status == 204)
            #expect(try await bulk(program, "{\"change\": [{\"id\": \"\(boat)\", \"length\": 7}]}").status == 200)
            let new = try await bulk(program, "{\"create\": [{\"name\": \"b\", \"berth_id\": \"\(berth)\"}]}")
            #expect(new.status == 409 && new.pointers == ["/create/0/berth_id"])
        }
    }

    @Test("refers only to what its business has, and names each reference that leads nowhere")
    func references() async throws {
        try await APIHouse.withProgram { house, program in
            let globex = try await house.program(of: house.platform.register("Globex"))
            let theirs = try await globex.ask(.post, APIHouse.berths, "{\"name\": \"Theirs\"}").id
            let mine = try await program.ask(.post, APIHouse.berths, "{\"name\": \"Mine\"}").id
            let path = try await program.boat("Wanderer"), before = try await house.rows
            let answer = try await bulk(program, """
                {"create": [{"name": "a", "berth_id": "\(mine)"}, {"name": "b", "berth_id": "\(theirs)"}, {"name": "c", "berth_id": "018f0000-0000-7000-8000-000000000000"}]}
                """)
            #expect(answer.status == 409 && answer.pointers == ["/create/1/berth_id", "/create/2/berth_id"])
            let change = try await bulk(program, "{\"change\": [{\"id\": \"\(path.suffix(36))\", \"berth_id\": \"\(theirs)\"}]}")
            #expect(change.status == 409 && change.pointers == ["/change/0/berth_id"])
            #expect(try await program.ask(.post, APIHouse.boats, "{\"name\": \"b\", \"berth_id\": \"\(theirs)\"}").pointers == ["/berth_id"])
            #expect(try await program.ask(.patch, path, "{\"berth_id\": \"\(theirs)\"}").pointers == ["/berth_id"])
            #expect(try await program.ask(.put, path, "{\"name\": \"b\", \"berth_id\": \"\(theirs)\"}").pointers == ["/berth_id"])
            #expect(try await house.rows == before)
            _ = try await program.ask(.delete, "\(APIHouse.berths)/\(mine)")
            #expect(try await bulk(program, "{\"create\": [{\"name\": \"a\", \"berth_id\": \"\(mine)\"}]}").pointers == ["/create/0/berth_id"])
        }
    }

    @Test("names the one of many that breaks a rule of the table, and does nothing")
    func brokenRule() async throws {
        try await APIHouse.withProgram { house, program in
            try await house.platform.superuser.write(Query.execute("create unique index boats_email on boats (business_id, email)"))
            let path = try await program.boat("Wanderer", "\"email\": \"a@example.com\""), other = try await program.boat("Rover")
            let before = try await house.rows
            func create(_ broken: Int, of count: Int) -> String {
                (0..<count).map { "{\"name\": \"\($0)\", \"email\": \"\($0 == broken ? "a" : "b\($0)")@example.com\"}" }.joined(separator: ",")
            }
            for (broken, count) in [(0, 1), (0, 7), (3, 7), (6, 7), (99, 100)] {
                let answer = try await bulk(program, "{\"create\": [\(create(broken, of: count))]}")
                #expect(answer.status == 409 && answer.pointers == ["/create/\(broken)/email"])
            }
            let change = try await bulk(program, """
                {"create": [\(create(-1, of: 2))], "change": [{"id": "\(path.suffix(36))", "length": 1}, {"id": "\(other.suffix(36))", "email": "a@example.com"}]}
                """)
            #expect(change.status == 409 && change.pointers == ["/change/1/email"])
            #expect(try await house.rows == before)
        }
    }

    @Test("asks for each permission it needs", arguments: ["create", "edit", "delete"])
    func permissions(missing: String) async throws {
        try await APIHouse.with { house in
            let acme = try await house.platform.register("Acme"), owner = try await house.program(of: acme)
            let one = try await owner.boat("One").suffix(36), two = try await owner.boat("Two").suffix(36)
            let program = try await house.program(of: acme, scopes: acme.permissions.filter { acme.mayGive($0) && $0.name != "harbour.boats.\(missing)" })
            let parts = [("create", "\"create\": [{\"name\": \"New\"}]"), ("edit", "\"change\": [{\"id\": \"\(one)\", \"name\": \"1\"}]"), ("delete", "\"delete\": [\"\(two)\"]")]
            let before = try await house.rows
            for body in [parts.map(\.1).joined(separator: ","), parts.first { $0.0 == missing }?.1 ?? ""] {
                let answer = try await bulk(program, "{\(body)}")
                #expect(answer.status == 403 && answer.isProblem)
            }
            #expect(try await house.rows == before)
            let allowed = try await bulk(program, "{\(parts.filter { $0.0 != missing }.map(\.1).joined(separator: ","))}")
            #expect(allowed.status == 200)
        }
    }

    @Test("of one business touches nothing of another")
    func isolation() async throws {
        try await APIHouse.withProgram { house, program in
            let globex = try await house.program(of: house.platform.register("Globex"))
            let theirs = try await globex.boat("Theirs").suffix(36), before = try await house.rows
            #expect(try await bulk(program, "{\"change\": [{\"id\": \"\(theirs)\", \"name\": \"Mine\"}]}").pointers == ["/change/0/id"])
            #expect(try await bulk(program, "{\"delete\": [\"\(theirs)\"]}").pointers == ["/delete/0"])
            #expect(try await house.rows == before)
        }
    }

    @Test("with a key is done once")
    func once() async throws {
        try await APIHouse.withProgram { house, program in
            let body = "{\"create\": [{\"name\": \"One\"}, {\"name\": \"Two\"}]}"
            let first = try await bulk(program, body, headers: [.idempotencyKey: "k"]), again = try await bulk(program, body, headers: [.idempotencyKey: "k"])
            #expect(first.status == 200 && again.bytes == first.bytes && again.headers[.idempotentReplayed] == "true")
            #expect(try await house.count("select count(*) from boats") == 2)
        }
    }
}
