import Support
import Testing

@testable import Platform

@Suite("Leaving a module that lines refer to", .enabled(if: TestPlatform.isPossible))
struct LeavingWhatLinesName {
    @Test("empties the reference in the lines, which stay and can be changed again")
    func emptied() async throws {
        try await TestPlatform.with([shipping, packing], texts: packingTexts) { platform in
            let scope = try await platform.register("Acme"), crates = Records(Crate.self, in: scope)
            var tea = Good(), crate = Crate(), other = Crate()
            tea.name = "Tea"
            try await Records(Good.self, in: scope).create(tea)
            crate.items = [Item(good: tea.id, note: "dry"), Item(note: "loose"), Item(good: tea.id)]
            other.items = [Item(note: "odd")]
            try await crates.create([crate, other])
            _ = try await scope.db.write(Query<Bool>.value("select kontor.switch_feature('packing', false)"))
            _ = try await scope.db.write(Query<Bool>.value("select kontor.switch_feature('shipping', false)"))
            let leaving = try await Leaving(shipping, platform.registry, in: scope)
            #expect(try await leaving.report().references.map(\.end) == [.emptied])
            _ = try await leaving.purge()
            let stored = try #require(try await crates.one(crate.id))
            #expect(stored.record.items == [Item(note: "dry"), Item(note: "loose"), Item()] && stored.version == 2)
            #expect(try await scope.db.value("select count(*) from items where good_id is not null", of: Int.self) == 0)
            #expect(try await scope.db.value("select count(*) from items", of: Int.self) == 4)
            #expect(try await crates.one(other.id)?.version == 1)
            crate.items = [Item(note: "new")]
            #expect(try await crates.update(crate, from: 2))
        }
    }
}
