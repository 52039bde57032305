import HTTPTypes
import Platform
import Support
import Testing

@Suite("A directory that tells of people", .enabled(if: TestPlatform.isPossible))
struct TellingOfPeople {
    @Test("gives those with an address of the business's a seat, and what it told is told back")
    func creating() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            let body = TestDirectory.body("User", """
                "userName": "ada@acme.example", "externalId": "7", "name": {"givenName": "Ada", "familyName": "Marín"},
                "emails": [{"value": "Ada@acme.example", "type": "work", "primary": true}], "active": "True"
                """)
            let made = try await directory.ask(.post, "/Users", body), id = try #require(made.json?["id"]?.string)
            #expect(made.status == 201 && made.location == "https://kontor.example/scim/v2/Users/\(id)" && made.headers[.eTag] == "W/\"1\"")
            #expect(made.json?["meta"]?["resourceType"] == "User" && made.json?["active"] == true && made.json?["name"]?["familyName"] == "Marín")
            let read = try await directory.ask(.get, "/Users/\(id)")
            #expect(read.status == 200 && read.json == made.json && read.headers[.contentType] == "application/scim+json")
            #expect(try await directory.members() == ["Ada@acme.example staff"])
            let names = try await directory.house.texts("select name from users where email = 'Ada@acme.example'")
            #expect(names == ["Ada Marín"])
        }
    }

    @Test("lets those wait who cannot have a seat, with the reason, and writes no mail")
    func waiting() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            _ = try await directory.person("foreign@globex.example")
            _ = try await directory.person("nameless")
            _ = try await directory.person("a", #""emails": [{"value": "twin@acme.example"}]"#)
            _ = try await directory.person("b", #""emails": [{"value": "TWIN@acme.example"}]"#)
            try await house.platform.superuser.write(Query.execute("""
                insert into overrides (business_id, id, kind, name, value, reason)
                values (\(directory.owner.business.id), gen_random_uuid(), 'limit', 'members', '{"most": 2}', 'test')
                """))
            _ = try await directory.person("late@acme.example")
            #expect(try await directory.waiting() == ["a", "b taken", "foreign@globex.example domain", "late@acme.example limit", "nameless address"])
            #expect(try await directory.members() == ["twin@acme.example staff"])
            #expect(try await house.count("select count(*) from users where email like 'late%'") == 0)
            #expect(try await house.count("select count(*) from mails") == 0)
            try await house.platform.superuser.write(
                Query.execute("delete from overrides where name = 'members'"),
                Query.execute("""
                    insert into domains (business_id, id, name, token, confirmed_at)
                    values (\(directory.owner.business.id), gen_random_uuid(), 'globex.example', \(Secret().text), now())
                    """))
            #expect(try await WaitingPeople(in: directory.owner).tryAgain() == 2)
            #expect(try await directory.members() == ["foreign@globex.example staff", "late@acme.example staff", "twin@acme.example staff"])
        }
    }

    @Test("gives one seat where several are told of at once with one address")
    func atOnce() async throws {
        try await DirectoryHouse.withDirectory { _, directory in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...6 {
                    group.addTask { _ = try await directory.person("p\(number)", #""emails": [{"value": "ada@acme.example"}]"#) }
                }
                try await group.waitForAll()
            }
            let waiting = try await directory.waiting(), members = try await directory.members()
            #expect(waiting.count { $0.hasSuffix("taken") } == 5 && members == ["ada@acme.example staff"])
        }
    }

    @Test("ends everything somebody came in by the moment it deactivates them, and gives the seat back")
    func deactivating() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            let path = try await directory.person("ada@acme.example")
            let found = try await house.platform.superuser.read(.first("select id, user_id from members where role = 'staff'") { row in
                (try row.next(ID<Member>.self), try row.next(ID<User>.self))
            })
            let (member, user) = try #require(found)
            let scope = try #require(try await house.platform.seats.scope(of: member, in: directory.owner.business.id))
            let session = Secret(), key = NewAPIKey(name: "x", scopes: [AccountPermissions.members], expiresAt: nil)
            let visitors = Database<Visitor>(visitors: house.platform.app)
            try await visitors.execute("select kontor.start_session(\(session.digest), \(user), '1 hour', 'test')")
            let secret = try await APIKeys(in: scope).make(key)
            func opens() async throws -> [Int] {
                try await [
                    visitors.value("select count(*) from kontor.access(\(session.digest))", of: Int.self),
                    visitors.value("select count(*) from kontor.key_access(\(secret.digest))", of: Int.self),
                ]
            }
            #expect(try await opens() == [1, 1])
            let gone = try await directory.patch(path, #"{"op": "Replace", "path": "active", "value": "False"}"#)
            #expect(gone.status == 200 && gone.json?["active"] == false)
            #expect(try await opens() == [0, 0])
            #expect(try await directory.members().isEmpty)
            #expect(try await directory.ask(.put, path, TestDirectory.body("User", #""userName": "ada@acme.example""#)).json?["active"] == false)
            #expect(try await directory.patch(path, #"{"op": "replace", "value": {"active": true}}"#).status == 200)
            #expect(try await directory.members() == ["ada@acme.example staff"])
            #expect(try await directory.ask(.delete, path).status == 204)
            #expect(try await directory.members().isEmpty)
            #expect(try await directory.ask(.get, path).isError(404))
            #expect(try await directory.ask(.delete, path).isError(404))
        }
    }

    @Test("keeps the owner, whatever it says")
    func owner() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            try await house.platform.superuser.write(
                Query.execute("update users set email = 'owner@acme.example' where id = \(directory.owner.member.user)"),
                Query.execute("""
                    insert into directory_roles (business_id, id, "group", role, position)
                    values (\(directory.owner.business.id), gen_random_uuid(), 'Guests', 'viewer', 1)
                    """))
            let path = try await directory.person("owner@acme.example")
            _ = try await directory.group("Guests", path)
            let refused = try await directory.patch(path, #"{"op": "replace", "path": "active", "value": false}"#)
            #expect(refused.isError(400, "mutability") && refused.json?["detail"]?.string?.contains("owns the business") == true)
            #expect(try await directory.ask(.delete, path).isError(400, "mutability"))
            #expect(try await directory.ask(.get, path).json?["active"] == true)
            let roles = try await house.texts("select role from members where business_id = \(directory.owner.business.id) and left_at is null")
            #expect(roles == ["owner"])
        }
    }

    @Test("says by a group who has which role, and takes away what a group gave, but not what a colleague did")
    func roles() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            try await house.platform.superuser.write(Query.execute("""
                insert into directory_roles (business_id, id, "group", role, position)
                values (\(directory.owner.business.id), gen_random_uuid(), 'Leads', 'manager', 1)
                """))
            let ada = try await directory.person("ada@acme.example"), eva = try await directory.person("eva@acme.example")
            try await house.platform.superuser.write(Query.execute("update members set role = 'admin' from users u where u.id = user_id and u.email = 'eva@acme.example'"))
            let group = try await directory.group("Leads", ada)
            #expect(try await directory.members() == ["ada@acme.example manager", "eva@acme.example admin"])
            _ = try await directory.patch(eva, #"{"op": "replace", "path": "displayName", "value": "Eva"}"#)
            #expect(try await directory.members() == ["ada@acme.example manager", "eva@acme.example admin"])
            let id = ada.dropFirst("/Users/".count)
            #expect(try await directory.ask(.get, ada).json?["groups"]?.array?.first?["display"] == "Leads")
            #expect(try await directory.patch(group, "{\"op\": \"remove\", \"path\": \"members[value eq \\\"\(id)\\\"]\"}").status == 200)
            #expect(try await directory.members() == ["ada@acme.example staff", "eva@acme.example admin"])
            #expect(try await directory.patch(group, "{\"op\": \"add\", \"path\": \"members\", \"value\": [{\"value\": \"\(id)\"}]}").status == 200)
            #expect(try await directory.patch(group, #"{"op": "replace", "path": "displayName", "value": "Others"}"#).status == 200)
            #expect(try await directory.members() == ["ada@acme.example staff", "eva@acme.example admin"])
            #expect(try await directory.patch(group, #"{"op": "replace", "path": "displayName", "value": "Leads"}"#).status == 200)
            #expect(try await directory.ask(.delete, group).status == 204)
            #expect(try await directory.members() == ["ada@acme.example staff", "eva@acme.example admin"])
        }
    }

    @Test("is in the business's history, with the token it came in by, and no value of anybody's")
    func history() async throws {
        try await DirectoryHouse.withDirectory { house, directory in
            let path = try await directory.person("ada@acme.example", #""displayName": "Ada Secret""#)
            _ = try await directory.patch(path, #"{"op": "replace", "path": "active", "value": false}"#)
            _ = try await directory.group("Leads", path)
            _ = try await directory.ask(.delete, path)
            let told = try await house.texts("""
                select concat_ws(' ', name, source, member_id, payload ? 'token', changes) from events where name like 'platform.directory_%' and source = 'directory' order by id
                """)
            #expect(told.sorted() == [
                "platform.directory_groups.created directory t", #"platform.directory_people.changed directory t {"active": [true, false]}"#,
                "platform.directory_people.created directory t", "platform.directory_people.deleted directory t",
            ])
            #expect(try await house.count("select count(*) from events e where e::text ilike '%secret%' or e::text ilike '%ada@%'") == 0)
            #expect(try await house.count("select count(*) from directory_people") == 0)
        }
    }
}
