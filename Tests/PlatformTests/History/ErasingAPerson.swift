import Support
import Testing

@testable import Platform

@Suite("Erasing personal data", .enabled(if: TestPlatform.isPossible))
struct ErasingAPerson {
    @Test("leaves nothing of the person anywhere, and the chain of the log intact")
    func nothingLeft() async throws {
        try await withClinic { platform, scope in
            let patient = try await changedPatient(platform, scope)
            let desk = Desk(scope, platform.registry)
            _ = try await platform.intact()
            let before: HistoryPage = try await desk.open("/clinic/patients/\(patient.id)/history")
            #expect(before.entries.flatMap(\.changes).contains { $0.before == "Ada Lovelace" && $0.after == "Ada King" })
            let keys = try await scope.db.rows("select encode(key, 'hex') from personal_keys") { row in try row.next(String.self) }

            // A program may ask again for the answer that made the record.
            try await scope.db.execute("""
                insert into kept_answers (member_id, key, request, status, headers, body)
                values (\(scope.member.id), 'k', '', 201, '{}', convert_to('{"id":"' || \(patient.id.description) || '","name":"Ada Lovelace"}', 'UTF8'))
                """)

            try await desk.send("/clinic/patients/\(patient.id)/erase", ["sure": "yes"])
            #expect(try await scope.db.value("select count(*) from kept_answers", of: Int.self) == 0)
            let stored = try #require(try await platform.patients(scope).one(patient.id))
            #expect(stored.record.name == "–" && stored.record.email == nil && stored.record.ward == "North")
            for word in ["Lovelace", "King", "ada@example.com", "Rex", "Bello"] + keys { #expect(try await platform.tables(holding: word) == [], "\(word)") }
            #expect(try await platform.intact().allSatisfy(\.isIntact))

            let after: HistoryPage = try await desk.open("/clinic/patients/\(patient.id)/history")
            #expect(after.entries.first { $0.what == "Personal data erased" }?.changes.isEmpty == true)
            #expect(after.entries.contains { $0.note != nil })
            #expect(!"\(after)".contains("King"))
        }
    }

    @Test("happens only to who was asked about, and its record can be used anew")
    func anew() async throws {
        try await withClinic { platform, scope in
            let patient = try await changedPatient(platform, scope), other = try await changedPatient(platform, scope)
            try await Desk(scope, platform.registry).send("/clinic/patients/\(patient.id)/erase", ["sure": "yes"])
            var stored = try #require(try await platform.patients(scope).one(patient.id))
            stored.values.record.name = "Bob"
            #expect(try await platform.patients(scope).update(stored.record, from: stored.version))
            let page: HistoryPage = try await Desk(scope, platform.registry).open("/clinic/patients/\(patient.id)/history")
            #expect(page.entries.flatMap(\.changes).contains { $0.before == "–" && $0.after == "Bob" })
            let left: HistoryPage = try await Desk(scope, platform.registry).open("/clinic/patients/\(other.id)/history")
            #expect(left.entries.flatMap(\.changes).contains { $0.after == "Ada King" })
        }
    }

    @Test("is asked about first, says what will be lost, and needs the box checked")
    func question() async throws {
        try await withClinic { platform, scope in
            let patient = Patient("Ada")
            try await platform.patients(scope).create(patient)
            let desk = Desk(scope, platform.registry), path = "/clinic/patients/\(patient.id)/erase"
            let shown: RecordPage = try await desk.open("/clinic/patients/\(patient.id)")
            #expect(shown.erasePath == path)
            let page: ErasePage = try await desk.open(path)
            #expect(page.losses.prefix(2) == ["Name", "E-mail"] && page.error == nil)
            let sent = try await desk.send(path)
            #expect(sent.status == 422)
            #expect(try sent.page(as: ErasePage.self).error != nil)
            #expect(try await platform.patients(scope).one(patient.id)?.record.name == "Ada")
            await #expect(throws: PageError.notFound) { try await desk.send("/clinic/patients/\(ID<Patient>())/erase", ["sure": "yes"]) }
        }
    }

    @Test("is for administrators, and only where there are personal fields")
    func permission() async throws {
        try await withClinic { platform, scope in
            let patient = Patient("Ada")
            try await platform.patients(scope).create(patient)
            let manager = Desk(try await platform.join(scope.business.id, as: .manager), platform.registry)
            await #expect(throws: Refusal.self) { try await manager.send("/clinic/patients/\(patient.id)/erase", ["sure": "yes"]) }
            let shown: RecordPage = try await manager.open("/clinic/patients/\(patient.id)")
            #expect(shown.erasePath == nil)
        }
        try await withGarden { platform, scope in
            #expect(!platform.registry.permissions.contains { $0.name == "garden.plants.erase" })
            await #expect(throws: PageError.notFound) { try await Desk(scope, platform.registry).see("/garden/plants/\(ID<Plant>())/erase") }
        }
    }

    @Test("comes with removing the row itself")
    func purged() async throws {
        try await withClinic { platform, scope in
            _ = try await changedPatient(platform, scope)
            try await scope.db.execute("delete from patients")
            #expect(try await platform.tables(holding: "King") == [])
            #expect(try await scope.db.value("select count(*) from personal_keys", of: Int.self) == 0)
            #expect(try await scope.events("clinic.patients.purged") == 1)
        }
    }

    private func changedPatient(_ platform: TestPlatform, _ scope: Scope) async throws -> Patient {
        var patient = Patient("Ada Lovelace", ward: "North")
        try await platform.patients(scope).create(patient)
        (patient.name, patient.email) = ("Ada King", EmailAddress("ada@example.com"))
        _ = try await platform.patients(scope).update(patient, from: 1)
        for dog in ["Rex", "Bello"] {
            try await scope.db.execute("update patients set custom = jsonb_build_object('x_dog', \(dog)) where id = \(patient.id)")
        }
        return patient
    }
}

extension TestPlatform {
    /// The tables of which any row holds that text, whichever column it is in.
    fileprivate func tables(holding text: String) async throws -> [String] {
        let all = try await superuser.read(.rows("""
            select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
            """) { row in try row.next(String.self) })
        var found: [String] = []
        for table in all {
            let sql: SQL = "select count(*) from \(identifier: table) t where position(\(text) in t::text) > 0"
            if try await superuser.read(Query<Int>.value(sql)) > 0 { found.append(table) }
        }
        return found
    }
}
