import CRM
import FoundationEssentials
import Platform
import Support
import Testing

@Suite("Of every kind of record", .enabled(if: TestPlatform.isPossible))
struct EveryRule {
    /// A business with one record of each kind, and a staff member whose rules are `rule` makes for each kind.
    private func withRules(
        _ rule: @escaping (Ruleable) -> AccessRule?, _ body: (Ruleable, Resource, _ staff: Scope, _ registry: Registry) async throws -> Void
    ) async throws {
        try await TestPlatform.with([harbour, crm], texts: harbourTexts) { platform async throws in
            let owner = try await platform.register("Acme"), staff = try await platform.join(owner.business.id, as: .staff)
            for resource in platform.registry.resources { _ = try await resource.create(["name": "One"], owner) }
            for kind in platform.registry.ruleable(for: owner) {
                guard let rule = rule(kind) else { continue }
                try await AccessDecisions(in: owner).decide(rule, for: .staff, on: kind.table)
                let seat = try #require(try await platform.seats.scope(of: staff.member.id, in: owner.business.id))
                // With all permissions, so that nothing but the rule stands in the way.
                let scope = Scope(business: seat.business, member: seat.member, permissions: owner.permissions, voice: seat.voice, db: seat.db)
                try await body(kind, #require(platform.registry.resources.first { $0.name == kind.table }), scope, platform.registry)
            }
        }
    }

    private func names(_ form: RecordFormPage) -> [String] { form.sections.flatMap(\.fields).map(\.name) }

    @Test("a hidden field is in no form, no list, no file and no call", arguments: [AccessRule.FieldAccess.hidden, .readOnly])
    func fields(access: AccessRule.FieldAccess) async throws {
        try await withRules({ kind in AccessRule(fields: Dictionary(uniqueKeysWithValues: kind.fields.map { ($0.name, access) })) }) { kind, resource, scope, registry async throws in
            let desk = Desk(scope, registry), path = "/\(resource.module)/\(kind.table)"
            let shown = access == .hidden ? [] : kind.fields.map(\.name)
            #expect(try await names(desk.open("\(path)/new")) == ["name"], "\(kind.table)")
            let list: RecordListPage = try await desk.open(path)
            #expect(list.table?.rows.count == 1 && (access == .readOnly || list.table?.columns.count == 2))
            let header = try await desk.download("\(path)/export").text.prefix { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
            for field in kind.fields { #expect(header.contains(",\(field.name),") == shown.contains(field.name), "\(kind.table).\(field.name)") }
            let fields = resource.fields(scope)
            #expect(fields.count == 1 + shown.count && fields.dropFirst().allSatisfy(\.isReadOnly))
            let id = try #require(try await resource.list(Form(), scope).value["data"]?.array?.first?["id"]?.string.flatMap(UUID.init(uuidString:)))
            #expect(try await desk.open("\(path)/\(id)", as: RecordPage.self).title == "One")
            for field in resource.fields(nil).dropFirst() {
                await #expect(throws: InvalidInput.self, "\(field.name)") { try await resource.save(id, .object([.init(field.name, .null)]), false, nil, scope) }
            }
            #expect(try await desk.send(path, ["name": "Two"]).status == 303)
        }
    }

    @Test("a value decides who sees it, on a wall of the database")
    func values() async throws {
        for isSeen in [true, false] {
            try await withRules({ kind in
                guard let decider = kind.deciders.first(where: { $0.values.count > 1 }), let column = decider.column else { return nil }
                // A new record has the first of its values, and is not afloat.
                let first = decider.values[0].plain
                return AccessRule(rows: .some(field: decider.name, column: column, values: decider.values.map(\.plain).filter { ($0 == first) == isSeen }))
            }) { kind, resource, scope, _ async throws in
                let table: SQL = "\(identifier: kind.table)", stored = try await resource.list(Form(), scope).value["data"]?.array?.count
                let isNull = kind.table == "companies" // whose size is not said
                let expected = isSeen && !isNull ? 1 : 0
                #expect(stored == expected, "\(kind.table)")
                #expect(try await scope.db.value("select count(*) from \(table)", of: Int.self) == expected)
                #expect(try await scope.db.value("select count(*) from events where record = \(kind.table)", of: Int.self) == expected)
                #expect(try await scope.db.execute("update \(table) set updated_at = now()") == expected)
            }
        }
    }
}
