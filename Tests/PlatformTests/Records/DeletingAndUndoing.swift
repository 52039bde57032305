import Support
import Testing

@testable import Platform

@Suite("Deleting", .enabled(if: TestPlatform.isPossible))
struct DeletingAndUndoing {
    @Test("one record offers the way back, which brings it back")
    func one() async throws {
        try await withGarden { platform, scope in
            let plant = Plant("Mint")
            try await platform.plants(scope).create(plant)
            let desk = Desk(scope, platform.registry)
            let question: DeletePage = try await desk.open("/garden/plants/\(plant.id)/delete")
            let sent = try await desk.send(question.action)
            #expect(sent.location == "/garden/plants")
            let undo = try #require(sent.announcement?.undo)
            let back = try await desk.send(undo)
            #expect(back.location == "/garden/plants/\(plant.id)")
            #expect(try await desk.open("/garden/plants/\(plant.id)", as: RecordPage.self).title == "Mint")
        }
    }

    @Test("a whole page of records at once can be taken back at once")
    func many() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(50)
            let desk = Desk(scope, platform.registry)
            let page: RecordListPage = try await desk.open("/garden/plants")
            let path = try #require(page.table?.selection?.deletePath)
            let sent = try await desk.send(path, fields: page.ids.map { ("id", $0) } + [("id", page.ids[0]), ("id", "nobody")])
            #expect(try await scope.tally("plants") == 0)
            #expect(try await scope.events("garden.plants.deleted") == 50)
            try await desk.send(try #require(sent.announcement?.undo))
            #expect(try await scope.tally("plants") == 50)
        }
    }

    @Test("nothing is answered as not found")
    func nothing() async throws {
        try await withTwoGardens { platform, acme, globex in
            let theirs = Plant("Theirs")
            try await platform.plants(globex).create(theirs)
            let desk = Desk(acme, platform.registry)
            await #expect(throws: PageError.notFound) { try await desk.send("/garden/plants/delete") }
            await #expect(throws: PageError.notFound) { try await desk.send("/garden/plants/delete", ["id": theirs.id.description]) }
            await #expect(throws: PageError.notFound) { try await desk.send("/garden/plants/restore?id=\(theirs.id)") }
        }
    }
}
