import FoundationEssentials
import HTTPTypes
import Platform
import Support
import Testing

@Suite("Bad input through the API", .enabled(if: TestPlatform.isPossible))
struct RefusingBadInput {
    /// A value that a field cannot take, by the field.
    static let values: KeyValuePairs<String, [String]> = [
        "name": ["7", "null", "\"\"", "\" \\u00a0 \"", "[]", "{}", "true", "\"a\\u0000b\"", "\"\(String(repeating: "é", count: 41))\""],
        "rig": ["\"square\"", "\"Sloop\"", "\"\"", "1", "[\"sloop\"]"],
        "berth_id": ["\"x\"", "1", "\"\"", "{}"],
        "length": ["\"12\"", "1.5", "true", "9223372036854775808", "-9223372036854775809", "1e30", "1e400", "[]"],
        "weight": ["\"1\"", "1e999", "1e100", "123456789012345678901234567890123456789", "true"],
        "is_afloat": ["\"true\"", "1", "\"yes\"", "[]"],
        "price": [
            "12", "\"12 EUR\"", "{}", "{\"amount\": 1}", "{\"amount\": 1.5, \"currency\": \"EUR\"}", "{\"amount\": 1, \"currency\": \"ZZZ\"}",
            "{\"amount\": 9223372036854775808, \"currency\": \"EUR\"}", "{\"amount\": 1, \"currency\": \"EUR\", \"more\": 1}",
        ],
        "built": [
            "\"2025-02-30\"", "\"2025-13-01\"", "\"0000-01-01\"", "\"2025-1-1\"", "\"1/2/2025\"", "\"2025-02-03T00:00:00Z\"", "20250203", "\"\"",
        ],
        "seen": [
            "\"2025-02-30T00:00:00Z\"", "\"2025-02-03T24:00:00Z\"", "\"2025-02-03T10:00:61Z\"", "\"2025-02-03T10:00:00\"", "\"2025-02-03\"", "1738577045",
            "\"2025-02-03T10:00:00+99:00\"",
        ],
        "notes": ["1", "\"\\u0000\"", "\"\(String(repeating: "x", count: 20_001))\""],
        "email": ["\"nobody\"", "\"a@b@c.de\"", "1"], "phone": ["\"abc\"", "1"],
        "web": ["\"http://localhost\"", "\"javascript:alert(1)\"", "1"],
        "heel": ["1.01", "-0.1", "\"0.5\"", "1e400"],
        "wear": ["0.5", "null"], "version": ["1"], "id": ["\"018f0000-0000-7000-8000-000000000000\""], "created_at": ["null"],
        "nmae": ["\"a\""], "berth": ["null"], "": ["1"], "a/b~c": ["1"],
    ]

