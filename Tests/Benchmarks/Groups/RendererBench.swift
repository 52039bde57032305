import Platform

/// The customer list of 50 rows and 8 columns beside a menu of 40 entries: from its real templates, and by hand.
@Sendable func rendererBench(_ report: Report) async throws {
    let catalogue = try Catalogue(folder: "\(ListTemplate.home)/templates")
    let list = try ListTemplate(ListTemplate.templates(catalogue), catalogue)
    let rows = (0..<50).map { sampleRow($0, list) }
    let menu = (0..<40).map { MenuEntry("Module \($0) & more", path: "/module\($0)/records", icon: "folder") }
    let page = list.page(rows), frame = list.frame(menu)
    let ours = { try list.template.render(page, in: frame, language: list.voice.edition) }
    let byHand = try PageByHand(list)
    try mustEqual(ours(), byHand.render(rows, menu))

    var times: (ours: [Double], byHand: [Double]) = ([], [])
    for _ in 0..<200 {
        times.ours.append(try time { try ours() })
        times.byHand.append(time { byHand.render(rows, menu) })
    }
    report.add("renderer: time of a page, in that of one made by hand", median(times.ours) / median(times.byHand), .atMost(3))
}

/// The mean time of a page, in seconds.
private func time(_ render: () throws -> [UInt8]) rethrows -> Double {
    let rounds = 20
    var bytes = 0
    let time = try ContinuousClock().measure {
        for _ in 0..<rounds { bytes += try render().count }
    }
    // Or else the compiler might leave out what is measured.
    precondition(bytes > 0)
    return time / .seconds(rounds)
}

/// Appends the page's bytes one after the other. What there is once on the page is one literal.
private struct PageByHand {
    enum EntryValue: UInt8 { case path, icon, label }

    let row: Mould<RowValue>
    let entry: Mould<EntryValue>
    let beforeMenu, beforeRows, afterRows: [UInt8]

    init(_ list: ListTemplate) throws {
        row = try list.row(.info)
        let mark = Mould<EntryValue>.mark
        let page = try list.render([], menu: [MenuEntry(mark(.label), path: mark(.path), icon: mark(.icon))])
        let menu = try page.cut(between: "<div class=\"menu\">\n\n", and: "</div>")
        entry = Mould(marked: menu.inside)
        let rows = try ListTemplate.rows(Array(menu.after))
        (beforeMenu, beforeRows, afterRows) = (Array(menu.before), Array(rows.before), Array(rows.after))
    }

    func render(_ rows: [Table.Row], _ menu: [MenuEntry]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(65_536)
        out += beforeMenu
        for item in menu {
            entry.append(to: &out) { value in
                switch value {
                case .path: item.path
                case .icon: item.icon
                case .label: item.label
                }
            }
        }
        out += beforeRows
        for item in rows { row.append(to: &out) { text(item, $0) } }
        out += afterRows
        return out
    }

    @inline(__always)
    private func text(_ row: Table.Row, _ value: RowValue) -> String {
        switch value {
        case .id: row.id
        case .name: row.title
        case .path: row.link?.start ?? ""
        case .email: row.cells[0].text
        case .letter: row.cells[0].link?.start ?? ""
        case .phone: row.cells[1].text
        case .call: row.cells[1].link?.start ?? ""
        case .segment: row.cells[2].text
        case .company: row.cells[3].text
        case .companyPath: row.cells[3].link?.start ?? ""
        case .risk: row.cells[4].text
        case .worth: row.cells[5].text
        case .moment: row.cells[6].moment ?? ""
        case .ago: row.cells[6].text
        }
    }
}

private func sampleRow(_ number: Int, _ list: ListTemplate) -> Table.Row {
    let names = ["Ada Lovelace", "José Núñez", "山田太郎", "Miles O'Brien", "फ़ातिमा शेख", "Łukasz <Wójcik>"]
    let id = "01932f5e-7a10-7000-8000-0000000000\(10 + number)"
    return Table.Row(id: id, title: names[number % names.count], link: "/crm/customers/\(id)", cells: [
        Table.Cell("person\(number)@example.com", label: list.label("email"), link: "mailto:person\(number)@example.com"),
        Table.Cell("+34 600 00 00 \(10 + number)", label: list.label("phone"), link: "tel:+346000000\(10 + number)"),
        .badge("Lead", .info, label: list.label("segment")),
        Table.Cell("Globex & Sons", label: list.label("company"), link: "/crm/companies/\(id)"),
        Table.Cell("12%", label: list.label("churn_risk"), style: .number),
        Table.Cell("€1,234.50", label: list.label("lifetime_value"), style: .number),
        .moment("2 days ago", "2026-11-18T09:30:00Z", label: list.createdLabel),
    ])
}
