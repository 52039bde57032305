import HTTPTypes
import Platform
import Support
import Testing

@Suite("A request with an Idempotency-Key", .enabled(if: TestPlatform.isPossible))
struct DoingThingsOnce {
    private func post(_ program: Program, _ body: String, key: String, to path: String = APIHouse.boats) async throws -> APIAnswer {
        try await program.ask(.post, path, body, headers: [.idempotencyKey: key])
    }

    private func boats(_ house: APIHouse) async throws -> Int { try await house.count("select count(*) from boats") }

    @Test("is done once, and answered again as it was, also after the record has changed")
    func replay() async throws {
        try await APIHouse.withProgram { house, program in
            let first = try await post(program, "{\"name\": \"Wanderer\"}", key: "k-1")
            #expect(first.status == 201 && first.headers[.idempotentReplayed] == nil)
            let path = try #require(first.headers[.location])
            _ = try await program.ask(.patch, path, "{\"name\": \"Rover\"}")
            let again = try await post(program, "{\"name\": \"Wanderer\"}", key: "k-1")
            #expect(again.status == 201 && again.bytes == first.bytes && again.headers[.idempotentReplayed] == "true")
            #expect(again.headers[.location] == path && again.etag == first.etag && again.headers[.contentType] == "application/json")
            #expect(again.headers[.rateLimit("Remaining")] != first.headers[.rateLimit("Remaining")], "the limits are those of now")
            let other = try await post(program, "{\"name\": \"Wanderer\"}", key: "k-2")
            #expect(other.status == 201)
            #expect(try await boats(house) == 2)
            #expect(try await house.count("select count(*) from kept_answers where module = 'harbour'") == 2)
        }
    }

    @Test("is refused with other parameters, at another address or with another query")
    func otherParameters() async throws {
        try await APIHouse.withProgram { house, program in
            _ = try await post(program, "{\"name\": \"Wanderer\"}", key: "k")
            let business = program.scope.business.id
            for (path, body) in [
                (APIHouse.boats, "{\"name\": \"Rover\"}"), (APIHouse.berths, "{\"name\": \"Wanderer\"}"),
                (APIHouse.boats + "?business_id=\(business)", "{\"name\": \"Wanderer\"}"), (APIHouse.boats + "/bulk", "{\"name\": \"Wanderer\"}"),
            ] {
                let answer = try await post(program, body, key: "k", to: path)
                #expect(answer.status == 409 && answer.isProblem && answer.headers[.idempotentReplayed] == nil, "\(path)")
            }
            #expect(try await boats(house) == 1)
            #expect(try await post(program, "{\"name\": \"Wanderer\"}", key: "k").status == 201)
        }
    }

    @Test("that failed at first fails again in the same way")
    func failures() async throws {
        try await APIHouse.withProgram { house, program in
            let berth = "018f0000-0000-7000-8000-000000000000", body = "{\"name\": \"Wanderer\", \"berth_id\": \"\(berth)\"}"
            let refused = try await post(program, body, key: "4xx")
            #expect(refused.status == 409 && refused.pointers == ["/berth_id"])
            // Now it could be done.
            try await house.platform.superuser.write(Query.execute(
                "insert into berths (business_id, id, name) values (\(program.scope.business.id), \(berth)::text::uuid, 'North')"))
            let again = try await post(program, body, key: "4xx")
            #expect(again.status == 409 && again.bytes == refused.bytes && again.headers[.idempotentReplayed] == "true")
            #expect(again.headers[.contentType] == "application/problem+json")
            #expect(try await post(program, body, key: "another").status == 201)
        }
    }

    @Test("that failed by our fault is answered with that again, and nothing of it is left")
    func ourFault() async throws {
        try await APIHouse.withProgram { house, program in
            try await house.platform.superuser.write(Query.execute("alter table boats add constraint trap check (name <> 'Wanderer') not valid"))
            try await house.platform.superuser.write(Query.execute("alter table boats rename constraint trap to \"7\""))
            let first = try await post(program, "{\"name\": \"Wanderer\"}", key: "5xx")
            #expect(first.status == 500 && first.isProblem && first.text.contains("request-1"))
            #expect(try await house.count("select cardinality(recent) from fences where surface = 'POST /api/v1/harbour/boats'") == 1, "it is no secret to us")
            try await house.platform.superuser.write(Query.execute("alter table boats drop constraint \"7\""))
            let again = try await post(program, "{\"name\": \"Wanderer\"}", key: "5xx")
            #expect(again.status == 500 && again.bytes == first.bytes)
            #expect(try await boats(house) == 0)
            #expect(try await house.count("select count(*) from events where name = 'harbour.boats.created'") == 0)
        }
    }

