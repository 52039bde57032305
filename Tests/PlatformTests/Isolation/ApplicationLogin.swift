import Support
import Testing

@testable import Platform

@Suite("The application's login", .enabled(if: TestPlatform.isPossible))
struct ApplicationLogin {
    @Test("cannot become another, nor do what needs more than rows")
    func refused() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(Plant("Mint"))
            for statement in Self.forbidden { try await expectRefusal(of: statement, platform, scope) }
        }
    }

    @Test("reads nothing of passwords, sessions, throttles and operators")
    func unreadable() async throws {
        try await withGarden { platform, scope in
            for statement in Self.closed { try await expectRefusal(of: statement, platform, scope) }
        }
    }

    @Test("sees the people of its business, and its business, and no others")
    func people() async throws {
        try await withTwoGardens { platform, acme, globex in
            let people = try await acme.db.rows("select id from users") { row in try row.next(ID<User>.self) }
            #expect(people == [acme.member.user])
            let colleagues = try await acme.db.rows("select id from colleagues") { row in try row.next(ID<Member>.self) }
            #expect(colleagues == [acme.member.id])
            await #expect(throws: DatabaseError.self) { try await platform.asApplication(nil, "select from colleagues") }
            await #expect(throws: DatabaseError.self) { try await platform.asApplication(acme.business.id, "update colleagues set name = 'Mine'") }
            let businesses = try await acme.db.rows("select id from businesses") { row in try row.next(ID<Business>.self) }
            #expect(businesses == [acme.business.id])
            #expect(try await platform.asApplication(acme.business.id, "update businesses set name = 'Mine' where id = \(globex.business.id)") == 0)
            #expect(try await acme.db.value("select count(*) from users where email = \(globex.member.email)", of: Int.self) == 0)
        }
    }

    @Test("has neither the right to skip policies nor a role that has it, and owns nothing")
    func rights() async throws {
        try await withGarden { platform, _ in
            for login in ["kontor_app", "kontor_operator"] {
                let rights = try await platform.superuser.read(Query<Bool>.value("""
                    select rolsuper or rolbypassrls or rolcreatedb or rolcreaterole or rolreplication
                           or exists (select from pg_auth_members m where m.member = r.oid)
                           or exists (select from pg_class c where c.relowner = r.oid) or exists (select from pg_proc p where p.proowner = r.oid)
                      from pg_roles r where rolname = \(login)
                    """))
                #expect(!rights, "\(login)")
            }
        }
    }

    @Test("calls only functions of the owner that name where they look for tables")
    func doors() async throws {
        try await withGarden { platform, _ in
            let open = try await platform.superuser.read(.rows("""
                select p.oid::regprocedure::text from pg_proc p
                 where p.prosecdef and not coalesce(p.proconfig @> array['search_path=public, pg_temp'], false)
                """) { row in try row.next(String.self) })
            #expect(open == [])
        }
    }

    private func expectRefusal(of statement: String, _ platform: TestPlatform, _ scope: Scope) async throws {
        let error = await failure { try await platform.asApplication(scope.business.id, SQL(unchecked: statement)) } as? DatabaseError
        #expect(error?.refusal != nil, "\(statement): \(error.map(String.init(describing:)) ?? "done")")
    }

    private static let forbidden = [
        "set role kontor_owner", "set role kontor_operator", "set role postgres", "set session authorization kontor_owner", "set row_security = off; select",
        "create table mine (x integer)", "create temporary table mine (x integer)", "create schema mine", "create role mine", "create extension dblink",
        "create function mine() returns integer language sql as 'select 1'", "create function pg_temp.mine() returns integer language sql as 'select 1'",
        "create function kontor.mine() returns integer language sql as 'select 1'", "create view mine as select 1", "create or replace view kontor.mine as select 1",
        "alter table plants disable row level security", "alter table plants no force row level security", "drop policy business_rows on plants",
        "create policy mine on plants using (true)", "alter role kontor_app bypassrls", "alter role kontor_app superuser", "grant kontor_owner to kontor_app",
        "truncate plants", "drop table plants", "alter table plants add column x integer", "create trigger mine after insert on plants execute function kontor.tally()",
        "create rule mine as on select to plants do also select 1", "comment on table plants is ''", "vacuum full plants", "reindex table plants",
        "call kontor.wall('plants')", "call kontor.record('plants', '{}')", "alter function kontor.tally() owner to kontor_app", "drop function kontor.search",
        "copy plants from program 'id'", "copy plants to '/tmp/x'", "select pg_read_file('/etc/passwd')", "select lo_import('/etc/passwd')", "select pg_ls_dir('.')",
        "select pg_terminate_backend(pid) from pg_stat_activity where usename <> 'kontor_app'", "alter system set work_mem = '1GB'", "load 'x'",
        "set session_replication_role = replica",
    ]

    private static let closed = [
        "select password_hash from users", "select * from users", "select * from sessions", "select token_digest from sessions", "select * from sign_in_failures",
        "select * from operators", "select * from operator_sessions", "select * from operator_actions", "select kontor.operator_credentials('a@example.com')",
        "select kontor.operator_access('')", "select kontor.start_operator_session('', gen_random_uuid(), '1 day')", "insert into sessions select * from sessions",
        "update users set name = 'x'", "update users set password_hash = 'x'", "delete from users", "insert into users select * from users", "delete from sessions",
        "update businesses set suspended_reason = null, suspended_at = null", "update businesses set features_off = '{}'",
        "delete from businesses", "insert into businesses (id, name) values (gen_random_uuid(), 'x')", "update searchable_records set columns = '{notes}'",
        "insert into searchable_records values ('users', '{email}')", "select * from migrations", "select rolpassword from pg_authid",
    ]
}