    @Test("is refused with the field that is wrong, however it is sent, and nothing is written")
    func fields() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer")
            let id = path.suffix(36), before = try await house.rows
            for (field, values) in Self.values {
                let pointer = "/" + field.replacing("~", with: "~0").replacing("/", with: "~1")
                for value in values {
                    let member = "\(jsonString(field)): \(value)", named = field == "name" ? member : "\"name\": \"Fair\", \(member)"
                    for (method, path, body, place) in [
                        (HTTPRequest.Method.post, APIHouse.boats, "{\(named)}", ""), (.put, path, "{\(named)}", ""), (.patch, path, "{\(member)}", ""),
                        (.post, "\(APIHouse.boats)/bulk", "{\"create\": [{\"name\": \"Good\"}, {\(named)}]}", "/create/1"),
                        (.post, "\(APIHouse.boats)/bulk", "{\"change\": [{\"id\": \"\(id)\", \(member)}]}", "/change/0"),
                    ] where !(field == "id" && place == "/change/0") {
                        let answer = try await program.ask(method, path, body)
                        #expect(answer.status == 422 && answer.isProblem && answer.pointers == [place + pointer], "\(method) \(body.prefix(90)): \(answer.text)")
                    }
                }
            }
            #expect(try await house.rows == before)
        }
    }

    @Test("is named all at once, with what is missing")
    func allAtOnce() async throws {
        try await APIHouse.withProgram { house, program in
            let before = try await house.rows
            let answer = try await program.ask(.post, APIHouse.boats, "{\"length\": \"x\", \"rig\": 1, \"what\": null}")
            #expect(answer.status == 422 && Set(answer.pointers) == ["/length", "/rig", "/what", "/name"] && answer.pointers.count == 4)
            #expect(try await house.rows == before)
        }
    }

    @Test("that is no JSON, or no object, is refused with the reason")
    func bodies() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), before = try await house.rows
            let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
            let texts: [(body: String, status: Int, says: String)] = [
                ("", 400, "byte 0"), ("{\"name\": NaN}", 400, "byte 9"), ("{\"name\": Infinity}", 400, "byte 9"), ("{\"name\": \"a\"", 400, "byte"),
                ("{\"name\": \"a\"} x", 400, "byte 14"), ("{\"name\": \"a\",}", 400, "byte 13"), ("{'name': 'a'}", 400, "byte 1"),
                ("{\"name\": \"\\ud800\"}", 400, "byte"), ("{\"name\": \"a\nb\"}", 400, "byte"), ("{\"length\": 012}", 400, "byte"),
                ("{\"name\": \"a\", \"name\": \"b\"}", 400, "name"), ("{\"name\": \"a\", \"\\u006eame\": \"b\"}", 400, "name"),
                ("{\"name\": \(deep)}", 400, "32"), (deep, 400, "32"), ("[]", 422, "must be an object"), ("null", 422, "must be an object"), ("\"name\"", 422, "must be an object"),
            ]
            for (body, status, says) in texts {
                for (method, path) in [(HTTPRequest.Method.post, APIHouse.boats), (.put, path), (.patch, path), (.post, "\(APIHouse.boats)/bulk")] {
                    let answer = try await program.ask(method, path, body)
                    #expect(answer.status == status && answer.isProblem && answer.text.contains(says), "\(method) \(body.prefix(40)): \(answer.text)")
                }
            }
            for bytes in [[0xFF, 0xFE], Array("{\"name\": \"".utf8) + [0xC3, 0x28] + Array("\"}".utf8), Array("{\"name\": \"".utf8) + [0xED, 0xA0, 0x80] + Array("\"}".utf8)] {
                let answer = try await program.ask(.post, APIHouse.boats, bytes: bytes, type: "application/json")
                #expect(answer.status == 400 && answer.text.contains("UTF-8"))
            }
            #expect(try await house.rows == before)
        }
    }

    @Test("of 10 MB is refused as too large, and of another type as such", arguments: [HTTPRequest.Method.post, .put, .patch])
    func sizesAndTypes(method: HTTPRequest.Method) async throws {
        try await APIHouse.withProgram { house, program in
            let path = method == .post ? APIHouse.boats : try await program.boat("Wanderer"), before = try await house.rows
            let large = try await program.ask(method, path, "{\"name\": \"\(String(repeating: "x", count: 10_000_000))\"}")
            #expect(large.status == 413 && large.isProblem && large.text.contains("4"))
            for type in [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp", "multipart/form-data"] {
                let answer = try await program.ask(method, path, "{\"name\": \"Fair\"}", type: type)
                #expect(answer.status == 415 && answer.isProblem && answer.text.contains("application/json"), "\(type ?? "none")")
            }
            #expect(try await house.rows == before)
            let taken = try await program.ask(method, path, "{\"name\": \"Fair\"}", type: "Application/JSON ; charset=utf-8")
            #expect([200, 201].contains(taken.status))
        }
    }

    @Test("in a bulk call's own shape is refused by its place")
    func bulk() async throws {
        try await APIHouse.withProgram { house, program in
            let id = try await program.boat("Wanderer").suffix(36), before = try await house.rows
            let many = (0...1_000).map { "{\"name\": \"\($0)\"}" }.joined(separator: ",")
            for (body, pointers) in [
                ("{}", [""]), ("{\"create\": []}", [""]), ("{\"create\": {}}", ["/create"]), ("{\"make\": []}", ["/make"]), ("{\"create\": [7]}", ["/create/0"]),
                ("{\"create\": [\(many)]}", ["/create"]), ("{\"change\": [{\"name\": \"a\"}]}", ["/change/0/id"]), ("{\"change\": [7]}", ["/change/0/id"]),
                ("{\"delete\": [\"x\", 7]}", ["/delete/0", "/delete/1"]),
            ] {
                let answer = try await program.ask(.post, "\(APIHouse.boats)/bulk", body)
                #expect(answer.status == 422 && answer.pointers == pointers, "\(body.prefix(60)): \(answer.text)")
            }
            for (body, pointer) in [
                ("{\"delete\": [\"\(id)\", \"\(id)\"]}", "/delete/1"), ("{\"change\": [{\"id\": \"\(id)\"}, {\"id\": \"\(id)\"}]}", "/change/1/id"),
                ("{\"change\": [{\"id\": \"\(id)\", \"name\": \"b\"}], \"delete\": [\"\(id)\"]}", "/delete/0"),
            ] {
                let answer = try await program.ask(.post, "\(APIHouse.boats)/bulk", body)
                #expect(answer.status == 409 && answer.pointers == [pointer], "\(answer.text)")
            }
            let nobody = "\"018f0000-0000-7000-8000-000000000000\""
            let gone = try await program.ask(.post, "\(APIHouse.boats)/bulk", """
                {"create": [{"name": "a"}, {"name": "b", "berth_id": \(nobody)}], "change": [{"id": "\(id)", "name": "c"}, {"id": \(nobody), "name": "d"}], "delete": ["018f0000-0000-7000-8000-000000000001"]}
                """)
            #expect(gone.status == 409 && gone.pointers == ["/change/1/id", "/delete/0", "/create/1/berth_id"], "\(gone.text)")
            #expect(try await house.rows == before)
        }
    }

    @Test("in an address is refused with the parameter's name")
    func addresses() async throws {
        try await APIHouse.withProgram { house, program in
            let path = try await program.boat("Wanderer"), before = try await house.rows
            for query in [
                "limit=0", "limit=201", "limit=x", "limit=9223372036854775808", "limit=", "limit=1.5", "after=x", "after=", "q=%00", "q=\(String(repeating: "x", count: 201))",
                "sort=notes", "sort=", "sort=--name", "rig=square", "rig=", "berth_id=x", "is_afloat=1", "length=3", "what=1", "deleted=1", "before=x", "organization_id=x", "%FF=1",
            ] {
                let answer = try await program.ask(.get, "\(APIHouse.boats)?\(query)"), name = query.prefix { $0 != "=" }
                #expect(answer.status == 400 && answer.isProblem, "\(query): \(answer.status)")
                if name != "%FF" { #expect(answer.pointers == [String(name)], "\(query)") }
            }
            #expect(try await program.ask(.get, "\(APIHouse.boats)?limit=1&limit=2").pointers == ["limit"])
            for id in ["x", "%00", "..%2f", "018f0000-0000-7000-8000-00000000000", "\(path.suffix(36))%00", "018f0000-0000-7000-8000-000000000000"] {
                for method in [HTTPRequest.Method.get, .put, .patch, .delete] {
                    let answer = try await program.ask(method, "\(APIHouse.boats)/\(id)", method == .get || method == .delete ? nil : "{\"name\": \"Fair\"}")
                    #expect(answer.status == 404 && answer.isProblem, "\(method) \(id)")
                }
            }
            for tag in ["x", "+1", "\"x\"", "W/\"1\"", "\"1\", \"2\"", "", "\"", "\"99999999999999999999\""] {
                for method in [HTTPRequest.Method.put, .patch, .delete] {
                    let answer = try await program.ask(method, path, method == .delete ? nil : "{\"name\": \"Fair\"}", headers: [.ifMatch: tag])
                    #expect(answer.status == 400 && answer.pointers == ["If-Match"], "\(method) \(tag)")
                }
            }
            #expect(try await house.rows == before)
        }
    }
}