    @Test("that could not be answered for now may be sent again")
    func passing() async throws {
        try await APIHouse.withProgram { house, program in
            try await house.platform.superuser.write(Query.execute("""
                create function busy() returns trigger language plpgsql as $$ begin raise exception using errcode = '53200'; end $$
                """))
            try await house.platform.superuser.write(Query.execute("create trigger busy before insert on boats execute function busy()"))
            #expect(try await post(program, "{\"name\": \"Wanderer\"}", key: "k").status == 503)
            try await house.platform.superuser.write(Query.execute("drop trigger busy on boats"))
            let again = try await post(program, "{\"name\": \"Wanderer\"}", key: "k")
            #expect(again.status == 201 && again.headers[.idempotentReplayed] == nil)
        }
    }

    @Test("is forgotten after a day")
    func expiry() async throws {
        try await APIHouse.withProgram { house, program in
            let first = try await post(program, "{\"name\": \"Wanderer\"}", key: "k")
            try await house.platform.superuser.write(Query.execute("update kept_answers set created_at = now() - interval '23 hours 59 minutes'"))
            #expect(try await post(program, "{\"name\": \"Wanderer\"}", key: "k").id == first.id)
            try await house.platform.superuser.write(Query.execute("update kept_answers set created_at = now() - interval '24 hours 1 minute'"))
            let anew = try await post(program, "{\"name\": \"Rover\"}", key: "k")
            #expect(anew.status == 201 && anew.id != first.id)
            #expect(try await boats(house) == 2)
            try await house.platform.superuser.write(Query.execute("update kept_answers set created_at = now() - interval '24 hours 1 minute'"))
            #expect(try await house.platform.app.write(Query<Int64>.value("select kontor.sweep_kept_answers()")) == 1)
        }
    }

    @Test("sent twenty times at once is done once, and all are answered alike")
    func atOnce() async throws {
        try await APIHouse.withProgram { house, program in
            let answers = try await withThrowingTaskGroup(of: APIAnswer.self, returning: [APIAnswer].self) { group in
                for _ in 1...20 { group.addTask { try await post(program, "{\"name\": \"Wanderer\"}", key: "k") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 20 && answers.allSatisfy { $0.status == 201 } && Set(answers.map(\.bytes)).count == 1)
            #expect(answers.count { $0.headers[.idempotentReplayed] == nil } == 1)
            #expect(try await boats(house) == 1)
            #expect(try await house.count("select count(*) from events where name = 'harbour.boats.created'") == 1)
        }
    }

    @Test("is one member's own: another's of the same name is another one")
    func members() async throws {
        try await APIHouse.withProgram { house, ada in
            let bo = try await house.program(of: house.platform.join(ada.scope.business.id, as: .staff))
            let globex = try await house.program(of: house.platform.register("Globex"))
            var ids: Set<String> = []
            for program in [ada, bo, globex] { ids.insert(try await post(program, "{\"name\": \"Wanderer\"}", key: "k").id) }
            #expect(ids.count == 3)
            #expect(try await post(bo, "{\"name\": \"Wanderer\"}", key: "k").headers[.idempotentReplayed] == "true")
        }
    }

    @Test("must have a key that is one", arguments: ["", "two words", "ключ", String(repeating: "k", count: 256)])
    func badKeys(key: String) async throws {
        try await APIHouse.withProgram { house, program in
            let answer = try await post(program, "{\"name\": \"Wanderer\"}", key: key)
            #expect(answer.status == 400 && answer.pointers == ["Idempotency-Key"])
            #expect(try await boats(house) == 0)
            #expect(try await post(program, "{\"name\": \"Wanderer\"}", key: String(repeating: "k", count: 255)).status == 201)
        }
    }
}
