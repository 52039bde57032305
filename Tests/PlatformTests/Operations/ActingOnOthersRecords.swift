import Support
import Testing

@testable import Platform

@Suite("A command on the records of another module", .enabled(if: TestPlatform.isPossible))
struct ActingOnOthersRecords {
    @Test("is done where its button on their page leads, by those who may do with them what it needs")
    func button() async throws {
        try await withShed { platform, owner in
            let mint = Plant("Mint"), registry = platform.registry
            try await platform.plants(owner).create(mint)
            let staff = try await platform.join(owner.business.id, as: .staff), viewer = try await platform.join(owner.business.id, as: .viewer)
            let page: RecordPage = try await Desk(staff, registry).open("/garden/plants/\(mint.id)")
            #expect(page.actions.map(\.path) == ["/shed/plants/\(mint.id)/water"])
            let form: RecordFormPage = try await Desk(staff, registry).open(try #require(page.actions.first?.path))
            #expect(form.crumbs.map(\.label) == ["Mint"])
            #expect(try await Desk(staff, registry).send(form.action).location == "/garden/plants/\(mint.id)")
            #expect(try await owner.events("shed.plants.water") == 1)
            #expect(try await Desk(viewer, registry).open("/garden/plants/\(mint.id)", as: RecordPage.self).actions.isEmpty)
            await #expect(throws: Refusal.permission(RecordPermissions(module: "garden", records: "plants").edit)) {
                try await Desk(viewer, registry).send(form.action)
            }
            let endpoint = try #require(registry.endpoints.first { $0.name == "water" })
            #expect(endpoint.path == "/shed/plants/{id}/water" && endpoint.permission.name == "garden.plants.edit")
            _ = try await registry.run("shed.plants.water", ["id": .string(mint.id.description)], in: staff)
        }
    }
}

/// Has no records of its own.
private let shed = Module("shed", requires: [garden], commands: [.command(WaterPlant.self)])

private struct WaterPlant: Command {
    var plant = ID<Plant>()

    static let declaration = Declaration<WaterPlant>("water", on: \.plant, requires: .edit, risk: .change)

    func run(in scope: Scope) async throws -> Outcome { .record(plant, "shed.commands.water.done") }
}

private let words = """
    name: Shed
    summary: What is done with plants.
    commands:
      water: {name: Water, text: Waters it., done: Watered.}
    """

private func withShed(_ body: (TestPlatform, Scope) async throws -> Void) async throws {
    let texts: TestTexts = ["garden": [.en: gardenWords, .es: gardenWords, .ar: gardenWords], "shed": [.en: words, .es: words, .ar: words]]
    try await TestPlatform.with([garden, shed], texts: texts) { platform in try await body(platform, platform.register("Acme")) }
}
