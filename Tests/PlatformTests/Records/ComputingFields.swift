import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("A computed field", .enabled(if: TestPlatform.isPossible))
struct ComputingFields {
    @Test("follows what it is computed from, and sorts a list")
    func follows() async throws {
        try await withShipping { platform, scope, tea, _ in
            let shipments = Records(Shipment.self, in: scope)
            try await shipments.create((0..<3).map { shipment("Shipment \($0)", $0, of: tea) })
            var one = shipment("Four", 4, of: tea)
            try await shipments.create(one)
            #expect(try await shipments.one(one.id)?.record.parcels == 4)
            one.lines = []
            #expect(try await shipments.update(one, from: 1))
            #expect(try await shipments.one(one.id)?.record.parcels == 0)
            let list = try await Desk(scope, platform.registry).open("/shipping/shipments?sort=-parcels", as: RecordListPage.self)
            #expect(list.table?.rows.prefix(2).map(\.title) == ["Shipment 2", "Shipment 1"])
        }
    }

    @Test("is in no form, and a program that writes it is told so")
    func written() async throws {
        try await withShipping { platform, scope, _, _ in
            let form = try await Desk(scope, platform.registry).open("/shipping/shipments/new", as: RecordFormPage.self)
            #expect(form.field("parcels") == nil)
            let writing = ResourceWriting(kind: RecordKind<Shipment>(module: "shipping").seen(by: scope), scope: scope)
            await #expect(throws: InvalidInput([.init("/parcels", "api.problems.read_only")])) {
                try await writing.create(["name": "Ann", "parcels": 3])
            }
            #expect(try await writing.create(["name": "Ann"]).json["parcels"] == 0)
        }
    }

    private func shipment(_ name: String, _ count: Int, of good: Good) -> Shipment {
        var shipment = Shipment()
        shipment.name = name
        shipment.lines = Array(repeating: Parcel(good: good.id), count: count)
        return shipment
    }
}
