import FoundationEssentials
import HTTPTypes
import Platform
import Web

/// Which role of the ladder may take which route, in a business that has every module: decided by the chain that decides each
/// request.
struct RouteMatrix {
    let header: [String]
    let rows: [[String]]

    /// - Parameter portals: their names, and the routes of each.
    init(_ portals: [(name: String, routes: [RouteSummary])], _ registry: Registry) {
        let business = Business(id: ID(), name: "", currency: .usd, timeZone: .gmt, hue: 0)
        header = ["portal", "method", "path", "decided by", "feature"] + BusinessRole.ladder.map(\.key)
        rows = portals.flatMap { portal in
            portal.routes.sorted { ($0.path, $0.method.rawValue) < ($1.path, $1.method.rawValue) }.map { route in
                [portal.name, route.method.rawValue, route.path, Self.words(route.access), route.feature?.name ?? "-"]
                    + BusinessRole.ladder.map { role in
                        registry.refusal(route.access, of: route.feature, to: role, in: business) == nil ? "yes" : "-"
                    }
            }
        }
    }

    /// In columns that stand below each other.
    var text: String {
        let lines = [header] + rows
        let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = zip(line, widths).map { text, width in text + String(repeating: " ", count: width - text.count) }
            return trimmedEnd(cells.joined(separator: "  "))
        }.joined(separator: "\n")
    }

    /// As RFC 4180 has it.
    var csv: String {
        ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") }.joined(separator: "\r\n")
    }

    static func words(_ access: Access) -> String {
        switch access {
        case .open(let reason): "public: \(reason)"
        case .member(let permission): permission.name
        case .directory: "directory: by its token"
        case .operators(let role): "operator: \(role.rawValue)"
        }
    }

    private static func quoted(_ text: String) -> String {
        text.contains { "\",\r\n".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }

    private func trimmedEnd(_ text: String) -> String {
        String(text.reversed().drop { $0 == " " }.reversed())
    }
}
