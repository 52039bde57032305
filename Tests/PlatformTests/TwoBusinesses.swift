import Platform
import Support
import Testing

@Suite("Two businesses", .enabled(if: TestPlatform.isPossible))
struct TwoBusinesses {
    @Test("each see their own name, and one row")
    func own() async throws {
        try await withTwoBusinesses { acme, globex in
            for scope in [acme, globex] {
                let names = try await scope.db.rows("select name from businesses") { row in try row.next(String.self) }
                #expect(names == [scope.business.name])
            }
            #expect(acme.business.name == "Acme" && globex.business.name == "Globex")
        }
    }

    @Test("do not share a seat")
    func seats() async throws {
        try await TestPlatform.with { platform in
            let acme = try await platform.register("Acme"), globex = try await platform.register("Globex")
            let staff = try await platform.join(acme.business.id, as: .staff)
            #expect(staff.member.role == .staff && staff.business == acme.business)
            #expect(try await platform.seats.scope(of: staff.member.id, in: globex.business.id) == nil)
        }
    }
}
