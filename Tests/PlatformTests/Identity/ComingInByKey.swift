import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("An API key", .enabled(if: TestPlatform.isPossible))
struct ComingInByKey {
    @Test("opens the business it was made in, as who made it")
    func opens() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada)
            #expect(secret.text.hasPrefix("kontor_") && secret.text.utf8.count == 50)
            let entry = try await gate.enter(secret.text)
            #expect(entry.business == gate.ada.business && entry.member == gate.ada.member)
            let key = try #require(try await APIKeys(in: gate.ada).all().first)
            #expect(entry.key == key.id && key.maker == "Ada" && key.prefix == secret.prefix && key.lastUsedAt == nil)
        }
    }

    @Test("of one business never opens another, nor is it seen, revoked or named there")
    func isolation() async throws {
        try await ProgramDoor.with { gate in
            let globex = try await gate.door.platform.register("Globex")
            let mine = try await gate.key(of: gate.ada), theirs = try await gate.key(of: globex)
            #expect(try await gate.enter(mine.text).business.id == gate.ada.business.id)
            #expect(try await gate.enter(theirs.text).business.id == globex.business.id)
            let id = try #require(try await APIKeys(in: globex).all().first).id
            #expect(try await APIKeys(in: gate.ada).all().map(\.prefix) == [mine.prefix])
            await #expect(throws: PageError.notFound) { try await APIKeys(in: gate.ada).one(id) }
            await #expect(throws: PageError.notFound) { try await APIKeys(in: gate.ada).revoke(id) }
            for sql: SQL in [
                "update api_keys set revoked_at = now()", "select from api_keys where business_id = \(globex.business.id)",
                "update api_keys set revoked_at = now() where id = \(id)",
            ] {
                let touched = try await gate.door.platform.asApplication(gate.ada.business.id, sql)
                #expect(touched <= 1, "\(sql)")
            }
            #expect(try await gate.text("select count(*)::text from api_keys where revoked_at is null") == "1")
            #expect(try await gate.enter(theirs.text).key == id)
        }
    }

    @Test("cannot be widened, moved, lengthened or read by the application's login")
    func fixed() async throws {
        try await ProgramDoor.with { gate in
            let globex = try await gate.door.platform.register("Globex")
            _ = try await gate.key(of: gate.ada)
            for sql: SQL in [
                "update api_keys set scopes = '{account.keys.manage}'", "update api_keys set expires_at = null",
                "update api_keys set member_id = \(globex.member.id)", "update api_keys set business_id = \(globex.business.id)",
                "update api_keys set digest = '\\x00'", "select digest from api_keys", "select * from api_keys", "delete from api_keys",
                "select * from token_keys", "select * from token_families", "select * from refresh_tokens", "delete from token_families",
            ] {
                let error = await failure { try await gate.door.platform.asApplication(gate.ada.business.id, sql) } as? DatabaseError
                #expect(error?.refusal?.state == .insufficientPrivilege, "\(sql)")
            }
            let foreign: SQL = """
                insert into api_keys (id, member_id, name, digest, prefix, scopes)
                values (\(ID<APIKey>()), \(globex.member.id), 'x', \(Secret().digest), 'x', '{x}')
                """
            let error = await failure { try await gate.door.platform.asApplication(gate.ada.business.id, foreign) } as? DatabaseError
            #expect(error?.isForeignKeyViolation == true)
        }
    }

    @Test("may do what its scopes name, and of that only what its member still may")
    func scopes() async throws {
        try await ProgramDoor.with { gate in
            let settings = AccountPermissions.settings, members = AccountPermissions.members
            let narrow = try await gate.key(of: gate.ada, scopes: [members]), wide = try await gate.key(of: gate.ada, scopes: [settings, members])
            #expect(try await gate.enter(narrow.text).permissions == [members])
            #expect(try await gate.enter(wide.text).permissions == [settings, members])
            try await gate.door.arrange("update members set role = 'viewer'")
            #expect(try await eventually { try await gate.enter(wide.text).permissions == [members] })
            try await gate.door.arrange("update members set role = 'admin'")
            #expect(try await eventually { try await gate.enter(wide.text).permissions == [settings, members] })
        }
    }

    @Test("is made with permissions its maker has, never with that to make keys, and with one at least")
    func giving() async throws {
        try await ProgramDoor.with { gate in
            let clerk = try await gate.door.platform.join(gate.ada.business.id, as: .staff)
            for (scope, scopes) in [
                (gate.ada, []), (gate.ada, [AccountPermissions.keys]), (gate.ada, [AccountPermissions.members, AccountPermissions.keys]),
                (clerk, [AccountPermissions.settings]), (gate.ada, [Permission("made.up.read", from: .viewer)]),
            ] {
                await #expect(throws: APIKeyError.foreignScope) { try await gate.key(of: scope, scopes: scopes) }
            }
            #expect(try await APIKeys(in: gate.ada).all().isEmpty)
        }
    }

    @Test("is made once, however often its form is sent")
    func once() async throws {
        try await ProgramDoor.with { gate in
            let id = ID<APIKey>()
            _ = try await gate.key(of: gate.ada, id: id)
            await #expect(throws: APIKeyError.madeBefore) { try await gate.key(of: gate.ada, id: id) }
            #expect(try await APIKeys(in: gate.ada).all().count == 1)
        }
    }

    @Test("is stored by its digest alone")
    func hidden() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada)
            #expect(try await gate.text("select encode(digest, 'hex') from api_keys") == secret.digest.map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }.joined())
            #expect(try await gate.tables(holding: secret.text) == [])
            #expect(try await gate.tables(holding: String(secret.text.dropFirst(7))) == [])
            #expect("\(secret)" == secret.prefix + "…" && String(reflecting: secret) == secret.prefix + "…")
            let wrong = APIKeySecret()
            let error = try #require(await gate.refusal(wrong.text))
            let told = "\(error) \((error as? BearerError)?.challenge ?? "")"
            #expect(!told.contains(String(wrong.text.dropFirst(16))))
        }
    }
}

extension ProgramDoor {
    /// The tables in which a secret stands as it is.
    func tables(holding secret: String) async throws -> [String] {
        let tables = try await door.platform.superuser.read(.rows("""
            select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
            """) { row in try row.next(String.self) })
        var found: [String] = []
        for table in tables {
            let holds: SQL = """
                select exists (select from \(SQL(unchecked: table)) as t
                    where strpos(t::text, \(secret)) > 0 or strpos(t::text, encode(convert_to(\(secret), 'UTF8'), 'hex')) > 0)
                """
            if try await door.platform.superuser.read(Query<Bool>.value(holds)) { found.append(table) }
        }
        return found
    }
}
