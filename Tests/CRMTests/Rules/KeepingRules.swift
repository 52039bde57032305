import CRM
import FoundationEssentials
import Platform
import Support
import Testing

@Suite("A rule that was decided", .enabled(if: TestPlatform.isPossible))
struct KeepingRules {
    @Test("shows in its form all that it names, and loses nothing when that is saved as it is")
    func form() async throws {
        try await Office.with(.all) { office async throws in
            let zeta = ID<Company>(), gone = ID<Company>().description
            try await office.owner.db.execute("insert into companies (id, name, deleted_at) values (\(zeta), 'Zeta', now())")
            try await office.owner.db.execute("insert into companies (id, name) select lpad(to_hex(n), 32, '0')::uuid, 'Alpha ' || n from generate_series(1, 60) as n")
            for (field, column, values) in [("company", "company_id", [zeta.description, gone].sorted()), ("segment", "segment", ["lead", "once"])] {
                let rule = AccessRule(rows: .some(field: field, column: column, values: values))
                try await AccessDecisions(in: office.owner).decide(rule, for: .staff, on: "customers")
                let owner = try await office.again(office.owner)
                let kind = try #require(office.platform.registry.ruleable(for: owner).first { $0.table == "customers" })
                let referred = try await kind.referred(in: owner), offered = referred[field] ?? []
                let saved = try #require(AccessDraft(rule.typed, kind, referred, for: .staff).rule)
                guard case .some(field, column, let kept) = saved.rows else { throw WrongAnswer() }
                #expect(kept.sorted() == values && offered.contains { values.contains($0.plain) })
                if field == "company" {
                    #expect(offered.first { $0.plain == zeta.description }.map { owner.say($0.label) } == "Zeta")
                    #expect(offered.first { $0.plain == gone }.map { owner.say($0.label) } == "Something that is no more")
                }
            }
        }
    }

    @Test("goes with the field it speaks of, and keeps a field that records are shown by")
    func fields() async throws {
        try await Office.with(.all) { office async throws in
            let definitions = FieldDefinitions(of: "customers", in: office.owner), decisions = AccessDecisions(in: office.owner)
            for label in ["Level", "Grade"] { try await definitions.add(FieldDraft(Form([("label", label), ("kind", "choice"), ("choices", "gold\nred")]))) }
            try await decisions.decide(AccessRule(fields: ["x_level": .hidden, "email": .hidden]), for: .staff, on: "customers")
            try await decisions.decide(AccessRule(fields: ["x_level": .readOnly]), for: .viewer, on: "customers")
            let byGrade = AccessRule(rows: .some(field: "x_grade", column: "custom.x_grade", values: ["gold"]), fields: ["x_level": .hidden])
            try await decisions.decide(byGrade, for: .manager, on: "customers")
            try await definitions.remove("x_level")
            await #expect(throws: FieldDefinitionError.ruled) { try await definitions.remove("x_grade") }
            let business = try await office.again(office.owner).business
            #expect(business.customFields.byTable["customers"]?.map(\.name) == ["x_grade"])
            #expect(business.accessRules.byRole == [
                "staff": ["customers": AccessRule(fields: ["email": .hidden])],
                "manager": ["customers": AccessRule(rows: byGrade.rows)],
            ])
        }
    }

    @Test("is decided while others write, however long that takes them")
    func meanwhile() async throws {
        try await Office.with(.all) { office async throws in
            try await office.owner.transaction { scope in
                try await scope.db.execute("insert into companies (id, name) values (\(ID<Company>()), 'Initech')")
                try await AccessDecisions(in: office.owner).decide(AccessRule(rows: .own), for: .staff, on: "customers")
            }
            #expect(try await office.again(office.owner).business.accessRules.rule(for: .staff, on: "customers")?.rows == .own)
        }
    }
}
