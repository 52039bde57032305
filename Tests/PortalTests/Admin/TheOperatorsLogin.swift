import CRM
import Platform
import Support
import Testing

@Suite("The operator's login", .enabled(if: TestPlatform.isPossible))
struct TheOperatorsLogin {
    @Test("cannot read or change what businesses keep, nor anybody's secrets")
    func reach() async throws {
        try await TestPlatform.with([crm]) { platform in
            let allowed = try await statements([
                "select count(*) from customers", "select count(*) from companies", "select count(*) from events",
                "select count(*) from imports", "select count(*) from import_pieces", "select count(*) from import_problems",
                "insert into customers (business_id, id, name) values (gen_random_uuid(), gen_random_uuid(), 'x')",
                "delete from customers", "delete from members", "delete from businesses", "delete from record_tallies",
                "insert into businesses (id, name) values (gen_random_uuid(), 'x')", "insert into users (id) values (gen_random_uuid())",
                "select password_hash from users", "update users set email = 'x@y.z'", "update members set role = 'owner'",
                "select token_digest from sessions", "insert into sessions (token_digest) values ('')",
                "select password_hash from operators", "update operators set role = 'admin'",
                "insert into operators (id) values (gen_random_uuid())", "select count(*) from operator_sessions",
                "update operator_actions set reason = ''", "delete from operator_actions", "select count(*) from sign_in_failures",
            ], allowedTo: platform.operators)
            #expect(allowed == [])
        }
    }

    @Test("cannot search a business's records or act as one of its members")
    func doors() async throws {
        try await TestPlatform.with([crm]) { platform in
            let allowed = try await statements([
                "select kontor.search('customers', '', '{}', 'id', true, null, 10)", "select kontor.credentials('a@b.c')",
                "select kontor.start_session('', gen_random_uuid(), '1 hour', '')", "select kontor.access('')",
                "select kontor.password_hash('')", "select kontor.change_password('', '')",
            ], allowedTo: platform.operators)
            #expect(allowed == [])
        }
    }

    @Test("has doors and tables that the application's login has not")
    func application() async throws {
        try await TestPlatform.with([crm]) { platform in
            let allowed = try await statements([
                "select kontor.operator_credentials('a@b.c')", "select kontor.operator_access('')",
                "select kontor.start_operator_session('', gen_random_uuid(), '1 hour')", "select kontor.end_operator_session('')",
                "select count(*) from operators", "select count(*) from operator_sessions", "select count(*) from operator_actions",
            ], allowedTo: platform.app)
            #expect(allowed == [])
        }
    }

    /// Those that are not refused for want of a privilege (SQLSTATE 42501).
    private func statements(_ all: [String], allowedTo login: ConnectionPool) async throws -> [String] {
        var allowed: [String] = []
        for statement in all {
            do {
                try await login.write(Query.execute(SQL(unchecked: statement)))
                allowed.append(statement)
            } catch let error as DatabaseError where error.refusal?.state.rawValue == "42501" {
                continue
            }
        }
        return allowed
    }
}
