import CRM
import FoundationEssentials
import Platform
import Support
import Testing

@Suite("Leaving a module", .enabled(if: TestPlatform.isPossible))
struct LeavingModules {
    /// Ada and Bo, who is deleted, at Initech; a deal, an order and its line with Ada; and a setting and an event of theirs.
    private func fill(_ scope: Scope) async throws {
        let (company, ada, order) = (ID<Company>(), ID<Customer>(), ID<Order>())
        try await scope.db.execute("insert into companies (id, name) values (\(company), 'Initech')")
        try await scope.db.execute("insert into customers (id, name, company_id) values (\(ada), 'Ada', \(company))")
        try await scope.db.execute("insert into customers (id, name, deleted_at) values (\(ID<Customer>()), 'Bo', now())")
        try await scope.db.execute("insert into deals (id, name, customer_id) values (\(ID<Deal>()), 'Big deal', \(ada))")
        try await scope.db.execute("insert into orders (id, name, customer_id) values (\(order), 'No. 1', \(ada))")
        try await scope.db.execute("insert into order_lines (id, order_id, customer_id) values (\(ID<Order>()), \(order), \(ada))")
        try await scope.db.execute("insert into settings (name, value) values ('crm.first_segment', 'vip'), ('crmx.other', 'x')")
        let vat = CustomField(name: "x_vat", label: "VAT", kind: .text)
        try await scope.db.execute("update businesses set custom_fields = \(JSON(["customers": [vat], "deals": [vat]]))")
        let rule = AccessRule(fields: ["x_vat": .hidden])
        for (role, table) in [(.viewer, "customers"), (.staff, "customers"), (.staff, "deals")] as [(BusinessRole, String)] {
            try await AccessDecisions(in: scope).decide(rule, for: role, on: table)
        }
        for scopes in ["{crm.customers.read}", "{crm.customers.read,sales.deals.read}"] {
            try await scope.db.execute("""
                insert into api_keys (id, member_id, name, digest, prefix, scopes)
                values (\(ID<Customer>()), \(scope.member.id), 'x', \(Secret().digest), 'kontor_x', \(scopes)::text[])
                """)
        }
        for (record, module) in [("customers", "crm"), ("deals", "sales")] {
            try await scope.db.execute("""
                insert into bulk_changes (edit_id, record, record_id, member_id, version_after, before)
                values (\(ID<Event>()), \(record), \(ada), \(scope.member.id), 2, '{"name": "Ada"}')
                """)
            try await scope.db.execute("insert into kept_answers (member_id, key, module, request) values (\(scope.member.id), \(module), \(module), 'x')")
        }
        try await scope.db.execute("insert into saved_views (id, record, name, page, query) values (\(ID<Event>()), 'customers', 'VIP', 'list', 'segment=vip')")
        try await scope.db.execute("insert into events (id, name, record, record_id) values (\(ID<Event>()), 'crm.customers.created', 'customers', \(ada))")
    }

    private func switchOff(_ modules: String..., at house: CustomerHouse, _ cookie: String) async throws {
        for module in modules { _ = try await house.ask(.post, "/settings/modules/\(module)/off", cookie: cookie) }
    }

    private func rows(_ table: String, of scope: Scope, _ house: CustomerHouse) async throws -> Int {
        try await house.value("select count(*) from \(identifier: table) where business_id = \(scope.business.id)")
    }

