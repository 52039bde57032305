import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("Lines of a record", .enabled(if: TestPlatform.isPossible))
struct KeepingLines {
    @Test("come back as they were, in their order, and lie in a table of their own")
    func roundTrip() async throws {
        try await withShipping { _, scope, tea, cups in
            let shipments = Records(Shipment.self, in: scope)
            var shipment = Shipment()
            shipment.name = "To Paris"
            shipment.lines = [
                Parcel(good: cups.id, quantity: Decimal(string: "2.5"), price: Money(minorUnits: 1_250, .eur), care: .fragile, isHeavy: true, discount: Share(0.125), note: "„up“ \\ \n this way"),
                Parcel(good: tea.id, quantity: nil),
            ]
            try await shipments.create(shipment)
            let stored = try #require(try await shipments.one(shipment.id))
            #expect(stored.record.lines == shipment.lines)
            #expect(try await rows(scope) == ["1 \(cups.id) 2.5 1250 EUR fragile true 0.125", "2 \(tea.id)    none false "])

            shipment.lines = [Parcel(good: tea.id, quantity: 7)]
            #expect(try await shipments.update(shipment, from: 1))
            #expect(try await rows(scope) == ["1 \(tea.id) 7   none false "])
        }
    }

    @Test("are written by many records at once, and each keeps its own")
    func bulk() async throws {
        try await withShipping { _, scope, tea, _ in
            let shipments = (1...50).map { number in
                var shipment = Shipment()
                shipment.name = "Shipment \(number)"
                shipment.lines = (0..<number % 4).map { Parcel(good: tea.id, quantity: Decimal($0 + 1)) }
                return shipment
            }
            try await Records(Shipment.self, in: scope).create(shipments)
            let count = try await rows(scope).count
            #expect(count == shipments.map(\.lines.count).reduce(0, +))
        }
    }

    @Test("refer to records of their own business only, which exist and were not deleted")
    func references() async throws {
        try await withShipping { platform, scope, tea, cups in
            let other = try await platform.register("Globex")
            var theirs = Good()
            theirs.name = "Theirs"
            try await Records(Good.self, in: other).create(theirs)
            let shipments = Records(Shipment.self, in: scope)
            _ = try await Records(Good.self, in: scope).delete([cups.id])
            for good in [theirs.id, ID<Good>(), cups.id] {
                var shipment = Shipment()
                shipment.name = "Wrong"
                shipment.lines = [Parcel(good: tea.id), Parcel(good: good)]
                let wrong = shipment
                await #expect(throws: RecordError.noSuchReference(field: "lines")) { try await shipments.create(wrong) }
            }
            #expect(try await rows(scope).isEmpty)
        }
    }

    @Test("obey their table's rules, and say so beside the field")
    func checks() async throws {
        try await withShipping { _, scope, tea, _ in
            var shipment = Shipment()
            shipment.name = "Nothing"
            shipment.lines = [Parcel(good: tea.id, quantity: 0)]
            let wrong = shipment
            await #expect(throws: RecordError.refused(field: "lines")) { try await Records(Shipment.self, in: scope).create(wrong) }
        }
    }

    @Test("are written by nobody but their record")
    func wall() async throws {
        try await withShipping { platform, scope, tea, _ in
            let id = try await shipment(of: tea, scope)
            for statement in [
                "insert into parcels (business_id, shipment_id, position, good_id, care, is_heavy, note) values (\(scope.business.id), \(id), 9, \(tea.id), 'none', false, '')",
                "update parcels set quantity = 9",
            ] as [SQL] {
                await #expect(throws: DatabaseError.self) { try await scope.db.execute(statement) }
            }
            let other = try await platform.register("Globex")
            #expect(try await rows(other).isEmpty)
        }
    }

    @Test("are in the history, before and after, and come back with an undone change")
    func history() async throws {
        try await withShipping { platform, scope, tea, _ in
            let id = try await shipment(of: tea, scope), desk = Desk(scope, platform.registry)
            try await desk.send("/shipping/shipments/\(id)", fields: [
                ("version", "1"), ("name", "To Paris"), ("lines.0.good", tea.id.description), ("lines.0.quantity", "9"), ("lines.0.care", "frozen"),
            ])
            let page = try await desk.open("/shipping/shipments/\(id)/history", as: HistoryPage.self)
            let change = try #require(page.entries.first?.changes.first { $0.label == "Parcels" })
            #expect(change.before.contains("1 · None") && change.after.contains("9 · Frozen"))
        }
    }

    private func shipment(of good: Good, _ scope: Scope) async throws -> ID<Shipment> {
        var shipment = Shipment()
        shipment.name = "To Paris"
        shipment.lines = [Parcel(good: good.id)]
        try await Records(Shipment.self, in: scope).create(shipment)
        return shipment.id
    }

    private func rows(_ scope: Scope) async throws -> [String] {
        try await scope.db.rows("""
            select concat_ws(' ', position, good_id, coalesce(quantity::text, ''), coalesce(price::text, ''), coalesce(price_currency, ''), care,
                             is_heavy::text, coalesce(discount::text, ''))
              from parcels order by shipment_id, position
            """) { row in try row.next(String.self) }
    }
}
