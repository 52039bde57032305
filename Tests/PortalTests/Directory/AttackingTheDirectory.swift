import FoundationEssentials
import HTTPTypes
import Platform
import Support
import Testing

@Suite("The directory's door", .enabled(if: TestPlatform.isPossible))
struct AttackingTheDirectory {
    @Test("opens to a directory token alone, and to none that was revoked")
    func tokens() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            let key = try await APIKeys(in: directory.owner).make(NewAPIKey(name: "x", scopes: [AccountPermissions.members], expiresAt: nil)).text
            for wrong in [nil, "", "Bearer", "Bearer x", "Basic eDp5", "Bearer \(key)", "Bearer \(DirectorySecret().text)", "kontor_dir_x"] {
                var stranger = directory
                stranger.authorization = wrong
                for route in house.routes {
                    let answer = try await stranger.ask(route.method, String(route.path.dropFirst("/scim/v2".count)), "{}")
                    #expect(answer.isError(401) && answer.headers[.wwwAuthenticate] == "Bearer realm=\"Kontor directory\"", "\(route.path)")
                }
            }
            #expect(try await directory.ask(.get, "/Users").status == 200)
            let token = try #require(try await DirectoryTokens(in: directory.owner).all().first)
            #expect(token.lastUsedAt != nil)
            try await DirectoryTokens(in: directory.owner).revoke(token.id)
            #expect(try await directory.ask(.get, "/Users").isError(401))
        }
    }

    @Test("is shut while the business is suspended")
    func suspended() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            try await house.platform.superuser.write(Query.execute("update businesses set suspended_reason = 'unpaid', suspended_at = now()"))
            let answer = try await directory.ask(.get, "/Users")
            #expect(answer.isError(403) && answer.json?["detail"]?.string?.contains("unpaid") == true)
        }
    }

    @Test("never shows one business's directory to another's, whatever it is asked")
    func walls() async throws {
        try await DirectoryHouse.withDirectory { house, acme in
            let globex = try await house.directory("Globex", domain: "globex.example")
            let secret = try await globex.person("secret@globex.example", #""externalId": "7""#), group = try await globex.group("Secret", secret)
            let mine = try await acme.person("ada@acme.example"), id = secret.dropFirst("/Users/".count)
            for path in [secret, group] {
                #expect(try await acme.ask(.get, path).isError(404))
                #expect(try await acme.ask(.delete, path).isError(404))
                #expect(try await acme.patch(path, #"{"op": "replace", "path": "displayName", "value": "x"}"#).isError(404))
                let kind = path == secret ? #""userName": "x""# : #""displayName": "x""#
                #expect(try await acme.ask(.put, path, TestDirectory.body(path == secret ? "User" : "Group", kind)).isError(404))
            }
            for filter in ["userName pr", "id eq \"\(id)\"", "externalId eq \"7\"", "userName eq \"secret@globex.example\"", "not (userName eq \"x\")", "groups.display eq \"Secret\""] {
                #expect(try await acme.found(filter).map { $0.filter { $0 != "ada@acme.example" } } == [], "\(filter)")
            }
            #expect(try await acme.found("members.value eq \"\(id)\"", in: "/Groups") == [])
            let stolen = try await acme.ask(.post, "/Groups", TestDirectory.body("Group", "\"displayName\": \"G\", \"members\": [{\"value\": \"\(id)\"}]"))
            #expect(stolen.isError(400, "invalidValue"))
            let own = try await acme.group("Own", mine)
            #expect(try await acme.patch(own, "{\"op\": \"add\", \"path\": \"members\", \"value\": [{\"value\": \"\(id)\"}]}").isError(400, "invalidValue"))
            // The same name may be somebody's in each of them, and an address of another's domain gives no seat.
            _ = try await acme.person("secret@globex.example")
            #expect(try await acme.members() == ["ada@acme.example staff"])
            #expect(try await globex.ask(.get, secret).json?["externalId"] == "7")
        }
    }

    @Test("writes nothing that no schema knows, and says what it took")
    func unknownAttributes() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            let body = """
                {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", "urn:x:y"],
                 "userName": "ada@acme.example", "isOwner": true, "role": "owner", "roles": [{"value": "owner"}], "password": "x", "member_id": "\(directory.owner.member.id)",
                 "id": "\(UUID())", "business_id": "\(UUID())", "version": 9, "meta": {"version": "x"}, "groups": [{"value": "x"}], "__proto__": {"a": 1},
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "x"}, "urn:x:y": {"role": "owner"}}
                """
            let made = try await directory.ask(.post, "/Users", body)
            #expect(made.status == 201)
            #expect(made.json?.members?.map(\.name) == ["schemas", "id", "userName", "active", "meta"])
            #expect(try await directory.members() == ["ada@acme.example staff"])
            let path = "/Users/\(made.json?["id"]?.string ?? "")"
            #expect(try await directory.patch(path, #"{"op": "replace", "path": "member_id", "value": "x"}"#).isError(400, "invalidPath"))
            #expect(try await directory.patch(path, #"{"op": "add", "value": {"role": "owner", "member_id": "x"}}"#).headers[.eTag] == "W/\"1\"")
            #expect(try await directory.found("member_id pr") == nil)
        }
    }

    @Test("refuses bodies that are no resource, each with its keyword", arguments: [
        ("", "invalidSyntax"), ("[]", "invalidSyntax"), ("{}", "invalidSyntax"), ("{", "invalidSyntax"), (#"{"schemas": ["x"], "userName": "x"}"#, "invalidSyntax"),
        (TestDirectory.body("Group", #""userName": "x""#), "invalidSyntax"), (TestDirectory.body("User", #""displayName": "x""#), "invalidValue"),
        (TestDirectory.body("User", #""userName": """#), "invalidValue"), (TestDirectory.body("User", #""userName": "x", "USERNAME": "y""#), "invalidSyntax"),
        (TestDirectory.body("User", #""userName": "a\u0000b""#), "invalidValue"), (TestDirectory.body("User", #""userName": ["x"]"#), "invalidValue"),
        (TestDirectory.body("User", "\"userName\": \"\(String(repeating: "x", count: 255))\""), "invalidValue"),
        (TestDirectory.body("User", #""userName": "x", "emails": [{"value": "x"}]"#), "invalidValue"),
        (TestDirectory.body("User", #""userName": "x", "emails": [{"value": "a@b.co", "primary": true}, {"value": "c@b.co", "primary": true}]"#), "invalidValue"),
        (TestDirectory.body("User", "\"userName\": \"x\", \"name\": " + String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)), "invalidSyntax"),
    ])
    func badBodies(body: String, type: String) async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            let answer = try await directory.ask(.post, "/Users", body)
            #expect(answer.isError(400, type), "\(answer.text)")
            #expect(try await house.count("select count(*) from directory_people") == 0)
        }
    }

    @Test("cannot be made to run what a filter, an order or a name says")
    func injection() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            _ = try await directory.person("ada@acme.example")
            _ = try await directory.person("o'neil\\\";--%_")
            for evil in [#"userName eq "' or 1=1 --""#, #"userName co "%""#, #"userName sw "_""#, #"externalId eq "x') or true or ('1'='1""#, #"emails.value eq "$1""#, #"userName eq "\\""#] {
                let found = try await directory.found(evil)
                #expect(found == (evil.contains("%") ? ["o'neil\\\";--%_"] : []), "\(evil)")
            }
            #expect(try await directory.found("userName ew \"--%_\"") == ["o'neil\\\";--%_"])
            for name in ["user_name", "p.id", "pg_sleep(9)", "userName;select", "id::text", "1", "\"id\"", "user_key", "emails.element", "emails.value.x"] {
                #expect(try await directory.found("\(name) eq \"x\"") == nil, "\(name)")
                #expect(try await directory.ask(.get, "/Users?sortBy=\(urlEscaped(name))").isError(400, "invalidPath"), "\(name)")
            }
            #expect(try await directory.ask(.get, "/Users?startIndex=1;drop&count=1").isError(400, "invalidValue"))
            #expect(try await house.count("select count(*) from directory_people") == 2)
        }
    }

    @Test("refuses a change of a version that is not the newest any more")
    func staleVersions() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            let path = try await directory.person("ada"), first = "W/\"1\""
            let rename = #"{"op": "replace", "path": "displayName", "value": "A"}"#
            let done = try await directory.patch(path, rename, [.ifMatch: first])
            #expect(done.status == 200 && done.headers[.eTag] == "W/\"2\"")
            #expect(try await directory.patch(path, #"{"op": "replace", "path": "displayName", "value": "B"}"#, [.ifMatch: first]).isError(412))
            #expect(try await directory.ask(.put, path, TestDirectory.body("User", #""userName": "b""#), [.ifMatch: first]).isError(412))
            #expect(try await directory.ask(.delete, path, nil, [.ifMatch: first]).isError(412))
            #expect(try await directory.patch(path, rename, [.ifMatch: "*"]).headers[.eTag] == "W/\"2\"")
            #expect(try await directory.ask(.get, path, nil, [.ifNoneMatch: "W/\"2\""]).status == 304)
            #expect(try await directory.ask(.delete, path, nil, [.ifMatch: "W/\"1\", W/\"2\""]).status == 204)
        }
    }

    @Test("asks who sends too much to wait, and counts each token for itself")
    func limits() async throws {
        try await DirectoryHouse.withDirectory(rate: 3) { house, directory in
            var answers: [Int] = []
            for _ in 1...8 { answers.append(try await directory.ask(.get, "/Schemas").status) }
            #expect(answers.contains(429) && Set(answers) == [200, 429])
            let other = try await house.directory("Globex", domain: "globex.example")
            #expect(try await other.ask(.get, "/Schemas").status == 200)
        }
    }
}
