import FoundationEssentials
import HTTPTypes
import Platform
import Support
import Testing

@Suite("A list through the API", .enabled(if: TestPlatform.isPossible))
struct ListingThroughTheAPI {
    private func names(_ program: Program, _ query: String) async throws -> [String] {
        let answer = try await program.ask(.get, "\(APIHouse.boats)?\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return answer.names
    }

    @Test("shows the newest first, and every record once from cursor to cursor, also while others are added")
    func pages() async throws {
        try await APIHouse.withProgram { _, program in
            for number in 1...7 { try await program.boat("Boat \(number)") }
            #expect(try await names(program, "") == (1...7).reversed().map { "Boat \($0)" })
            for (sort, expected) in [("", Array((1...7).reversed())), ("&sort=name", Array(1...7)), ("&sort=-name", Array((1...7).reversed()))] {
                var seen: [String] = [], next: JSONValue? = .string("")
                while let after = next?.string {
                    let answer = try await program.ask(.get, "\(APIHouse.boats)?limit=3\(sort)\(after.isEmpty ? "" : "&after=\(after)")")
                    #expect(answer.names.count <= 3)
                    seen += answer.names
                    next = answer.json?["next"]
                    if after.isEmpty { try await program.boat("Late \(sort)") }
                }
                #expect(next == .null && seen.filter { $0.hasPrefix("Boat") } == expected.map { "Boat \($0)" }, "\(sort): \(seen)")
                #expect(Set(seen).count == seen.count)
            }
        }
    }

    @Test("takes for an id only what PostgreSQL takes for one: anything else is refused in words, however often", arguments: ["berth_id", "after"])
    func almostAnID(name: String) async throws {
        try await APIHouse.withProgram { _, program in
            for _ in 0..<6 {
                let answer = try await program.ask(.get, "\(APIHouse.boats)?\(name)=%2B1%2B1%2B1%2B1-%2B1%2B1-%2B1%2B1-%2B1%2B1-%2B1%2B1%2B1%2B1%2B1%2B1")
                #expect(answer.status == 400 && answer.pointers == [name])
            }
            #expect(try await program.ask(.get, APIHouse.boats).status == 200)
        }
    }

    @Test("of exactly one page has no next one")
    func lastPage() async throws {
        try await APIHouse.withProgram { _, program in
            #expect(try await program.ask(.get, APIHouse.boats).json == ["data": [], "next": .null])
            for name in ["A", "B"] { try await program.boat(name) }
            #expect(try await program.ask(.get, "\(APIHouse.boats)?limit=2").json?["next"] == .null)
            #expect(try await program.ask(.get, "\(APIHouse.boats)?limit=1").json?["next"]?.string != nil)
        }
    }

    @Test("is narrowed by its filters and by words, alone and together")
    func filters() async throws {
        try await APIHouse.withProgram { _, program in
            let berth = try await program.ask(.post, APIHouse.berths, "{\"name\": \"North\"}").id
            try await program.boat("Albatross", "\"rig\": \"ketch\", \"is_afloat\": true, \"email\": \"gull@example.com\"")
            try await program.boat("Gull", "\"rig\": \"ketch\", \"berth_id\": \"\(berth)\"")
            try await program.boat("Tern", "\"is_afloat\": true")
            #expect(try await names(program, "rig=ketch&sort=name") == ["Albatross", "Gull"])
            #expect(try await names(program, "is_afloat=true&sort=name") == ["Albatross", "Tern"])
            #expect(try await names(program, "is_afloat=false") == ["Gull"])
            #expect(try await names(program, "berth_id=\(berth)") == ["Gull"])
            #expect(try await names(program, "q=GULL&sort=name") == ["Albatross", "Gull"])
            #expect(try await names(program, "q=gull&is_afloat=true") == ["Albatross"])
            #expect(try await names(program, "rig=cutter").isEmpty)
            #expect(try await names(program, "q=gull&sort=-name&limit=1") == ["Gull"])
        }
    }

    @Test("leaves out what was deleted, and gives every value as it was sent")
    func values() async throws {
        try await APIHouse.withProgram { _, program in
            let berth = try await program.ask(.post, APIHouse.berths, "{\"name\": \"North\"}").id
            let sent = try JSONValue(reading: Array("""
                {"name": "Ærø 美咲", "rig": "cutter", "berth_id": "\(berth)", "length": -9223372036854775808, "weight": 12.125, "is_afloat": true,
                 "price": {"amount": 9223372036854775807, "currency": "JPY"}, "built": "1899-12-31", "seen": "2025-02-03T09:30:00Z", "notes": "two\\nlines \\"\\\\/",
                 "email": "a@example.com", "phone": "+49 30 1234567", "web": "https://example.com/a", "heel": 0.25}
                """.utf8))
            let created = try await program.ask(.post, APIHouse.boats, String(decoding: sent.bytes, as: UTF8.self))
            #expect(created.status == 201)
            let listed = try #require(try await program.ask(.get, APIHouse.boats).json?["data"]?.array?.first)
            #expect(listed == created.json)
            #expect(try await program.ask(.get, "\(APIHouse.boats)/\(created.id)").json == listed)
            for member in sent.members ?? [] { #expect(listed[member.name] == member.value, "\(member.name)") }
            #expect(listed["wear"] == .null && listed["version"] == 1 && listed["business_id"]?.string == program.scope.business.id.description)
            #expect(listed["created_at"]?.string?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
            _ = try await program.ask(.delete, "\(APIHouse.boats)/\(created.id)")
            #expect(try await names(program, "").isEmpty)
        }
    }

    @Test("has the fields that the business added, which can be filtered by and written")
    func customFields() async throws {
        try await APIHouse.withProgram { house, program in
            try await house.platform.superuser.write(Query.execute("""
                update businesses set custom_fields = '{"boats": [
                    {"name": "x_flag", "label": "Flag", "kind": "choice", "choices": ["DK", "DE"], "isRequired": true, "isListed": true},
                    {"name": "x_crew", "label": "Crew", "kind": "integer", "choices": [], "isRequired": false, "isListed": false}]}'
                """))
            let missing = try await program.ask(.post, APIHouse.boats, "{\"name\": \"A\", \"x_crew\": 1.5}")
            #expect(missing.status == 422 && Set(missing.pointers) == ["/x_flag", "/x_crew"])
            #expect(try await program.ask(.post, APIHouse.boats, "{\"name\": \"A\", \"x_flag\": \"SE\"}").pointers == ["/x_flag"])
            let path = try await program.boat("A", "\"x_flag\": \"DK\", \"x_crew\": 3")
            let read = try #require(try await program.ask(.get, path).json)
            #expect(read["x_flag"] == "DK" && read["x_crew"] == 3)
            #expect(try await program.ask(.patch, path, "{\"x_crew\": null}").json?["x_crew"] == .null)
        }
    }
}
