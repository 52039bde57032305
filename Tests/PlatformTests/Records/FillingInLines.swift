import FoundationEssentials
import Support
import Testing

@testable import Platform

@Suite("A form with lines", .enabled(if: TestPlatform.isPossible))
struct FillingInLines {
    @Test("offers those there are and some empty ones, and takes what was filled in, leaving out the empty ones")
    func create() async throws {
        try await withShipping { platform, scope, tea, cups in
            let desk = Desk(scope, platform.registry)
            let fresh = try await desk.open("/shipping/shipments/new", as: RecordFormPage.self)
            let rows = try #require(fresh.field("lines")?.lines?.rows)
            #expect(rows.count == 3 && rows.allSatisfy(\.isBlank) && rows.map(\.label) == ["Parcel 1", "Parcel 2", "Parcel 3"])
            #expect(rows[0].fields.map(\.name) == ["good", "quantity", "price", "care", "is_heavy", "discount", "note"].map { "lines.0.\($0)" })
            #expect(rows[0].fields[0].reference?.options.map(\.label) == ["–", "Cups", "Tea"])

            let sent = try await desk.send("/shipping/shipments", fields: [("name", "To Paris"), ("lines.", "")]
                + line(0, tea.id, "2", "5.00 EUR") + line(1, nil, "1", "") + line(2, cups.id, "1.5", "") + [("lines.2.is_heavy", "true")])
            let id = try #require(sent.location?.split(separator: "/").last.flatMap { ID<Shipment>(String($0)) })
            let lines = try #require(try await Records(Shipment.self, in: scope).one(id)?.record.lines)
            #expect(lines == [
                Parcel(good: tea.id, quantity: 2, price: Money(minorUnits: 500, .eur)), Parcel(good: cups.id, quantity: Decimal(string: "1.5"), isHeavy: true),
            ])

