import Foundation
import Support
import Testing

@testable import Platform

@Suite("The history", .enabled(if: TestPlatform.isPossible))
struct RememberingChanges {
    @Test("says who, when, from where, what was before and what is now, whichever way a change came")
    func roads() async throws {
        try await withGarden { platform, owner in
            let scope = owner.coming(from: Origin(.portal, address: "2001:db8::7"))
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            var changed = plant
            (changed.height, changed.habit) = (30, .shrub)
            _ = try await platform.plants(scope).update(changed, from: 1)
            _ = try await scope.transaction { inside in try await inside.db.execute("update plants set height = 40") }
            let imported = scope.coming(from: Origin(.import))
            _ = try await platform.plants(imported).change(BulkChange(fields: Plant.schema.fields, records: [Values(plant)], isGiven: { _, field in field == 1 }))
            _ = try await platform.superuser.write(Query.execute("update plants set notes = 'by hand'"))
            #expect(try await owner.told("name, record_version, source, address, changes") == [
                "garden.plants.created 1 portal 2001:db8::7",
                #"garden.plants.changed 2 portal 2001:db8::7 {"habit": ["herb", "shrub"], "height": [null, 30]}"#,
                #"garden.plants.changed 2 portal 2001:db8::7 {"height": [30, 40]}"#,
                #"garden.plants.changed 3 import {"habit": ["shrub", "herb"]}"#,
                #"garden.plants.changed 3 {"notes": ["", "by hand"]}"#,
            ])
            let who = try await owner.told("member_id, created_at between now() - interval '1 minute' and now()")
            #expect(who == Array(repeating: "\(owner.member.id) t", count: 4) + ["t"])
        }
    }

    @Test("keeps the parts of a value together, so that an amount is never without its currency")
    func money() async throws {
        try await withGarden { platform, scope in
            var plant = Plant("Mint")
            plant.price = Money(minorUnits: 500, .eur)
            try await platform.plants(scope).create(plant)
            plant.price = Money(minorUnits: 700, .eur)
            _ = try await platform.plants(scope).update(plant, from: 1)
            #expect(try await scope.told("changes", where: "changes is not null") == [#"{"price": [500, 700], "price_currency": ["EUR", "EUR"]}"#])
        }
    }

    @Test("never holds a secret, and personal values only under the record's key")
    func secrets() async throws {
        try await withClinic { platform, scope in
            var patient = Patient("Ada Lovelace")
            patient.pin = "first-secret"
            try await platform.patients(scope).create(patient)
            (patient.pin, patient.name, patient.ward) = ("second-secret", "Ada King", "North")
            _ = try await platform.patients(scope).update(patient, from: 1)
            #expect(try await scope.told("changes", where: "changes is not null") == [#"{"pin": null, "ward": ["", "North"]}"#])
            let everything = try await scope.told("events.*::text").joined()
            for word in ["secret", "Ada", "King"] { #expect(!everything.contains(word)) }
            let kept = try await scope.told("kontor.decrypted(personal, (select key from personal_keys))", where: "personal is not null")
            #expect(kept == [#"{"name": ["Ada Lovelace", "Ada King"]}"#])
        }
    }

    @Test("of one business is never seen by another")
    func isolation() async throws {
        try await withTwoClinics { platform, acme, globex in
            let patient = Patient("Ada")
            try await platform.patients(acme).create(patient)
            #expect(try await globex.events() == 0)
            #expect(try await Changes(in: globex).since(nil).events.isEmpty)
            await #expect(throws: PageError.notFound) { try await Desk(globex, platform.registry).see("/clinic/patients/\(patient.id)/history") }
            await #expect(throws: PageError.notFound) { try await Desk(globex, platform.registry).send("/clinic/patients/\(patient.id)/erase", ["sure": "yes"]) }
            #expect(try await platform.patients(acme).one(patient.id)?.record.name == "Ada")
        }
    }

    @Test("can only be added to: the application changes and removes nothing of it, and backdates nothing")
    func appendOnly() async throws {
        try await withTwoFullGardens { platform, acme, _ in
            for sql: SQL in [
                "update events set name = ''", "update events set changes = null", "delete from events", "truncate events",
                "insert into events (name, record, created_at) values ('x', 'x', 'epoch')", "insert into events (name, record, tx) values ('x', 'x', 1)",
                "insert into audit_seals select * from audit_seals", "update audit_seals set hash = ''", "delete from audit_seals", "truncate audit_seals",
                "insert into personal_keys (record, record_id) values ('x', gen_random_uuid())", "update personal_keys set key = ''", "delete from personal_keys",
                "update audit_progress set next_tx = 0", "select * from audit_progress", "update transaction_offset set value = 0", "select kontor.keep_counting()",
                "insert into declared_records select * from declared_records", "update declared_records set secret = '{}'",
                "alter table plants disable trigger note_changed", "drop trigger note_changed on plants",
            ] {
                let error = await failure { try await platform.asApplication(acme.business.id, sql) } as? DatabaseError
                #expect(error?.refusal?.state == .insufficientPrivilege, "\(sql)")
            }
        }
    }

    @Test("says who has read a sensitive record: its page, its history, a file or a list of several; but not of others")
    func reading() async throws {
        try await withClinic { platform, scope in
            let desk = Desk(scope, platform.registry)
            for name in ["Ada", "Bob", "Cleo"] { try await platform.patients(scope).create(Patient(name)) }
            let id = try await scope.db.value("select id from patients where name = 'Ada'", of: ID<Patient>.self)
            try await desk.see("/clinic/patients/\(id)")
            try await desk.see("/clinic/patients/\(id)/history")
            _ = try await desk.download("/clinic/patients/export")
            try await desk.see("/clinic/patients")
            #expect(try await scope.told("name, record_id, payload, member_id", where: "name like '%.read'") == [
                "clinic.patients.read \(id) {\"count\": 1} \(scope.member.id)", "clinic.patients.read \(id) {\"count\": 1} \(scope.member.id)",
                "clinic.patients.read {\"count\": 3} \(scope.member.id)", "clinic.patients.read {\"count\": 3} \(scope.member.id)",
            ])
        }
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            try await Desk(scope, platform.registry).see("/garden/plants/\(plant.id)")
            #expect(try await scope.events() == 1)
        }
    }
}
