import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("When a key was used last", .enabled(if: TestPlatform.isPossible))
struct NotingUse {
    @Test("is noted beside the requests, with the address, once a minute at most")
    func noted() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada), unused = try await gate.key(of: gate.ada)
            func used() async throws -> APIKey {
                try #require(try await APIKeys(in: gate.ada).all().first { $0.prefix == secret.prefix })
            }
            for _ in 0..<3 { _ = try await gate.enter(secret.text) }
            #expect(try await used().lastUsedAt == nil, "not before the answer")
            await gate.uses.write()
            let first = try await used()
            let moment = try #require(first.lastUsedAt)
            #expect(first.lastUsedAddress == "192.0.2.3" && abs(moment.timeIntervalSinceNow) < 10)
            gate.uses.note(first.id, of: gate.ada.business.id, from: "192.0.2.9", at: Date() + 30)
            await gate.uses.write(at: Date() + 30)
            #expect(try await used().lastUsedAddress == "192.0.2.3")
            await gate.uses.write(at: Date() + 61) // what had to wait is not lost
            #expect(try await used().lastUsedAddress == "192.0.2.3", "another node's minute counts too")
            gate.uses.note(first.id, of: gate.ada.business.id, from: "192.0.2.10", at: Date() + 130)
            await gate.uses.write(at: Date() + 130)
            #expect(try await used().lastUsedAddress == "192.0.2.10")
            #expect(try await APIKeys(in: gate.ada).all().first { $0.prefix == unused.prefix }?.lastUsedAt == nil)
        }
    }

    @Test("does not make nodes forget whom the key stands for")
    func quiet() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada)
            try await gate.hears(secret.text)
            await gate.uses.write()
            // Behind the triggers' back: whoever asks the database now finds nothing.
            try await gate.door.arrange("alter table api_keys disable trigger all")
            try await gate.door.arrange("delete from api_keys")
            try await Task.sleep(for: .milliseconds(100))
            #expect(await gate.refusal(secret.text) == nil)
        }
    }

    @Test("is kept for later when it cannot be written")
    func later() async throws {
        try await ProgramDoor.with { gate in
            let secret = try await gate.key(of: gate.ada)
            _ = try await gate.enter(secret.text)
            try await gate.door.arrange("alter table api_keys rename to elsewhere")
            await gate.uses.write()
            try await gate.door.arrange("alter table elsewhere rename to api_keys")
            await gate.uses.write()
            #expect(try await APIKeys(in: gate.ada).all().first?.lastUsedAt != nil)
        }
    }
}

extension ProgramDoor {
    /// Waits until the node keeps whom this stands for: asking then costs no statement any more.
    func hears(_ bearer: String) async throws {
        func statements() async throws -> Int {
            try await door.platform.app.read(Query<Int>.value("select sum(generic_plans + custom_plans)::bigint from pg_prepared_statements"))
        }
        #expect(try await eventually {
            let before = try await statements()
            _ = try await enter(bearer)
            return try await statements() == before + 1
        })
    }
}
