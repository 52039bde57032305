import Support
import Testing

@testable import Platform

@Suite("Turning the pages of a list", .enabled(if: TestPlatform.isPossible))
struct Paging {
    @Test("shows each record once, forwards and backwards, in every order", arguments: [
        "", "sort=name", "sort=-name", "q=plant", "q=plant&sort=name", "q=plant&sort=-name", "habit=herb", "habit=herb&sort=-name",
    ])
    func thereAndBack(query: String) async throws {
        try await withGarden { platform, scope in
            try await scope.plant(130)
            // Many of the same name: the order must not depend on names alone.
            try await scope.db.execute("update plants set name = 'plant' where right(name, 1) in ('1', '2', '3')")
            let desk = Desk(scope, platform.registry)
            let forwards = try await desk.turn("/garden/plants?\(query)", \.nextPath)
            #expect(forwards.pages.map(\.count) == [50, 50, 30])
            #expect(Set(forwards.pages.joined()).count == 130)
            let backwards = try await desk.turn(forwards.last, \.previousPath)
            #expect(backwards.pages.reversed() == forwards.pages)
        }
    }

    @Test("shows each record once while others are added, deleted and renamed", arguments: ["", "sort=name", "q=plant", "q=plant&sort=name"])
    func busy(query: String) async throws {
        try await withGarden { platform, scope in
            try await scope.plant(130)
            let desk = Desk(scope, platform.registry)
            let before = Set(try await desk.turn("/garden/plants?\(query)", \.nextPath).pages.joined())
            let seen = try await desk.turn("/garden/plants?\(query)", \.nextPath) { page in
                try await scope.plant(7)
                // The record the next page begins after goes away meanwhile.
                if let last = page.last.flatMap(ID<Plant>.init) { _ = try await platform.plants(scope).delete([last]) }
            }
            let all = seen.pages.flatMap(\.self)
            #expect(Set(all).count == all.count)
            #expect(before.isSubset(of: all))
        }
    }

    @Test("leads to the same page whoever follows the link, also after a record in it was deleted")
    func stable() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(120)
            let desk = Desk(scope, platform.registry)
            for query in ["", "sort=name", "q=plant", "q=plant&sort=-name"] {
                let first: RecordListPage = try await desk.open("/garden/plants?\(query)")
                let link = try #require(first.pager?.nextPath)
                let second = try await desk.open(link, as: RecordListPage.self).ids
                let gone = try #require(first.ids.last.flatMap(ID<Plant>.init))
                _ = try await platform.plants(scope).delete([gone])
                #expect(try await desk.open(link, as: RecordListPage.self).ids == second, "\(query)")
                _ = try await platform.plants(scope).restore([gone])
            }
        }
    }

    @Test("keeps the search, the filters and the order in its links")
    func links() async throws {
        try await withGarden { platform, scope in
            try await scope.plant(60)
            let page: RecordListPage = try await Desk(scope, platform.registry).open("/garden/plants?q=plant&habit=herb&sort=-name")
            let next = try #require(page.pager?.nextPath)
            let query = Form(urlEncoded: next.split(separator: "?")[1].utf8)
            #expect(query["q"] == "plant" && query["habit"] == "herb" && query["sort"] == "-name")
            #expect(query["after"] == page.ids.last && page.pager?.previousPath == nil)
            #expect(page.hidden.map(\.name) == ["sort"] && page.exports.flatMap(\.files).map(\.path).contains("/garden/plants/export?q=plant&habit=herb&sort=-name&format=xlsx"))
        }
    }

    @Test("beyond a record of another business shows nothing of it")
    func foreignPivot() async throws {
        try await withTwoGardens { platform, acme, globex in
            try await acme.plant(3)
            try await globex.plant(3)
            let theirs: RecordListPage = try await Desk(globex, platform.registry).open("/garden/plants")
            let desk = Desk(acme, platform.registry)
            for query in ["sort=name", "q=plant&sort=name"] {
                let page: RecordListPage = try await desk.open("/garden/plants?\(query)&after=\(theirs.ids[1])")
                #expect(page.ids.isEmpty)
            }
        }
    }
}

extension RecordListPage {
    var ids: [String] { table?.rows.map(\.id) ?? [] }
}

extension Desk {
    /// Follows a link from page to page; the ids of each, and the last address.
    fileprivate func turn(
        _ start: String, _ link: KeyPath<Pager, String?>, between: ([String]) async throws -> Void = { _ in }
    ) async throws -> (pages: [[String]], last: String) {
        var pages: [[String]] = [], last = start
        var next: String? = start
        while let target = next, pages.count < 40 {
            let page: RecordListPage = try await open(target)
            pages.append(page.ids)
            (last, next) = (target, page.pager?[keyPath: link])
            try await between(page.ids)
        }
        return (pages, last)
    }
}
