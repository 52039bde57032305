import Conformance
import Foundation
import Platform
import Support
import Testing

@Suite("README's sample module", .enabled(if: TestPlatform.isPossible))
struct EverySurface {
    private let list = SampleHouse.list
    private let address = "/api/v1/workshop/repairs"

    @Test("is shown there word for word as it is compiled here, in under 80 lines")
    func readme() throws {
        let source = try String(contentsOfFile: #filePath.replacing("EverySurface", with: "Workshop"), encoding: .utf8)
        #expect(try Readme.block("swift") == source)
        #expect(source.split(separator: "\n", omittingEmptySubsequences: false).count < 80)
    }

    @Test("keeps every rule there is")
    func conforms() async throws {
        let faults = try await Conformance.check(workshop, texts: Readme.texts())
        #expect(faults == [])
    }

    @Test("has a list that is searched, narrowed and sorted")
    func list() async throws {
        try await SampleHouse.with { house in
            #expect(try await house.see(list).text.contains("Nothing here yet"))
            _ = try await house.bring("Ada's clock", [("state", "done"), ("tags", "brass, old")])
            _ = try await house.bring("Bob's bell")
            let all = try await house.see("\(list)?sort=-name")
            #expect(all.status == 200 && all.text.contains("<h1>Repairs</h1>") && all.text.contains("2 repairs"))
            let (bell, clock) = (try #require(all.text.range(of: "Bob&#39;s bell")), try #require(all.text.range(of: "Ada&#39;s clock")))
            #expect(bell.lowerBound < clock.lowerBound)
            for query in ["q=CLOCK", "state=done", "tags=brass"] {
                let some = try await house.see("\(list)?\(query)").text
                #expect(some.contains("Ada&#39;s clock") && !some.contains("Bob&#39;s bell"), "\(query)")
            }
        }
    }

    @Test("has a form that asks for every field, and says what is wrong beside what was written")
    func form() async throws {
        try await SampleHouse.with { house in
            let form = try await house.see("\(list)/new").text
            for field in ["name", "state", "due", "price", "phone", "tags"] { #expect(form.contains("name=\"\(field)\""), "\(field)") }
            let wrong = try await house.send(list, [("name", ""), ("due", "2026-02-30"), ("price", "25.00 USD")])
            #expect(wrong.status == 422 && wrong.text.contains("value=\"25.00 USD\""))
            #expect(wrong.text.components(separatedBy: "aria-invalid=\"true\"").count == 3)
            #expect(try await house.see(list).text.contains("Nothing here yet"))
        }
    }

    @Test("has a page of each record, with what it can have done to it")
    func page() async throws {
        try await SampleHouse.with { house in
            let clock = try await house.bring("Clock", [("due", "2026-12-24"), ("price", "25.00 USD"), ("phone", "+49 30 1234"), ("tags", "brass")])
            let page = try await house.see(clock).text
            for text in ["<h1><bdi>Clock", "Waiting", "Dec 24, 2026", "$25.00", "+49 30 1234", "brass", "Finish"] { #expect(page.contains(text), "\(text)") }
            #expect(try await house.send("\(clock)/finish", [("price", "30.00 USD")]).location == clock)
            let done = try await house.see(clock).text
            #expect(done.contains("Done") && done.contains("$30.00"))
        }
    }

    @Test("has a board with a column for each state, where cards are moved")
    func board() async throws {
        try await SampleHouse.with { house in
            let clock = try await house.bring("Clock"), id = clock.dropFirst(list.count + 1)
            let board = try await house.see("\(list)/board").text
            for text in ["Waiting", "Working", "Done", "id=\"card-\(id)\""] { #expect(board.contains(text), "\(text)") }
            let move = try #require(board.firstMatch(of: try Regex("action=\"([^\"]+)\" data-move"))?.output[1].substring)
            #expect(try await house.send(String(move), [("from", "waiting"), ("to", "working")]).location == "\(list)/board")
            #expect(try await house.see("\(list)?state=working").text.contains(clock))
        }
    }

    @Test("has an import that first says what it would do")
    func imports() async throws {
        try await SampleHouse.with { house in
            let file = "Name,State,Due,Price,Tags\nClock,Working,2026-12-24,25.00 USD,\"brass, old\"\n,Done,,,\n"
            let taken = try await TestImport(Array(file.utf8), into: list, as: house.scope, on: house.platform)
            let dry = try #require(try await taken.check())
            #expect(!dry.isDone && dry.wrongRows.map(\.line) == ["3"] && dry.start?.label == "Import 1 row")
            #expect(try await house.see(list).text.contains("Nothing here yet"))
            #expect(try await taken.start()?.isDone == true)
            let clock = try #require(try await house.api(address).json?["data"]?.array?.first)
            #expect(clock["state"] == "working" && clock["due"] == "2026-12-24" && clock["tags"] == ["brass", "old"])
        }
    }

    @Test("has an export as CSV, which its import takes back, and as a workbook")
    func exports() async throws {
        try await SampleHouse.with { house in
            _ = try await house.bring("Clock", [("due", "2026-12-24"), ("price", "25.00 USD"), ("tags", "brass, old")])
            let csv = try await house.see("\(list)/export")
            #expect(csv.text.contains("Clock,waiting,2026-12-24,25.00 USD,,\"brass, old\""))
            let again = try await TestImport(csv.bytes, into: list, as: house.scope, on: house.platform).check()
            #expect(again?.wrongRows.isEmpty == true)
            let workbook = try await house.see("\(list)/export?format=xlsx")
            #expect(workbook.status == 200 && workbook.bytes.starts(with: Array("PK".utf8)))
        }
    }
}
