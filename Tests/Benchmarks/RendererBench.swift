import FoundationEssentials
import Markup

/// The customer list as the renderer is measured with: 50 rows of 8 cells in a layout with 40
/// menu entries, once from templates and once by hand, byte for byte the same.
private struct ListPage: Page {
    static let template = "customers"
    let title: String
    let columns: [String]
    let rows: [Row]
    let next: String?

    struct Row: Sendable {
        let path: String
        let cells: [String]
    }
}

private struct Portal: Sendable {
    let business: String
    let member: String
    let menu: [Entry]

    struct Entry: Sendable {
        let path: String
        let name: String
        let isCurrent: Bool
    }
}

/// The medians of a page's time in microseconds, from templates and by hand, taken in turns.
/// - Throws: when a template does not bind or the two pages differ.
func rendererBench() throws -> (ours: Double, byHand: Double) {
    let folder = FileManager.default.temporaryDirectory.path + "/kontor-renderer-bench"
    try write(templates, to: folder)
    let templates = Templates(folder: folder, languages: ["en"], reload: false) { _, name, _ in
        name == "customers.search" ? "Search" : nil
    }
    let template = try templates.bind(ListPage.self, in: Portal.self)
    let (page, portal) = sample()
    guard try template.render(page, in: portal, language: 0) == byHand(page, portal) else { throw Difference() }

    var ours: [Double] = [], theirs: [Double] = []
    for _ in 0..<200 {
        ours.append(try microseconds { try template.render(page, in: portal, language: 0).count })
        theirs.append(microseconds { byHand(page, portal).count })
    }
    return (median(ours), median(theirs))
}

private struct Difference: Error {}

private func microseconds(_ render: () throws -> Int) rethrows -> Double {
    let rounds = 20
    var bytes = 0
    let time = try ContinuousClock().measure {
        for _ in 0..<rounds { bytes += try render() }
    }
    precondition(bytes > 0)
    return Double(time.components.attoseconds) / 1e12 / Double(rounds)
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

private func sample() -> (ListPage, Portal) {
    let names = ["Ada Lovelace", "José Núñez", "山田太郎", "O'Brien & Sons", "फ़ातिमा शेख", "Łukasz <Wójcik>"]
    let rows = (0..<50).map { n in
        ListPage.Row(path: "/crm/customers/01932f5e-7a10-7000-8000-0000000000\(10 + n)", cells: [
            names[n % names.count], "person\(n)@example.com", "+34 600 00 00 \(10 + n)", "lead",
            "Globex Corporation", "1.234,50 €", "12 %", "18 Nov 2026",
        ])
    }
    let columns = ["Name", "Email", "Phone", "Segment", "Company", "Lifetime value", "Churn risk", "Created"]
    let menu = (0..<40).map { Portal.Entry(path: "/module\($0)/records", name: "Module \($0)", isCurrent: $0 == 3) }
    return (
        ListPage(title: "Customers", columns: columns, rows: rows, next: "/crm/customers?after=01932f5e"),
        Portal(business: "Acme & Co", member: "Ada Lovelace", menu: menu)
    )
}

private func write(_ files: [String: String], to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (name, text) in files {
        try text.write(toFile: "\(folder)/\(name).mustache", atomically: true, encoding: .utf8)
    }
}

private let templates = [
    "layout": """
        <!doctype html>
        <html lang="en">
        <head><title>{{$title}}{{/title}} · {{business}}</title></head>
        <body>
        <nav>
        {{#menu}}
        <a href="{{path}}"{{#isCurrent}} aria-current="page"{{/isCurrent}}>{{name}}</a>
        {{/menu}}
        </nav>
        <p>{{member}}</p>
        <main>
        {{$content}}
        {{/content}}
        </main>
        </body>
        </html>

        """,
    "row": """
        <tr data-href="{{path}}">
        {{#cells}}
        <td>{{.}}</td>
        {{/cells}}
        </tr>

        """,
    "customers": """
        {{<layout}}
        {{$title}}{{title}}{{/title}}
        {{$content}}
        <h1>{{title}}</h1>
        <input type="search" placeholder="{{t.customers.search}}">
        <table>
        <tr>{{#columns}}<th>{{.}}</th>{{/columns}}</tr>
        {{#rows}}
        {{>row}}
        {{/rows}}
        {{^rows}}
        <tr><td>None yet</td></tr>
        {{/rows}}
        </table>
        {{#next}}<a rel="next" href="{{.}}">Next</a>{{/next}}
        {{/content}}
        {{/layout}}

        """,
]

private func byHand(_ page: ListPage, _ portal: Portal) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(24_000)
    out.append("<!doctype html>\n<html lang=\"en\">\n<head><title>")
    out.append(escaping: page.title)
    out.append(" · ")
    out.append(escaping: portal.business)
    out.append("</title></head>\n<body>\n<nav>\n")
    for entry in portal.menu {
        out.append("<a href=\"")
        out.append(escaping: entry.path)
        out.append("\"")
        if entry.isCurrent { out.append(" aria-current=\"page\"") }
        out.append(">")
        out.append(escaping: entry.name)
        out.append("</a>\n")
    }
    out.append("</nav>\n<p>")
    out.append(escaping: portal.member)
    out.append("</p>\n<main>\n<h1>")
    out.append(escaping: page.title)
    out.append("</h1>\n<input type=\"search\" placeholder=\"Search\">\n<table>\n<tr>")
    for column in page.columns {
        out.append("<th>")
        out.append(escaping: column)
        out.append("</th>")
    }
    out.append("</tr>\n")
    for row in page.rows {
        out.append("<tr data-href=\"")
        out.append(escaping: row.path)
        out.append("\">\n")
        for cell in row.cells {
            out.append("<td>")
            out.append(escaping: cell)
            out.append("</td>\n")
        }
        out.append("</tr>\n")
    }
    if page.rows.isEmpty { out.append("<tr><td>None yet</td></tr>\n") }
    out.append("</table>\n")
    if let next = page.next {
        out.append("<a rel=\"next\" href=\"")
        out.append(escaping: next)
        out.append("\">Next</a>")
    }
    out.append("\n</main>\n</body>\n</html>\n")
    return out
}

extension [UInt8] {
    fileprivate mutating func append(_ literal: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Whole runs of plain bytes at a time, as one would by hand.
    fileprivate mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated() {
                let entity: StaticString
                switch byte {
                case UInt8(ascii: "&"): entity = "&amp;"
                case UInt8(ascii: "<"): entity = "&lt;"
                case UInt8(ascii: ">"): entity = "&gt;"
                case UInt8(ascii: "\""): entity = "&quot;"
                case UInt8(ascii: "'"): entity = "&#39;"
                default: continue
                }
                append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
                append(entity)
                start = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start...]))
        }
    }
}
