import Support
import Testing

@testable import Platform

@Suite("In safe mode", .enabled(if: TestPlatform.isPossible))
struct SafeRegistry {
    private let orphan = Module("orphan", requires: [Module("gone")])

    @Test("nothing of any module is served, and nothing of it is lost")
    func nothing() async throws {
        try await withGarden { platform, scope in
            try await platform.beds(scope).create(Bed(name: "North"))
            let safe = Registry(safely: [garden])
            #expect(safe.modules.map(\.id) == ["garden"] && safe.safety?.failures.isEmpty == true)
            #expect(safe.routes.isEmpty && safe.menu(for: scope).isEmpty)
            #expect(try await safe.overview(for: scope).isEmpty)
            #expect(safe.routes(of: garden).count == platform.registry.routes.count)
            #expect(try await platform.registry.overview(for: scope).contains { $0.count == 1 })
        }
    }

    @Test("a module that does not fit is left out and named, and those that fit are kept, in whatever order they come")
    func leftOut() throws {
        let upon = Module("upon", requires: [garden])
        let safe = Registry(safely: [upon, orphan, garden, Module("Bad Name")])
        #expect(safe.modules.map(\.id) == ["garden", "upon"])
        #expect(safe.safety?.failures.map(\.module) == ["orphan", "Bad Name"])
        #expect(safe.safety?.failures.first?.reason.contains("requires module \"gone\", which is not installed") == true)
    }

    @Test("a module is checked together with those it builds on, and no others")
    func alone() throws {
        let upon = Module("upon", requires: [garden])
        #expect(try Registry.alone(upon).modules.map(\.id) == ["garden", "upon"])
        #expect(throws: ModuleError.self) { try Registry.alone(Module("Bad Name")) }
    }
}
