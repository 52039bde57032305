import HTTPTypes
import Platform
import Support
import Testing

@Suite("What a directory told", .enabled(if: TestPlatform.isPossible))
struct ListingTheDirectory {
    @Test("is found by every kind of condition")
    func filters() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            let ada = try await directory.person("Ada", #""externalId": "A1", "name": {"familyName": "Marín"}, "emails": [{"value": "ada@x.example", "type": "work"}]"#)
            _ = try await directory.person("bob", #""active": false, "emails": [{"value": "bob@x.example", "type": "home", "primary": true}]"#)
            _ = try await directory.group("Leads", ada)
            let id = ada.dropFirst("/Users/".count)
            for (filter, expected) in [
                ("userName eq \"aDa\"", ["Ada"]), ("externalId eq \"a1\"", []), ("externalId eq \"A1\"", ["Ada"]), ("externalId pr", ["Ada"]), ("name pr", ["Ada"]),
                ("name.familyName eq \"MARÍN\"", ["Ada"]), ("not (name.familyName eq \"marín\")", ["bob"]), ("active eq false", ["bob"]), ("active ne false", ["Ada"]),
                ("emails eq \"ADA@x.example\"", ["Ada"]), ("emails.type eq \"home\"", ["bob"]), ("emails[type eq \"work\" and value co \"@x\"]", ["Ada"]),
                ("emails[type eq \"work\" and primary eq true]", []), ("emails[not (type eq \"work\")]", ["bob"]), ("groups.display eq \"leads\"", ["Ada"]), ("groups pr", ["Ada"]),
                ("id eq \"\(id)\"", ["Ada"]), ("id eq \"x\"", []), ("meta.created gt \"2020-01-01T00:00:00Z\"", ["Ada", "bob"]), ("meta.lastModified lt \"2020-01-01T00:00:00Z\"", []),
                ("userName gt \"ada\"", ["bob"]), ("userName le \"BOB\" and (active eq true or userName sw \"b\")", ["Ada", "bob"]), ("externalId eq null", ["bob"]),
            ] {
                #expect(try await directory.found(filter, "&sortBy=userName") == expected, "\(filter)")
            }
            for refused in ["title pr", "active gt true", "userName eq true", "active eq \"x\"", "meta.created eq \"yesterday\"", "emails[title pr]", "name eq \"x\"", "userName[value pr]"] {
                #expect(try await directory.found(refused) == nil, "\(refused)")
            }
            #expect(try await directory.found("members eq \"\(id)\"", in: "/Groups") == ["Leads"])
            #expect(try await directory.found("members[value eq \"\(id)\"] and displayName sw \"le\"", in: "/Groups") == ["Leads"])
        }
    }

    @Test("comes in pages, in order, and no query is asked for each of them")
    func pages() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            try await house.platform.superuser.write(Query.execute("""
                insert into directory_people (business_id, id, user_name, emails)
                select \(directory.owner.business.id), gen_random_uuid(), 'person' || lpad(n::text, 5, '0'), '[]' from generate_series(1, 2500) n
                """))
            let page = try await directory.ask(.get, "/Users?sortBy=userName&startIndex=2499&count=10").json
            #expect(page?["totalResults"] == 2500 && page?["itemsPerPage"] == 2 && page?["startIndex"] == 2499)
            #expect(page?["Resources"]?.array?.compactMap { $0["userName"]?.string } == ["person02499", "person02500"])
            let first = try await directory.ask(.get, "/Users?sortBy=userName&sortOrder=descending&count=1").json
            #expect(first?["Resources"]?.array?.first?["userName"] == "person02500")
            #expect(try await directory.ask(.get, "/Users?count=0").json?["Resources"] == [])
            #expect(try await directory.ask(.get, "/Users?count=99999&attributes=userName").json?["Resources"]?.array?.count == 1_000)
            #expect(try await directory.ask(.get, "/Users").json?["Resources"]?.array?.count == 100)
            let search = #"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "filter": "userName sw \"person0250\"", "count": 5}"#
            #expect(try await directory.ask(.post, "/Users/.search", search).json?["totalResults"] == 1)
            let group = try await directory.group("Leads")
            let both = try await directory.ask(.post, "/.search", #"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"], "startIndex": 2500}"#).json
            #expect(both?["totalResults"] == 2501 && both?["Resources"]?.array?.last?["id"]?.string.map { "/Groups/\($0)" } == group)
        }
    }

    @Test("is shown in the parts that are asked for")
    func parts() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            let path = try await directory.person("ada", #""name": {"givenName": "Ada", "familyName": "Marín"}, "emails": [{"value": "a@b.co", "type": "work"}]"#)
            func names(_ query: String) async throws -> [String]? { try await directory.ask(.get, "\(path)?\(query)").json?.members?.map(\.name) }
            #expect(try await names("attributes=userName,NAME.givenName") == ["schemas", "id", "userName", "name"])
            #expect(try await names("excludedAttributes=emails,meta,id") == ["schemas", "id", "userName", "name", "active"])
            let part = try await directory.ask(.get, "\(path)?attributes=name.givenName,emails.value").json
            #expect(part?["name"] == ["givenName": "Ada"] && part?["emails"] == [["value": "a@b.co"]])
            #expect(try await directory.ask(.get, "\(path)?attributes=a&excludedAttributes=b").isError(400, "invalidValue"))
        }
    }

    @Test("is refused twice under one name, in any case")
    func unique() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            _ = try await directory.person("Ada")
            #expect(try await directory.ask(.post, "/Users", TestDirectory.body("User", #""userName": "aDA""#)).isError(409, "uniqueness"))
            let other = try await directory.person("bob")
            #expect(try await directory.patch(other, #"{"op": "replace", "path": "userName", "value": "ADA"}"#).isError(409, "uniqueness"))
            #expect(try await directory.ask(.get, other).json?["userName"] == "bob")
        }
    }

    @Test("and where nothing is, is said in the words of the RFC")
    func nothing() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            for path in ["/Nothing", "/Users/x", "/Users/\(ID<Member>())", "/Schemas/x", "/ResourceTypes/x", "/Me"] {
                let answer = try await directory.ask(.get, path)
                #expect(answer.isError(404), "\(path)")
            }
            let method = try await directory.ask(.delete, "/Schemas"), filter = try await directory.ask(.get, "/Schemas?filter=a%20pr")
            #expect(method.isError(405) && filter.isError(403))
            let text = try await directory.ask(.post, "/Users", "{}", [.contentType: "text/plain"])
            #expect(text.isError(415))
            for name in ["User", "Group", "Schema", "ResourceType", "ServiceProviderConfig"] {
                let schema = try await directory.ask(.get, "/Schemas/urn:ietf:params:scim:schemas:core:2.0:\(name)")
                #expect(schema.json?["name"]?.string == name)
            }
        }
    }
}