            let edit = try await desk.open("/shipping/shipments/\(id)/edit", as: RecordFormPage.self)
            let filled = try #require(edit.field("lines")?.lines?.rows)
            #expect(filled.map(\.isBlank) == [false, false, true, true, true])
            #expect(filled[1].fields.first { $0.name == "lines.1.is_heavy" }?.checkbox?.isChecked == true)
            #expect(filled[1].fields[0].reference?.options.first(where: \.isSelected)?.label == "Cups")
        }
    }

    @Test("marks each wrong input, keeps everything that was typed, and stores nothing")
    func problems() async throws {
        try await withShipping { platform, scope, tea, _ in
            let desk = Desk(scope, platform.registry)
            let sent = try await desk.send("/shipping/shipments", fields: [("name", "To Paris")]
                + line(0, tea.id, "many", "") + line(1, nil, "3", "12"))
            #expect(sent.status == 422)
            let page: RecordFormPage = try sent.page()
            #expect(page.error == "One field needs another look." && page.field("lines")?.error == "Some lines need another look.")
            let rows = try #require(page.field("lines")?.lines?.rows)
            let wrong = rows.flatMap(\.fields).filter { $0.error != nil }
            #expect(wrong.map(\.name) == ["lines.0.quantity", "lines.1.good", "lines.1.price"])
            #expect(wrong.map(\.error) == ["This is not a number.", "Fill this in.", "This is not an amount with its currency, such as 12.50 USD."])
            #expect(wrong[0].text?.value == "many" && rows[0].fields[0].reference?.options.first(where: \.isSelected)?.label == "Tea")
            #expect(try await scope.tally("shipments") == 0)
        }
    }

    @Test("gives more empty rows when asked, with nothing lost and nothing stored")
    func more() async throws {
        try await withShipping { platform, scope, tea, _ in
            let desk = Desk(scope, platform.registry)
            let filled = (0..<3).flatMap { line($0, tea.id, "\($0 + 1)", "") }
            let sent = try await desk.send("/shipping/shipments", fields: [("name", ""), ("more_lines", "lines")] + filled)
            let page: RecordFormPage = try sent.page()
            let rows = try #require(page.field("lines")?.lines?.rows)
            #expect(sent.status == 200 && page.error == nil && rows.count == 6 && rows[2].fields[1].text?.value == "3")
            #expect(try await scope.tally("shipments") == 0)
        }
    }

    @Test("emptied takes the lines away; without them it leaves them alone")
    func empty() async throws {
        try await withShipping { platform, scope, tea, _ in
            var shipment = Shipment()
            shipment.name = "To Paris"
            shipment.lines = [Parcel(good: tea.id)]
            let shipments = Records(Shipment.self, in: scope), desk = Desk(scope, platform.registry)
            try await shipments.create(shipment)
            try await desk.send("/shipping/shipments/\(shipment.id)", ["version": "1", "name": "To Rome"])
            #expect(try await shipments.one(shipment.id)?.record.lines == shipment.lines)
            try await desk.send("/shipping/shipments/\(shipment.id)", ["version": "2", "name": "To Rome", "lines.": ""])
            #expect(try await shipments.one(shipment.id)?.record.lines == [])
        }
    }

    @Test("keeps what a line refers to and the reader does not see, and takes nothing else of the kind")
    func unseen() async throws {
        try await withShipping { platform, scope, tea, cups in
            var shipment = Shipment()
            shipment.name = "To Paris"
            shipment.lines = [Parcel(good: tea.id), Parcel(good: tea.id, quantity: 2), Parcel(good: cups.id)]
            let shipments = Records(Shipment.self, in: scope)
            try await shipments.create(shipment)
            let staff = try await platform.join(scope.business.id, as: .staff)
            let rule = AccessRule(rows: .some(field: "name", column: "name", values: ["Cups"]))
            try await AccessDecisions(in: scope).decide(rule, for: .staff, on: "goods")
            let reader = try #require(try await platform.seats.scope(of: staff.member.id, in: scope.business.id)), desk = Desk(reader, platform.registry)
            #expect(try await Records(Good.self, in: reader).one(tea.id) == nil)
            let path = "/shipping/shipments/\(shipment.id)", page = try await desk.open("\(path)/edit", as: RecordFormPage.self)
            let rows = try #require(page.field("lines")?.lines?.rows)
            let chosen = rows.map { $0.fields[0].reference?.options.first(where: \.isSelected)?.label }
            #expect(chosen == ["Something you cannot see", "Something you cannot see", "Cups", "–", "–", "–"])

            // As a browser sends it.
            var sent: [(name: String, value: String)] = page.hidden.map { ($0.name, $0.value) } + [("version", "1"), ("name", "To Rome")]
            for row in rows { for field in row.fields where field.checkbox == nil { sent.append((field.name, Self.value(field))) } }
            #expect(try await desk.send(path, fields: sent).status == 303)
            let saved = try #require(try await shipments.one(shipment.id))
            #expect(saved.record.lines == shipment.lines && saved.record.name == "To Rome")
            sent.removeAll { $0.name == "lines.2.good" || $0.name == "version" }
            sent += [("version", "2"), ("lines.2.good", ID<Good>().description)]
            #expect(try await desk.send(path, fields: sent).status == 422)
        }
    }

    private static func value(_ field: FormField) -> String {
        field.text?.value ?? (field.reference?.options ?? field.choice?.options ?? []).first(where: \.isSelected)?.value ?? ""
    }

    @Test("is shown as a table on the record's page, with links to what the lines refer to")
    func show() async throws {
        try await withShipping { platform, scope, tea, _ in
            var shipment = Shipment()
            shipment.name = "To Paris"
            shipment.lines = [Parcel(good: tea.id, quantity: 3)]
            try await Records(Shipment.self, in: scope).create(shipment)
            let page = try await Desk(scope, platform.registry).open("/shipping/shipments/\(shipment.id)", as: RecordPage.self)
            let list = try #require(page.related.first { $0.title == "Parcels" })
            #expect(list.table?.rows.first?.title == "Tea" && list.table?.rows.first?.cells.first?.text == "3")
            #expect(list.table?.rows.first?.link.map { $0.start + $0.end } == "/shipping/goods/\(tea.id)")
        }
    }

    private func line(_ number: Int, _ good: ID<Good>?, _ quantity: String, _ price: String) -> [(name: String, value: String)] {
        [("good", good?.description ?? ""), ("quantity", quantity), ("price", price), ("care", "none"), ("discount", ""), ("note", "")]
            .map { ("lines.\(number).\($0.0)", $0.1) }
    }
}