    @Test("begins with a report of what there is, which changes nothing")
    func report() async throws {
        try await withSales { house, owner, cookie in
            try await fill(owner)
            try await switchOff("sales", "crm", at: house, cookie)
            let crm = try #require(house.platform.registry.module("crm"))
            let report = try await Leaving(crm, house.platform.registry, in: owner).report()
            #expect(report.rows == ["customers": 2, "companies": 1, "settings": 1, "imports": 0, "events": 4, "fences": 0, "custom_fields": 1, "saved_views": 1, "access_rules": 2, "api_keys": 1, "bulk_changes": 1, "kept_answers": 1, "notes": 0, "attachments": 0, "files": 0])
            #expect(report.lines.first { $0.key == "customers" }?.deleted == 1)
            #expect(Set(report.references.map { "\(owner.say($0.name)) \($0.rows) \($0.end)" }) == [
                "Deals 1 emptied", "Orders 1 emptied", "Rows of order_lines 1 blocks",
            ])
            let page = try await house.ask(.get, "/settings/modules/crm/purge", cookie: cookie)
            #expect(page.status == 200 && page.text.contains("Deleted before") && !page.text.contains("<form class=\"card form\""))
            #expect(try await rows("customers", of: owner, house) == 2)
        }
    }

    @Test("is refused while something of another module cannot be without it, and then nothing is gone")
    func blocked() async throws {
        try await withSales { house, owner, cookie in
            try await fill(owner)
            try await switchOff("sales", "crm", at: house, cookie)
            let answer = try await house.ask(.post, "/settings/modules/crm/purge", cookie: cookie, ["name": "Customers"])
            #expect(answer.status == 409 && answer.text.contains("Rows of order_lines"))
            #expect(try await rows("customers", of: owner, house) == 2)
            #expect(try await house.value("select count(*) from deals where customer_id is not null", of: Int.self) == 1)
        }
    }

    @Test("for good leaves no row of any of its tables, and every row of other modules and businesses")
    func purge() async throws {
        try await withSales { house, owner, cookie in
            let other = try await house.platform.register("Globex")
            for scope in [owner, other] { try await fill(scope) }
            try await house.platform.superuser.write(Query.execute("delete from order_lines"))
            try await switchOff("sales", "crm", at: house, cookie)

            let wrong = try await house.ask(.post, "/settings/modules/crm/purge", cookie: cookie, ["name": "customers"])
            #expect(wrong.status == 422 && wrong.text.contains("This is not the name of the module."))
            #expect(try await rows("customers", of: owner, house) == 2)

            let answer = try await house.ask(.post, "/settings/modules/crm/purge", cookie: cookie, ["name": "Customers"])
            #expect(answer.location == "/settings/modules")
            for table in ["customers", "companies", "saved_views"] {
                #expect(try await rows(table, of: owner, house) == 0, "\(table)")
                #expect(try await rows(table, of: other, house) > 0, "\(table)")
            }
            #expect(try await house.value("select count(*) from record_tallies where record in ('customers', 'companies') and business_id = \(owner.business.id)", of: Int.self) == 0)
            #expect(try await house.value("select string_agg(name, ',') from settings where business_id = \(owner.business.id)", of: String.self) == "crmx.other")
            let fields: SQL = "select string_agg(key, ',') from businesses, jsonb_each(custom_fields) where id = \(owner.business.id)"
            #expect(try await house.value(fields, of: String.self) == "deals")
            let rules: SQL = "select string_agg(role.key || role.value::text, ',') from businesses, jsonb_each(access_rules) as role where id = \(owner.business.id)"
            let left = try await house.value(rules, of: String.self)
            #expect(left.hasPrefix("staff") && left.contains("deals") && !left.contains("customers"))
            for table in ["bulk_changes", "kept_answers"] {
                #expect(try await rows(table, of: owner, house) == 1, "\(table): those of sales stay")
                #expect(try await rows(table, of: other, house) == 2, "\(table)")
            }
            #expect(try await house.value("select record from bulk_changes where business_id = \(owner.business.id)", of: String.self) == "deals")
            let deal: SQL = "select version from deals where business_id = \(owner.business.id)"
            #expect(try await house.value(deal, of: Int32.self) == 2, "whoever has seen it with its customer must ask again")
            #expect(try await house.value("select count(*) from api_keys where revoked_at is not null", of: Int.self) == 1)
            #expect(try await rows("deals", of: owner, house) == 1)
            #expect(try await house.value("select count(*) from deals where customer_id is not null", of: Int.self) == 1, "the other business's only")
            let said = try await house.value("select payload::text from events where name = 'platform.modules.purged'", of: String.self)
            #expect(said.contains("\"customers\": 2") && said.contains("\"companies\": 1") && said.contains("\"module\": \"crm\""))
            let told = try await house.value("""
                select string_agg(distinct split_part(name, '.', 3), ',' order by split_part(name, '.', 3)) from events
                 where record = 'customers' and business_id = \(owner.business.id)
                """, of: String.self)
            #expect(told == "created,purged", "what happened stays written")
        }
    }

    @Test("takes the tables along that hold no records of their own, and only those the module made")
    func otherTables() async throws {
        try await withSales { house, owner, cookie in
            try await fill(owner)
            try await switchOff("sales", at: house, cookie)
            #expect(try await house.ask(.post, "/settings/modules/sales/purge", cookie: cookie, ["name": "Sales"]).status == 303)
            for table in ["deals", "orders", "order_lines"] { #expect(try await rows(table, of: owner, house) == 0, "\(table)") }
            for table in ["customers", "settings"] { #expect(try await rows(table, of: owner, house) == 2, "\(table)") }
        }
    }

    @Test("takes the data along as one table per record, in a ZIP file with a description")
    func archive() async throws {
        try await withSales { house, owner, cookie in
            try await fill(owner)
            try await switchOff("sales", "crm", at: house, cookie)
            let answer = try await house.ask(.get, "/settings/modules/crm/archive", cookie: cookie)
            #expect(answer.headers[.contentType] == "application/zip" && answer.headers[.contentDisposition]?.contains("crm-") == true)
            let files = try unzipped(answer.bytes)
            #expect(files.keys.sorted() == ["companies.csv", "customers.csv", "manifest.json"])
            #expect(files["customers.csv"]?.contains("Ada,") == true && files["customers.csv"]?.contains("Bo") == false)
            #expect(files["manifest.json"]?.contains("\"rows\" : 1") == true && files["manifest.json"]?.contains("\"business_name\" : \"Acme\"") == true)
            #expect(try await rows("customers", of: owner, house) == 2)
        }
    }

    @Test("is for a module that is off, and for owners")
    func whoMay() async throws {
        try await withSales { house, owner, cookie in
            let admin = try await house.cookie(of: house.platform.join(owner.business.id, as: .admin))
            try await fill(owner)
            for doing in ["leave", "archive", "purge"] {
                #expect(try await house.ask(.get, "/settings/modules/sales/\(doing)", cookie: cookie).status == 409, "\(doing), still on")
                #expect(try await house.ask(.get, "/settings/modules/sales/\(doing)", cookie: admin).status == 403, "\(doing)")
            }
            #expect(try await house.ask(.post, "/settings/modules/sales/purge", cookie: cookie, ["name": "Sales"]).status == 409)
            try await switchOff("sales", at: house, cookie)
            #expect(try await house.ask(.post, "/settings/modules/sales/purge", cookie: admin, ["name": "Sales"]).status == 403)
            #expect(try await house.ask(.get, "/settings/modules", cookie: admin).text.contains("sales/leave") == false)
            #expect(try await rows("deals", of: owner, house) == 1)
        }
    }

    /// By another program than the one that wrote it.
    private func unzipped(_ bytes: [UInt8]) throws -> [String: String] {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).zip").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let script = "import sys, zipfile, json; z = zipfile.ZipFile(sys.argv[1]); print(json.dumps({n: z.read(n).decode() for n in z.namelist()}))"
        return try JSONDecoder().decode([String: String].self, from: Data(Programs.output("python3", "-c", script, path).utf8))
    }
}
