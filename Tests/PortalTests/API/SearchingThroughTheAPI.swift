import Platform
import Support
import Testing

@Suite("A search through the API", .enabled(if: TestPlatform.isPossible))
struct SearchingThroughTheAPI {
    private static let path = "/api/v1/search"

    @Test("answers with the hits of each kind that the key may read")
    func found() async throws {
        try await APIHouse.withProgram { house, program in
            let boat = try await program.boat("Ada", "\"email\": \"skipper@example.com\"")
            _ = try await program.ask(.post, APIHouse.berths, "{\"name\": \"Ada's berth\"}")
            let answer = try await program.ask(.get, "\(Self.path)?q=ada")
            let groups = try #require(answer.json?["data"]?.array)
            #expect(answer.status == 200 && groups.compactMap { $0["records"]?.string } == ["boats", "berths"])
            #expect(groups[0]["hits"]?.array?.first?["path"]?.string == boat && groups[0]["more"] == false && groups[0]["label"] == "Boats")
            let berths = Permission("harbour.berths.read", from: .viewer)
            let narrow = try await house.program(of: program.scope, scopes: [AccountPermissions.search, berths]).ask(.get, "\(Self.path)?q=ada")
            #expect(narrow.json?["data"]?.array?.compactMap { $0["records"]?.string } == ["berths"])
            _ = try await house.platform.superuser.write(Query.execute("update businesses set features_off = '{harbour}'"))
            #expect(try await program.ask(.get, "\(Self.path)?q=ada").json?["data"] == [])
        }
    }

    @Test("refuses what cannot be searched for, naming the parameter", arguments: [
        ("", ["q"]), ("?q=", ["q"]), ("?q=%20", ["q"]), ("?q=a%00", ["q"]), ("?q=" + String(repeating: "x", count: 201), ["q"]),
        ("?q=a&q=b", ["q"]), ("?q=a&limit=3", ["limit"]), ("?q=a&business_id=0190f5fe-7c00-7a00-8000-000000000000", ["business_id"]),
    ])
    func refused(query: String, pointers: [String]) async throws {
        try await APIHouse.withProgram { _, program in
            let answer = try await program.ask(.get, Self.path + query)
            #expect(answer.status == 400 && answer.isProblem && answer.pointers == pointers)
        }
    }
}
