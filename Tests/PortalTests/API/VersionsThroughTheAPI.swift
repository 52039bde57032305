import HTTPTypes
import Platform
import Support
import Testing

@Suite("A record through the API", .enabled(if: TestPlatform.isPossible))
struct VersionsThroughTheAPI {
    @Test("has its version in its ETag, and is sent again only when it changed")
    func etags() async throws {
        try await APIHouse.withProgram { _, program in
            let path = try await program.boat("Wanderer"), read = try await program.ask(.get, path), etag = read.etag
            #expect(etag.wholeMatch(of: /"1-[0-9a-f]{8}"/) != nil && read.json?["version"] == 1)
            for tag in [etag, "*", "W/\(etag)", "\"7\", \(etag)"] {
                let same = try await program.ask(.get, path, headers: [.ifNoneMatch: tag])
                #expect(same.status == 304 && same.bytes.isEmpty && same.etag == etag, "\(tag)")
            }
            let changed = try await program.ask(.patch, path, "{\"name\": \"Rover\"}")
            #expect(changed.etag == etag.replacing("1-", with: "2-", maxReplacements: 1) && changed.json?["name"] == "Rover")
            let other = try await program.ask(.get, path, headers: [.ifNoneMatch: etag])
            #expect(other.status == 200 && other.etag == changed.etag && other.json == changed.json)
        }
    }

    @Test("is sent again when other fields of it are told, and can still be changed by the ETag it had")
    func otherFields() async throws {
        try await APIHouse.withProgram { _, program in
            let path = try await program.boat("Wanderer"), etag = try await program.ask(.get, path).etag
            try await FieldDefinitions(of: "boats", in: program.scope).add(FieldDraft(Form([("label", "Flag"), ("kind", "text")])))
            let read = try await program.ask(.get, path, headers: [.ifNoneMatch: etag])
            #expect(read.status == 200 && read.etag != etag && read.json?["x_flag"] == .null)
            #expect(try await program.ask(.get, path, headers: [.ifNoneMatch: read.etag]).status == 304)
            #expect(try await program.ask(.patch, path, "{\"x_flag\": \"red\"}", headers: [.ifMatch: etag]).status == 200)
            #expect(try await program.ask(.patch, path, "{\"x_flag\": \"blue\"}", headers: [.ifMatch: read.etag]).status == 412)
            for tag in ["\"2-\"", "\"2-0123\"", "\"-01234567\"", "\"2-0123456x\""] {
                #expect(try await program.ask(.delete, path, headers: [.ifMatch: tag]).status == 400, "\(tag)")
            }
        }
    }

