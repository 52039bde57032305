import Conformance
import Foundation
import Greenhouse
import Platform
import Testing

@Suite("A module in a package of its own")
struct Registering {
    @Test("fits beside the platform: its names, permissions and routes")
    func fits() throws {
        let registry = try Registry([greenhouse])
        #expect(registry.modules.map(\.id) == ["greenhouse"])
        #expect(registry.permissions.contains { $0.name == "greenhouse.seedlings.read" })
        #expect(registry.routes.contains { $0.path == "/greenhouse/seedlings" && $0.feature == greenhouse.feature })
        #expect(registry.migrations.last?.name == "greenhouse/0001_seedlings")
    }

    @Test("keeps every rule", .enabled(if: TestPlatform.isPossible))
    func conforms() async throws {
        let texts = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../templates").standardizedFileURL.path
        #expect(try await Conformance.check(greenhouse, texts: TestTexts(folder: texts)) == [])
    }

    @Test("is refused like any other when something is wrong with it")
    func twice() {
        #expect(throws: ModuleError.duplicateModule("greenhouse")) { try Registry([greenhouse, greenhouse]) }
    }
}
