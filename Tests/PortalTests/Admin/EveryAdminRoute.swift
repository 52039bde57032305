import Platform
import Support
import Testing

@testable import Web

@Suite("Every route of the operator's portal", .enabled(if: TestPlatform.isPossible))
struct EveryAdminRoute {
    /// Where nothing is, so that whoever is let in gets no further than that.
    private static func path(_ route: Route<OperatorScope>) -> String {
        route.path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix("{") ? ID<EveryAdminRoute>().description : String($0) }
            .joined(separator: "/")
    }

    @Test("lets in whom its access says, and nobody else")
    func access() async throws {
        try await AdminHouse.with { house in
            #expect(house.pages.routes.count > 30)
            for route in house.pages.routes where route.path != "/sign-out" {
                guard case .operators(let least) = route.access else {
                    Issue.record("\(route.method) \(route.path) is open to \(route.access)")
                    continue
                }
                let path = Self.path(route)
                for role in [nil, OperatorRole.support, .admin] {
                    var browser = house.browser
                    if let role { browser = try await house.browser(of: role) }
                    let answer = route.method == .get ? try await browser.get(path) : try await browser.post(path)
                    let name = "\(route.method) \(route.path) as \(role?.rawValue ?? "nobody"): \(answer.status)"
                    switch role {
                    case nil: #expect(answer.status == 303 && answer.location?.hasPrefix("/sign-in") == true, "\(name)")
                    case .support where least == .admin: #expect(answer.status == 403, "\(name)")
                    case .support, .admin: #expect(answer.status != 403 && answer.status < 500 && answer.location?.hasPrefix("/sign-in") != true, "\(name)")
                    }
                }
            }
        }
    }

    /// What support does besides reading.
    private static let own: Set = ["/sign-out", "/businesses/{id}/assist/{member}"]

    @Test("changes something only for admins, but that support assists")
    func changes() async throws {
        try await AdminHouse.with { house in
            for route in house.pages.routes where route.method != .get && !Self.own.contains(route.path) {
                #expect(route.access == .operators(.admin), "\(route.method) \(route.path)")
            }
        }
    }
}