    @Test("is not told to a program that may only write it, but for its id and version")
    func writingOnly() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), id = try #require(path.split(separator: "/").last.map(String.init))
            let boats = try #require(house.platform.registry.resources.first { $0.name == "boats" }).permissions
            let writer = try await house.program(of: program.scope, scopes: [boats.create, boats.edit])
            #expect(try await writer.ask(.get, path).status == 403)
            #expect(try await writer.ask(.patch, path, "{}").json == ["id": .string(id), "version": 1])
            let changed = try await writer.ask(.put, path, "{\"name\": \"Rover\"}")
            #expect(changed.status == 200 && changed.json == ["id": .string(id), "version": 2])
            #expect(try await writer.ask(.patch, path, "{\"length\": 3}", headers: [.ifMatch: changed.etag]).json?["version"] == 3)
            let made = try await writer.ask(.post, APIHouse.boats, "{\"name\": \"New\"}")
            #expect(made.status == 201 && made.json?.members?.map(\.name) == ["id", "version"] && made.headers[.location]?.hasSuffix(made.id) == true)
        }
    }

    @Test("is changed, replaced and deleted only from the version that If-Match names")
    func ifMatch() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer")
            _ = try await program.ask(.patch, path, "{\"length\": 3}", headers: [.ifMatch: "\"1\""])
            let before = try await house.rows
            for (method, body) in [(HTTPRequest.Method.put, "{\"name\": \"Mine\"}"), (.patch, "{\"name\": \"Mine\"}"), (.delete, nil)] {
                let answer = try await program.ask(method, path, body, headers: [.ifMatch: "\"1\""])
                #expect(answer.status == 412 && answer.isProblem, "\(method)")
            }
            #expect(try await house.rows == before)
            #expect(try await program.ask(.put, path, "{\"name\": \"Mine\"}", headers: [.ifMatch: "\"2\""]).etag.hasPrefix("\"3-"))
            #expect(try await program.ask(.patch, path, "{\"name\": \"Ours\"}", headers: [.ifMatch: "*"]).etag.hasPrefix("\"4-"))
            #expect(try await program.ask(.patch, path, "{\"name\": \"Ours\"}").etag.hasPrefix("\"4-"), "nothing changed, so it is the same version")
            #expect(try await program.ask(.delete, path, headers: [.ifMatch: "3"]).status == 412)
            #expect(try await program.ask(.delete, path, headers: [.ifMatch: "4"]).status == 204)
            for method in [HTTPRequest.Method.get, .delete] { #expect(try await program.ask(method, path).status == 404) }
            #expect(try await program.ask(.patch, path, "{\"name\": \"Gone\"}").status == 404)
        }
    }

    @Test("is not deleted from under somebody who changes it in the same moment")
    func deletedMeanwhile() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), changed = Barrier()
            async let answer = {
                await changed.wait()
                return try await program.ask(.delete, path, headers: [.ifMatch: "\"1\""])
            }()
            try await program.scope.transaction { scope in
                try await scope.db.execute("update boats set length = 7, version = version + 1")
                await changed.open()
                try await house.platform.waiting()
            }
            #expect(try await answer.status == 412)
            #expect(try await house.count("select count(*) from boats where deleted_at is null and length = 7") == 1)
        }
    }

    @Test("is replaced whole by PUT, and changed in part by PATCH")
    func wholeAndPart() async throws {
        try await APIHouse.withProgram { _, program in
            let path = try await program.boat("Wanderer", "\"rig\": \"ketch\", \"length\": 12, \"is_afloat\": true, \"notes\": \"old\"")
            let patched = try await program.ask(.patch, path, "{\"length\": null, \"notes\": \" new \"}", type: "application/merge-patch+json").json
            #expect(patched?["length"] == .null && patched?["notes"] == "new" && patched?["rig"] == "ketch" && patched?["name"] == "Wanderer")
            let put = try await program.ask(.put, path, "{\"name\": \"Rover\", \"length\": 9}").json
            #expect(put?["name"] == "Rover" && put?["length"] == 9 && put?["rig"] == "sloop" && put?["is_afloat"] == false && put?["notes"] == "")
            #expect(try await program.ask(.put, path, "{\"length\": 9}").pointers == ["/name"])
        }
    }

    @Test("changed by many programs at once loses none of their changes")
    func atOnce() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer")
            let fields = ["length": "1", "notes": "\"n\"", "email": "\"a@example.com\"", "is_afloat": "true", "built": "\"2025-01-01\"", "heel": "0.5"]
            try await withThrowingTaskGroup(of: Int.self) { group in
                for (field, value) in fields { group.addTask { try await program.ask(.patch, path, "{\"\(field)\": \(value)}").status } }
                for try await status in group { #expect(status == 200) }
            }
            let read = try #require(try await program.ask(.get, path).json)
            for (field, value) in fields { #expect(read[field] == (try JSONValue(reading: Array(value.utf8))), "\(field)") }
            #expect(read["version"] == .integer(fields.count + 1))
            #expect(try await house.count("select count(*) from events where name = 'harbour.boats.changed' and source = 'api'") == fields.count)
        }
    }

    @Test("that is asked for by a method it does not know says which it knows")
    func methods() async throws {
        try await APIHouse.withProgram { _, program in
            let path = try await program.boat("Wanderer")
            let answer = try await program.ask(.post, path, "{}")
            #expect(answer.status == 405 && answer.isProblem && answer.headers[.allow] == "GET, PUT, PATCH, DELETE")
            #expect(try await program.ask(.get, "/api/v1/harbour/nothing").status == 404)
        }
    }

    @Test("is counted against the plan, and refused with how long to wait until its day or month is over")
    func planned() async throws {
        try await APIHouse.withProgram { house, program in
            try await house.platform.superuser.write(Query.execute("update plans set limits = '{\"api.calls\": {\"most\": 1, \"per\": \"day\"}}' where is_default"))
            #expect(try await program.ask(.get, APIHouse.boats).status == 200)
            let refused = try await program.ask(.get, APIHouse.boats), wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            #expect(refused.status == 429 && refused.isProblem && (1...86_400).contains(wait))
        }
    }

    @Test("is counted against the minute, and refused with how long to wait")
    func rate() async throws {
        try await APIHouse.withProgram(rate: 3) { house, program in
            var answers: [APIAnswer] = []
            repeat {
                answers.append(try await program.ask(.get, APIHouse.boats))
            } while answers.last?.status == 200 && answers.count < 7 // a new minute may begin once meanwhile
            let granted = answers.dropLast()
            #expect((3...6).contains(granted.count) && granted.allSatisfy { $0.headers[.rateLimit("Limit")] == "3" && $0.headers[.retryAfter] == nil })
            #expect(granted.suffix(3).map { $0.headers[.rateLimit("Remaining")] } == ["2", "1", "0"])
            let before = try await house.rows, refused = try await program.ask(.post, APIHouse.boats, "{\"name\": \"Late\"}")
            #expect(refused.status == 429 && refused.isProblem && refused.headers[.rateLimit("Remaining")] == "0")
            let wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            #expect((1...60).contains(wait) && refused.headers[.rateLimit("Reset")] == String(wait))
            #expect(try await house.rows == before)
            let colleague = try await house.program(of: house.platform.join(program.scope.business.id, as: .staff))
            #expect(try await colleague.ask(.get, APIHouse.boats).status == 200)
        }
    }
}
