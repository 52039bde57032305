import ArgumentParser
import HTTPTypes
import Platform
import Web

struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "List every route, with who may take it and the feature it belongs to.")

    func run() async throws {
        let installation = try await Installation.open()
        let portals = try Portals(installation, services: try Services(installation, logins: Logins(owner: "")))
        show("customer", portals.customer.members.summaries + portals.customer.visitors.summaries)
        show("api", portals.api.portal.summaries + portals.tokens.summaries + portals.docs.summaries)
        show("site", portals.site.portal.summaries)
        show("admin", portals.admin.pages.summaries + portals.admin.door.summaries)
    }

    private func show(_ portal: String, _ routes: [RouteSummary]) {
        for route in routes.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
            let columns = [portal, route.method.rawValue, route.path, words(route.access), route.feature?.name ?? "-"]
            let widths = [9, 5, 44, 44, 0]
            print(zip(columns, widths).map { text, width in
                text + String(repeating: " ", count: max(1, width - text.count))
            }.joined())
        }
    }

    private func words(_ access: Access) -> String {
        switch access {
        case .open(let reason): "public: \(reason)"
        case .member(let permission): permission.name
        case .operators(let role): "operator: \(role.rawValue)"
        }
    }
}
