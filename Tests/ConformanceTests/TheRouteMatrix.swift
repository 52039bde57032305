import CRM
import HTTPTypes
import Platform
import Testing
import Web

@testable import Kontor

@Suite("The table of routes and roles")
struct TheRouteMatrix {
    @Test("has a line for each route and a cell for each role, as the route's permission says")
    func cells() throws {
        let registry = try Registry(installedModules)
        let routes = registry.routes.map { RouteSummary(method: $0.method, path: $0.path, access: $0.access, feature: $0.feature) }
        let matrix = RouteMatrix([("customer", routes)], registry)
        #expect(matrix.header.suffix(5) == ["viewer", "staff", "manager", "admin", "owner"] && matrix.rows.count == routes.count)
        for row in matrix.rows {
            let route = try #require(routes.first { $0.path == row[2] && $0.method.rawValue == row[1] })
            guard case .member(let permission) = route.access else { Issue.record("\(row)"); continue }
            #expect(row[3] == permission.name && row[4] == route.feature?.name)
            #expect(row.suffix(5) == Role.allCases.map { $0 >= permission.least ? "yes" : "-" }[...], "\(row)")
        }
    }

    @Test("stands in columns, or as CSV that a sheet reads")
    func formats() throws {
        let registry = try Registry([crm])
        let matrix = RouteMatrix([
            ("site", [RouteSummary(method: .get, path: "/", access: .open(because: "the first page, \"hello\""), feature: nil)]),
            ("admin", [RouteSummary(method: .get, path: "/businesses", access: .operators(.support), feature: nil)]),
        ], registry)
        #expect(matrix.csv.split(separator: "\r\n").map(String.init) == [
            "portal,method,path,decided by,feature,viewer,staff,manager,admin,owner",
            "site,GET,/,\"public: the first page, \"\"hello\"\"\",-,yes,yes,yes,yes,yes", "admin,GET,/businesses,operator: support,-,-,-,-,-,-",
        ])
        let lines = matrix.text.split(separator: "\n")
        let places = lines.compactMap { $0.firstRange(of: $0 == lines[0] ? "decided by" : $0.contains("public") ? "public" : "operator")?.lowerBound.utf16Offset(in: $0) }
        #expect(lines.count == 3 && Set(places).count == 1)
    }
}
