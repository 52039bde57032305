import Support

@testable import Platform

/// The tables that hold businesses' rows, as the database itself lists them: a new one is covered the day it is made.
struct TenantTable: Sendable {
    let name: String
    /// Columns that name something of the same business.
    let hasID: Bool

    var identifier: SQL { "\(identifier: name)" }

    static func all(_ platform: TestPlatform) async throws -> [TenantTable] {
        try await platform.superuser.read(.rows("""
            select c.relname::text, exists (
                       select from pg_attribute i where i.attrelid = c.oid and i.attname = 'id' and not i.attisdropped)
              from pg_class c join pg_attribute a on a.attrelid = c.oid
             where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relnamespace <> 'pg_catalog'::regnamespace
               and a.attname = 'business_id' and not a.attisdropped and c.relname not in ('sessions', 'token_families', 'colleagues', 'seats')
             order by c.relname
            """) { row in TenantTable(name: try row.next(), hasID: try row.next()) })
    }
}

extension TestPlatform {
    /// Puts a row of this business into every table that holds businesses' rows.
    func fill(_ scope: Scope) async throws {
        let bed = Bed.named("Bed of \(scope.business.name)")
        try await beds(scope).create(bed)
        try await plants(scope).create(Plant("Plant of \(scope.business.name)", in: bed.id))
        let file = ID<Bed>()
        try await superuser.write(
            Query.execute("insert into imports (business_id, id, record, file_name, format, member_id) values (\(scope.business.id), \(file), 'plants', 'a.csv', '{}', \(scope.member.id))"),
            Query.execute("insert into import_pieces (business_id, import_id, number, bytes) values (\(scope.business.id), \(file), 1, '')"),
            Query.execute("insert into import_problems (business_id, import_id, number, line, column_name, value, reason) values (\(scope.business.id), \(file), 1, 1, '', '', '{}')"),
            Query.execute("insert into import_additions (business_id, import_id, number, records) values (\(scope.business.id), \(file), 1, '{}')"),
            Query.execute("insert into import_changes values (\(scope.business.id), \(file), \(bed.id), 1, '{}')"),
            Query.execute("insert into bulk_changes values (\(scope.business.id), \(file), \(bed.id), \(scope.member.id), 1, '{}')"),
            Query.execute("insert into teams (business_id, id, name) values (\(scope.business.id), \(file), 'North')"),
            Query.execute("insert into roles (business_id, id, name, rung) values (\(scope.business.id), \(file), 'x', 'staff')"),
            Query.execute("insert into overrides (business_id, id, kind, name, value, reason) values (\(scope.business.id), \(file), 'feature', 'x', 'true', 'x')"),
            Query.execute("insert into usage (business_id, name, per) values (\(scope.business.id), 'x', 'day')"),
            Query.execute("insert into subscription_changes (business_id, id, what, to_plan) select \(scope.business.id), \(file), 'given', id from plans limit 1"),
            Query.execute("insert into team_members values (\(scope.business.id), \(file), \(scope.member.id))"),
            Query.execute("insert into saved_views (business_id, id, record, member_id, name, page, query) values (\(scope.business.id), \(file), 'plants', \(scope.member.id), 'x', 'list', '')"),
            Query.execute("insert into first_views (business_id, member_id, record, view_id) values (\(scope.business.id), \(scope.member.id), 'plants', \(file))"),
            Query.execute("insert into settings (business_id, name, value) values (\(scope.business.id), 'garden.x', 'y')"),
            Query.execute("insert into personal_keys (business_id, record, record_id) values (\(scope.business.id), 'beds', \(bed.id))"),
            Query.execute("insert into kept_answers (business_id, member_id, key, request) values (\(scope.business.id), \(scope.member.id), 'x', '')"),
            Query.execute("insert into audit_seals values (\(scope.business.id), 1, 0, 0, '', now(), '')"),
            Query.execute("""
                insert into api_keys (business_id, id, member_id, name, digest, prefix, scopes)
                values (\(scope.business.id), \(file), \(scope.member.id), 'x', \(Secret().digest), 'kontor_x', '{x}')
                """),
            Query.execute("insert into files (business_id, id, name, media_type, size, sha256, record, record_id) values (\(scope.business.id), \(file), 'x', '', 0, '', 'beds', \(bed.id))"),
            Query.execute("insert into file_removals (business_id, id) values (\(scope.business.id), \(file))"),
            Query.execute("insert into attachments (business_id, id, record, record_id, file_id, added_by) values (\(scope.business.id), \(file), 'beds', \(bed.id), \(file), \(scope.member.id))"),
            Query.execute("insert into notes (business_id, id, record, record_id, body, author) values (\(scope.business.id), \(file), 'beds', \(bed.id), 'x', \(scope.member.id))"),
            Query.execute("""
                insert into operators (id, email, name, password_hash, role) values (\(scope.member.id), \(scope.member.id.description), 'x', '', 'support')
                """),
            Query.execute("""
                insert into assists (business_id, id, member_id, operator_id, operator_name, operator_session, reason, link_until, ends_at)
                values (\(scope.business.id), \(file), \(scope.member.id), \(scope.member.id), 'x', '', 'a reason of some length', now(), now())
                """),
            Query.execute("insert into invitations (business_id, id, email, role, invited_by, digest, expires_at) values (\(scope.business.id), \(file), 'a@b.c', 'staff', \(scope.member.id), \(Secret().digest), now())"),
            Query.execute("insert into domains (business_id, id, name, token) values (\(scope.business.id), \(file), 'x.example', \(Secret().text))"),
            Query.execute("insert into directory_roles (business_id, id, \"group\", role, position) values (\(scope.business.id), \(file), 'x', 'staff', 1)"),
            Query.execute("insert into sign_in_providers (business_id, id, issuer, client_id) values (\(scope.business.id), \(file), 'https://id.example', 'x')"),
            Query.execute("insert into company_identities (business_id, id, issuer, subject, member_id) values (\(scope.business.id), \(file), 'x', 'x', \(scope.member.id))"),
            Query.execute("insert into company_sign_ins values (\(scope.business.id), \(file), \(Secret().digest), \(file), 'x', 'x', 'x', '', now())"),
            Query.execute("insert into directory_tokens (business_id, id, name, digest, prefix, made_by) values (\(scope.business.id), \(file), 'x', \(Secret().digest), 'kontor_dir_x', \(scope.member.id))"),
            Query.execute("insert into directory_people (business_id, id, user_name) values (\(scope.business.id), \(file), 'x')"),
            Query.execute("insert into directory_groups (business_id, id, display_name) values (\(scope.business.id), \(file), 'x')"),
            Query.execute("insert into directory_memberships (business_id, group_id, person_id) values (\(scope.business.id), \(file), \(file))"),
            Query.execute("insert into erasures (business_id, id, digests, asked_by, state, ended_at) values (\(scope.business.id), \(file), '{}', \(scope.member.id), 'closed', now())"),
            Query.execute("insert into retentions (business_id) values (\(scope.business.id))"),
            Query.execute("insert into purges (business_id, id, days, before) values (\(scope.business.id), \(file), 30, now())"),
            Query.execute("insert into fences (business_id, id, module, kind, surface, recent, error) values (\(scope.business.id), \(file), 'garden', 'route', 'GET /x', '{}', 'E')"))
    }

    /// How many rows of a table a business has, seen by nobody but the test.
    func count(_ table: TenantTable, of scope: Scope) async throws -> Int {
        try await superuser.read(Query<Int>.value("select count(*) from \(table.identifier) where business_id = \(scope.business.id)"))
    }

    /// Runs one statement as the application's login, in the name of a business or of none.
    func asApplication(_ business: ID<Business>?, _ sql: SQL) async throws -> Int {
        let setting: SQL? = business.map { "select set_config('kontor.business_id', \($0.description), true), set_config('kontor.rules', '{}', true)" }
        return try await app.write(setting: setting, Query.execute(sql))
    }
}

/// A platform with two businesses that have a row in every table.
func withTwoFullGardens(_ body: (TestPlatform, Scope, Scope) async throws -> Void) async throws {
    try await withTwoGardens { platform, acme, globex in
        try await platform.fill(acme)
        try await platform.fill(globex)
        try await body(platform, acme, globex)
    }
}
