import FoundationEssentials
import Postgres
import Support
import Testing

@testable import Platform

@Suite("An export as a workbook", .enabled(if: TestPlatform.isPossible))
struct ExportingAWorkbook {
    private func workbook(_ path: String, _ scope: Scope, _ platform: TestPlatform) async throws -> [UInt8] {
        try await platform.ask(.get, path, as: scope).bytes()
    }

    private func mint() -> Plant {
        var plant = Plant("=1+1", .shrub)
        plant.height = 42
        plant.isHardy = true
        plant.price = Money(minorUnits: -123_450, .eur)
        plant.planted = Day(year: 2024, month: 2, day: 29)
        plant.notes = "two\nlines, _x0041_ and \u{1} \u{FFFF}"
        plant.phone = PhoneNumber("0049 30 1")
        return plant
    }

    @Test("has labels, typed cells and no formulas, below a bold header that stays in sight")
    func cells() async throws {
        try await withGarden { platform, scope in
            try await platform.plants(scope).create(mint())
            let file = try await workbook("/garden/plants/export?format=xlsx", scope, platform)
            let rows = try table(of: file).rows.cells
            #expect(rows[0] == ["Name", "Habit", "Bed", "Height", "Hardy", "Price", "Planted", "Notes", "Grower", "Phone", "Web", "Vigour", "platform.list.created", "ID"] || rows[0].last == "ID")
            #expect(rows[1].prefix(10) == ["=1+1", "Shrub", "", "42", "true", "-1234.50 EUR", "2024-02-29", "two\nlines, _x0041_ and \u{1} \u{FFFD}", "", "0049 30 1"])
            let sheet = unpacked("xl/worksheets/sheet1.xml", of: file)
            #expect(sheet.contains("state=\"frozen\"") && !sheet.contains("rightToLeft") && !sheet.contains("<f>"))
            #expect(sheet.contains("t=\"b\"><v>1</v>") && sheet.contains("<v>42</v>") && sheet.contains("<v>-1234.5</v>") && sheet.contains("<v>45351</v>"))
        }
    }

    @Test("reads from right to left in Arabic")
    func arabic() async throws {
        try await withGarden { platform, scope in
            let reader = try await platform.join(scope.business.id, as: .admin, language: .ar)
            let file = try await workbook("/garden/plants/export?format=xlsx", reader, platform)
            #expect(unpacked("xl/worksheets/sheet1.xml", of: file).contains("rightToLeft=\"1\""))
        }
    }

    @Test("holds what the list shows, to the last row, and a header when there is none", arguments: [0, 1_000, 2_500])
    func all(count: Int) async throws {
        try await withGarden { platform, scope in
            try await scope.plant(count)
            try await platform.plants(scope).create(Plant("Other", .tree))
            let rows = try table(of: await workbook("/garden/plants/export?format=xlsx&habit=herb&sort=-name", scope, platform)).rows
            #expect(rows.count == count + 1 && Set(rows.map { $0.string(at: 0) }).count == count + 1)
        }
    }

    @Test("goes on with further sheets, each with the header, where one is full")
    func sheets() throws {
        let writer = try WorkbookWriter(sheet: "A/B", columns: [WorkbookColumn("N", width: 9)], isRightToLeft: false, mostRows: 3)
        try writer.append((1...5).map { [.number(Double($0))] })
        let file = try writer.finish()
        let bytes = try file.read(at: 0, most: file.count)
        #expect(try table(of: bytes).rows.cells == [["N"], ["1"], ["2"]])
        #expect(unpacked("xl/workbook.xml", of: bytes).contains("name=\"AB 3\""))
        #expect(unpacked("xl/worksheets/sheet3.xml", of: bytes).contains("<v>5</v>"))
    }

    @Test("is not offered in formats there are none of")
    func unknown() async throws {
        try await withGarden { platform, scope in
            await #expect(throws: PageError.notFound) { try await platform.ask(.get, "/garden/plants/export?format=pdf", as: scope) }
        }
    }

    @Test("comes back through the import with nothing changed, as CSV and as a workbook", arguments: ["csv", "xlsx"])
    func roundTrip(format: String) async throws {
        try await withGarden { platform, scope in
            var plain = mint()
            plain.notes = "Zoë;=1\n+2 \"x\""
            try await platform.plants(scope).create(plain)
            try await scope.plant(3)
            let file = try await workbook("/garden/plants/export?format=\(format)", scope, platform)
            #expect(format == "xlsx" || file.starts(with: [0xEF, 0xBB, 0xBF]))
            let taken = try await TestImport(file, named: "plants.\(format)", into: "/garden/plants", as: scope, on: platform)
            let checked = try #require(try await taken.check())
            #expect(checked.wrong.isEmpty && checked.counts["Unchanged"] == "4" && checked.counts["New"] == "0" && checked.counts["Changed"] == "0")
            try await platform.arrange("update plants set height = 7, notes = '', price = 1, planted = null")
            let again = try await TestImport(file, named: "plants.\(format)", into: "/garden/plants", as: scope, on: platform)
            #expect(try await again.check()?.counts["Changed"] == "1")
            _ = try await again.start()
            let stored = try #require(try await platform.plants(scope).one(plain.id)).record
            #expect(stored == plain)
        }
    }
}

extension Answered {
    /// The body as it goes over the wire.
    func bytes() async throws -> [UInt8] {
        switch response.body {
        case .bytes(let bytes): return bytes
        case .stream(let pieces): return try await pieces.reduce(into: []) { $0 += $1 }
        }
    }
}

/// A part of an archive, as text; empty when there is none.
func unpacked(_ name: String, of archive: [UInt8]) -> String {
    guard let file = try? SpoolFile(), (try? file.append(archive)) != nil, let zip = try? ZipArchive(file), let part = try? zip.part(name) else { return "" }
    var text: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 4_096)
    while let count = try? buffer.withUnsafeMutableBytes({ try part.read(into: $0) }), count > 0 { text += buffer.prefix(count) }
    return String(decoding: text, as: UTF8.self)
}
