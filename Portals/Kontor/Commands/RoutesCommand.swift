import ArgumentParser
import HTTPTypes
import Platform
import Web

struct RoutesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "routes", abstract: "List every route, with who may take it and the feature it belongs to.")

    @Flag(help: "A table of every route and every role of the ladder: who may take it.")
    var matrix = false

    @Option(help: "How the table is written: text or csv.")
    var format = Format.text

    enum Format: String, ExpressibleByArgument, CaseIterable { case text, csv }

    func validate() throws {
        if format == .csv, !matrix { throw ValidationError("Only the table has a format. Add --matrix.") }
    }

    func run() async throws {
        let installation = try await Installation.open()
        let portals = try Portals(installation, services: try Services(installation, logins: Logins(owner: "")))
        let routes = [
            ("customer", portals.customer.members.summaries + portals.customer.visitors.summaries),
            ("api", portals.api.portal.summaries + portals.tokens.summaries + portals.docs.summaries),
            ("directory", portals.directory.summaries),
            ("site", portals.site.portal.summaries),
            ("admin", portals.admin.pages.summaries + portals.admin.door.summaries),
        ]
        guard matrix else { return routes.forEach(show) }
        let table = RouteMatrix(routes.map { ($0.0, $0.1) }, installation.registry)
        print(format == .csv ? table.csv : table.text)
    }

    private func show(_ portal: String, _ routes: [RouteSummary]) {
        for route in routes.sorted(by: { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }) {
            let columns = [portal, route.method.rawValue, route.path, RouteMatrix.words(route.access), route.feature?.name ?? "-"]
            let widths = [9, 5, 44, 44, 0]
            print(zip(columns, widths).map { text, width in
                text + String(repeating: " ", count: max(1, width - text.count))
            }.joined())
        }
    }
}
