import FoundationEssentials
import Testing

@testable import Platform
@testable import Support

@Suite("Tags and several choices", .enabled(if: TestPlatform.isPossible))
struct TaggingRecords {
    @Test("are read from what people write, each once")
    func parse() throws {
        #expect(Tags(["vip", " Vip", "", "paris "]).names == ["vip", "paris"])
        #expect(try Tags.parse("vip; summer sale, VIP ،الرياض", reading).names == ["vip", "summer sale", "الرياض"])
        #expect(try Set<Weekday>.parse("Friday, monday", reading) == [.monday, .friday])
        #expect(Set<Weekday>([.friday, .monday]).plain == "monday, friday")
    }

    @Test("say what is wrong with them")
    func wrong() throws {
        #expect(throws: FieldProblem.self) { try Set<Weekday>.parse("monday, someday", reading) }
        #expect(throws: FieldProblem.self) { try Set<Weekday>.parse(json: "monday", reading) }
        #expect(throws: FieldProblem.self) { try Tags.parse((1...31).map { "tag\($0)" }.joined(separator: ","), reading) }
        #expect(throws: FieldProblem.self) { try Tags.parse(String(repeating: "x", count: 51), reading) }
        for tag in ["a, b", "a,", ";a", "a\n,", " , ", ""] { #expect(throws: FieldProblem.self) { try Tags.parse(json: [.string(tag)], reading) } }
        #expect(try Tags.parse(json: [" a b "], reading).names == ["a b"])
        #expect(throws: FieldProblem.self) { try Tags.parse(json: ["a", 1], reading) }
        #expect(throws: FieldProblem.self) { try Tags.parse(json: ["a\u{0}"], reading) }
    }

    @Test("narrow a list to records that have one among others, also while searching")
    func filter() async throws {
        try await withShipping { platform, scope, _, _ in
            for (name, labels, days) in [("Ann", ["vip", "paris"], [.monday]), ("Annabel", ["vip"], [.monday, .friday]), ("Bob", [], [])] as [(String, [String], Set<Weekday>)] {
                var shipment = Shipment()
                (shipment.name, shipment.labels, shipment.days) = (name, Tags(labels), days)
                try await Records(Shipment.self, in: scope).create(shipment)
            }
            let desk = Desk(scope, platform.registry)
            func names(_ query: String) async throws -> [String] {
                try await desk.open("/shipping/shipments?sort=name&\(query)", as: RecordListPage.self).table?.rows.map(\.title) ?? []
            }
            #expect(try await names("labels=vip") == ["Ann", "Annabel"])
            #expect(try await names("labels=paris") == ["Ann"])
            #expect(try await names("labels=vip%22%5D") == [])
            #expect(try await names("days=friday") == ["Annabel"])
            #expect(try await names("labels=vip&q=bel") == ["Annabel"])
            let filter = try await desk.open("/shipping/shipments", as: RecordListPage.self).filters.first { $0.name == "labels" }
            #expect(filter?.options.map(\.label) == ["Any labels", "paris", "vip"])
        }
    }

    @Test("are taken from a form's boxes and kept when the form leaves them out")
    func form() async throws {
        try await withShipping { platform, scope, _, _ in
            let desk = Desk(scope, platform.registry), shipments = Records(Shipment.self, in: scope)
            let sent = try await desk.send("/shipping/shipments", fields: [
                ("name", "Ann"), ("labels", "vip, paris"), ("days", ""), ("days", "friday"), ("days", "monday"),
            ])
            let id = try #require(sent.location?.split(separator: "/").last.flatMap { ID<Shipment>(String($0)) })
            let stored = try #require(try await shipments.one(id)?.record)
            #expect(stored.days == [.monday, .friday] && stored.labels == ["vip", "paris"])
            let page = try await desk.open("/shipping/shipments/\(id)/edit", as: RecordFormPage.self)
            #expect(page.field("days")?.choices?.options.filter(\.isSelected).map(\.value) == ["monday", "friday"])
            try await desk.send("/shipping/shipments/\(id)", fields: [("version", "1"), ("name", "Anna"), ("days", "")])
            #expect(try await shipments.one(id)?.record.days == [])
            #expect(try await shipments.one(id)?.record.labels == ["vip", "paris"])
        }
    }

    @Test("and lines are arrays to programs, which are told the place of what is wrong")
    func json() async throws {
        try await withShipping { platform, scope, tea, _ in
            let kind = RecordKind<Shipment>(module: "shipping").seen(by: scope)
            let writing = ResourceWriting(kind: kind, scope: scope)
            let line: JSONValue = ["good_id": .string(tea.id.description), "quantity": 2, "price": ["amount": 5, "currency": "EUR"]]
            let made = try await writing.create(["name": "Ann", "labels": ["vip"], "days": ["friday"], "lines": [line]])
            #expect(made.json["labels"] == ["vip"] && made.json["days"] == ["friday"])
            #expect(made.json["lines"]?.array?.first?["quantity"] == 2 && made.json["lines"]?.array?.first?["care"] == "none")
            let again = try await writing.save(made.id, ["lines": []], replaces: false, version: nil)
            #expect(again.json["lines"] == [])
            let wrong: JSONValue = ["name": "Ann", "lines": [line, ["quantity": "2", "colour": 1]]]
            await #expect(throws: InvalidInput([
                .init("/lines/1/quantity", "platform.problems.json_number"), .init("/lines/1/colour", "platform.problems.json_unknown"),
                .init("/lines/1/good_id", "platform.problems.required"),
            ])) { try await writing.create(wrong) }
            await #expect(throws: InvalidInput.self) { try await writing.create(["name": "Ann", "lines": 3]) }
        }
    }

    @Test("and lines leave in an export as an import takes them")
    func export() async throws {
        try await withShipping { platform, scope, tea, _ in
            var shipment = Shipment()
            (shipment.name, shipment.labels, shipment.lines) = ("Ann", ["vip", "paris"], [Parcel(good: tea.id, price: Money(minorUnits: 5, .eur))])
            let kind = RecordKind<Shipment>(module: "shipping")
            for field in kind.fields {
                var read = Values<Shipment>()
                let text = field.plain(Values(shipment))
                if !text.isEmpty { try field.take(text, kind.reading(field, scope.voice), into: &read) }
                #expect(field.isSame(read, Values(shipment)), "\(field.name)")
            }
        }
    }

    private let reading: Reading

    init() throws {
        let catalogue = try shippingTexts.catalogue()
        reading = Reading(voice: Voice(catalogue, formats: Formats(.en, timeZone: .gmt)), choices: "shipping.shipments.choices.days", lines: "")
    }
}
