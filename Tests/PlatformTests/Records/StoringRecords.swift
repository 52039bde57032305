import Support
import Testing

@testable import Platform

@Suite("A stored record", .enabled(if: TestPlatform.isPossible))
struct StoringRecords {
    @Test("comes back as it was, in every kind of field")
    func roundTrip() async throws {
        try await withGarden { platform, scope in
            let bed = Bed.named("South")
            try await platform.beds(scope).create(bed)
            var plant = Plant("Rosa «Peace»; drop table plants; -- \\ '", .shrub, in: bed.id)
            plant.height = -12
            plant.isHardy = true
            plant.price = Money(minorUnits: 1_234_567_890_123, .eur)
            plant.planted = Day(year: 2024, month: 2, day: 29)
            plant.notes = "línea 1\nسطر ٢\n第三行 🌹"
            plant.email = EmailAddress("grower@example.com")
            plant.phone = PhoneNumber("+49 30 123")
            plant.web = WebAddress("example.com/rose")
            plant.vigour = Share(0.25)
            try await platform.plants(scope).create(plant)
            let stored = try #require(try await platform.plants(scope).one(plant.id))
            #expect(stored.record == plant)
            #expect(stored.version == 1 && stored.deletedAt == nil && stored.titles == ["bed": "South"])
        }
    }

    @Test("is changed from the version its reader saw, and by nobody who saw an older one")
    func optimisticLock() async throws {
        try await withGarden { platform, scope in
            let plants = platform.plants(scope)
            var plant = Plant("Mint")
            try await plants.create(plant)
            plant.name = "Peppermint"
            #expect(try await plants.update(plant, from: 1))
            plant.name = "Spearmint"
            #expect(try await plants.update(plant, from: 1) == false)
            let stored = try #require(try await plants.one(plant.id))
            #expect(stored.record.name == "Peppermint" && stored.version == 2)
        }
    }

    @Test("is changed by exactly one of many who saw the same version")
    func race() async throws {
        try await withGarden { platform, scope in
            let plants = platform.plants(scope)
            let plant = Plant("Mint")
            try await plants.create(plant)
            let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        var mine = plant
                        mine.notes = "\(number)"
                        return try await plants.update(mine, from: 1)
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
            #expect(try await plants.one(plant.id)?.version == 2)
        }
    }

    @Test("keeps what only the platform writes when a person changes it")
    func platformFields() async throws {
        try await withGarden { platform, scope in
            var plant = Plant("Mint")
            plant.vigour = Share(0.5)
            try await platform.plants(scope).create(plant)
            plant.vigour = Share(0.9)
            #expect(try await platform.plants(scope).update(plant, from: 1))
            #expect(try await platform.plants(scope).one(plant.id)?.record.vigour == Share(0.5))
        }
    }

    @Test("is gone for changes once deleted, and back when restored")
    func deleting() async throws {
        try await withGarden { platform, scope in
            let plants = platform.plants(scope)
            let plant = Plant("Mint")
            try await plants.create(plant)
            #expect(try await plants.delete([plant.id]) == 1)
            #expect(try await plants.delete([plant.id]) == 0)
            #expect(try await plants.update(plant, from: 2) == false)
            #expect(try await plants.one(plant.id)?.deletedAt != nil)
            #expect(try await plants.restore([plant.id]) == 1)
            #expect(try await plants.restore([plant.id]) == 0)
            let stored = try #require(try await plants.one(plant.id))
            #expect(stored.deletedAt == nil && stored.version == 3)
        }
    }

    @Test("refers to nothing the business does not have")
    func foreignReference() async throws {
        try await withTwoGardens { platform, acme, globex in
            let theirs = Bed.named("Theirs")
            try await platform.beds(globex).create(theirs)
            for stranger in [theirs.id, ID<Bed>()] {
                await #expect(throws: RecordError.noSuchReference(field: "bed")) {
                    try await platform.plants(acme).create(Plant("Mint", in: stranger))
                }
            }
            let mine = Plant("Mint")
            try await platform.plants(acme).create(mine)
            var moved = mine
            moved.bed = theirs.id
            await #expect(throws: RecordError.noSuchReference(field: "bed")) {
                _ = try await platform.plants(acme).update(moved, from: 1)
            }
        }
    }

    @Test("is not there for another business, which can neither read nor change, delete nor restore it")
    func otherBusiness() async throws {
        try await withTwoGardens { platform, acme, globex in
            var plant = Plant("Mint")
            try await platform.plants(acme).create(plant)
            let theirs = platform.plants(globex)
            plant.name = "Taken"
            #expect(try await theirs.one(plant.id) == nil)
            #expect(try await theirs.update(plant, from: 1) == false)
            #expect(try await theirs.delete([plant.id]) == 0)
            #expect(try await platform.plants(acme).delete([plant.id]) == 1)
            #expect(try await theirs.restore([plant.id]) == 0)
        }
    }

    @Test("may have the id of another business's record, and stays apart from it")
    func sameID() async throws {
        try await withTwoGardens { platform, acme, globex in
            var plant = Plant("Mint")
            try await platform.plants(acme).create(plant)
            plant.name = "Sage"
            try await platform.plants(globex).create(plant)
            #expect(try await platform.plants(acme).one(plant.id)?.record.name == "Mint")
            #expect(try await platform.plants(globex).one(plant.id)?.record.name == "Sage")
        }
    }
}

extension Bed {
    static func named(_ name: String) -> Bed {
        var bed = Bed()
        bed.name = name
        return bed
    }
}
