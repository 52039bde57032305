import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("What can be done by its name", .enabled(if: TestPlatform.isPossible))
struct DoingByName {
    @Test("is four things for every record, with the permission each needs, and every command")
    func list() async throws {
        try await withNursery { platform, scope in
            let all = platform.registry.operations
            let plants = all.filter { $0.name.hasPrefix("garden.plants.") }
            #expect(plants.map(\.name) == ["create", "change", "delete", "restore"].map { "garden.plants.\($0)" })
            #expect(plants.map(\.permission.name) == ["create", "edit", "delete", "delete"].map { "garden.plants.\($0)" })
            #expect(plants.allSatisfy { $0.feature == garden.feature && $0.risk == .change })
            #expect(plants.map(\.target) == [nil, "plants", "plants", "plants"])
            #expect(plants[0].fields(scope).map(\.name) == plants[1].fields(scope).map(\.name) && plants[2].fields(nil).isEmpty)
            #expect(plants[0].fields(scope).contains { $0.name == "bed_id" } && !plants[0].fields(scope).contains { $0.name == "vigour" })
            #expect(scope.say(plants[0].title) == "Add: Plant")
            #expect(all.suffix(2).map(\.name) == ["nursery.pots.fill", "nursery.commands.sweep"])
            #expect(Set(all.map(\.name)).count == all.count)
        }
    }

    @Test("creates, changes, deletes and restores a record, as the API would")
    func records() async throws {
        try await withNursery { platform, scope in
            let registry = platform.registry
            let made = try await registry.run("garden.plants.create", ["name": "Mint", "height": 3], in: scope)
            let id = try #require(made["id"])
            #expect(made["version"] == 1 && made["habit"] == "herb")
            #expect(try await registry.run("garden.plants.change", ["id": id, "version": 1, "height": 4], in: scope)["height"] == 4)
            await #expect(throws: WrongVersion.self) { try await registry.run("garden.plants.change", ["id": id, "version": 1, "height": 5], in: scope) }
            #expect(try await registry.run("garden.plants.delete", ["id": id], in: scope) == ["id": id])
            await #expect(throws: PageError.notFound) { try await registry.run("garden.plants.change", ["id": id, "height": 5], in: scope) }
            #expect(try await registry.run("garden.plants.restore", ["id": id], in: scope)["height"] == 4)
            await #expect(throws: PageError.notFound) { try await registry.run("garden.plants.restore", ["id": id], in: scope) }
            #expect(try await scope.events("garden.plants.restored") == 1)
        }
    }

    static let inputs: [(doing: String, input: JSONValue, place: String)] = [
        ("create", [:], "/name"), ("create", "x", ""), ("create", ["name": "Mint", "rank": 1], "/rank"), ("change", ["height": 5], "/id"),
        ("change", ["id": "x"], "/id"), ("change", ["id": "0190f5fe-7c00-7a00-8000-000000000000", "version": "1"], "/version"), ("delete", [], ""),
        ("delete", ["id": "0190f5fe-7c00-7a00-8000-000000000000", "name": "Mint"], "/name"),
    ]

    @Test("says where an input is wrong", arguments: inputs)
    func wrong(doing: String, input: JSONValue, place: String) async throws {
        try await withNursery { platform, scope in
            let error = try await #require(throws: InvalidInput.self) { try await platform.registry.run("garden.plants.\(doing)", input, in: scope) }
            #expect(error.problems.map(\.pointer) == [place])
        }
    }

    @Test("runs a command by the same call, and knows no other names")
    func commands() async throws {
        try await withNursery { platform, scope in
            let pot = try await platform.registry.run("nursery.pots.create", ["name": "Clay"], in: scope)["id"] ?? .null
            #expect(try await platform.registry.run("nursery.pots.fill", ["id": pot, "soil": "peat"], in: scope)["said"]?.string == "Filled.")
            #expect(try await platform.registry.run("nursery.commands.sweep", [:], in: scope)["said"]?.string == "Swept.")
            for name in ["nursery.pots.sweep", "fill", "", "garden.plants.read"] {
                await #expect(throws: PageError.notFound) { try await platform.registry.run(name, [:], in: scope) }
            }
        }
    }

    @Test("refuses by itself who may not, before it says whether there is such a record")
    func refused() async throws {
        try await withNursery { platform, owner in
            let viewer = try await platform.join(owner.business.id, as: .viewer)
            for operation in platform.registry.operations {
                await #expect(throws: Refusal.permission(operation.permission)) { try await operation.run([:], in: viewer) }
                await #expect(throws: Refusal.feature(operation.feature)) { try await operation.run([:], in: owner.withNothing) }
            }
        }
    }

    @Test("refuses also where a route forgets to: the form, the board, the bulk change, the import and the API go the same road")
    func forgetfulRoutes() async throws {
        try await withNursery { platform, owner in
            let viewer = try await platform.join(owner.business.id, as: .viewer)
            let kind = RecordKind<Plant>(module: "garden"), registry = platform.registry, plant = Plant("Mint")
            try await platform.plants(owner).create(plant)
            let (edit, create, delete) = (kind.permissions.edit, kind.permissions.create, kind.permissions.delete)
            let board = try #require(kind.field("habit"))
            let form = Form([("name", "Sage"), ("version", "1"), ("habit", "tree"), ("from", "herb"), ("to", "tree"), ("change", "habit"), ("id", plant.id.description)])
            await #expect(throws: Refusal.permission(create)) { try await Editing(kind: kind, registry: registry, scope: viewer).create(form) }
            await #expect(throws: Refusal.permission(edit)) { try await Saving(kind: kind, registry: registry, scope: viewer).save(plant.id, form) }
            await #expect(throws: Refusal.permission(edit)) { try await Moving(kind: kind, scope: viewer, field: board).move(plant.id, form) }
            await #expect(throws: Refusal.permission(edit)) { try await BulkEditing(kind: kind, registry: registry, scope: viewer).change(form) }
            await #expect(throws: Refusal.permission(delete)) { try await Deleting(kind: kind, scope: viewer).delete([plant.id]) }
            await #expect(throws: Refusal.permission(delete)) { try await Deleting(kind: kind, scope: viewer).restore([plant.id]) }
            await #expect(throws: Refusal.permission(create)) { try await NamingRecords<Plant>().add(["Sage"], module: "garden", in: viewer) }
            let writing = ResourceWriting(kind: kind, scope: viewer)
            await #expect(throws: Refusal.permission(create)) { try await writing.create(["name": "Sage"]) }
            await #expect(throws: Refusal.permission(edit)) { try await writing.save(plant.id.uuid, ["name": "Sage"], replaces: false, version: nil) }
            await #expect(throws: Refusal.permission(delete)) { try await writing.delete(plant.id.uuid, version: nil) }
            #expect(try await owner.db.value("select concat_ws(' ', name, habit, version) from plants", of: String.self) == "Mint herb 1")
        }
    }
}

extension Scope {
    /// The same while nothing is switched on.
    fileprivate var withNothing: Scope {
        let business = Business(
            id: business.id, name: business.name, currency: business.currency, timeZone: business.timeZone, hue: 0, featuresOff: [garden.feature, nursery.feature])
        return Scope(business: business, member: member, permissions: permissions, voice: voice, db: db)
    }
}

