import Conformance
import Platform
import Support
import Testing

@testable import Kontor

@Suite("Every module of this installation", .enabled(if: TestPlatform.isPossible))
struct EveryModule {
    @Test("keeps every rule", arguments: installedModules.map(\.id))
    func conforms(id: String) async throws {
        let module = try #require(installedModules.first { $0.id == id })
        let faults = try await Conformance.check(module)
        #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
    }
}
