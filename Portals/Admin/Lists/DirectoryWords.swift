import Platform

/// The words around a list of businesses or people, which its texts in the catalogue give: `operators.<name>.…`.
struct DirectoryWords: Sendable {
    /// Also where the list is: `businesses` is at `/businesses`.
    let name: String
    let voice: Voice

    func say(_ key: String) -> String { voice.say(Phrase("operators.\(name).\(key)")) }

    /// How many there are: `7 businesses`, `10,000+`.
    func count(_ count: Int) -> String {
        count > Sought.countMost
            ? voice.formats.number(Sought.countMost) + "+"
            : voice.say(Phrase("operators.\(name).count", ["count": .number(count)]))
    }

    func filter(_ sought: Sought) -> Filter {
        let all = Choice("", say("any_status"), isSelected: sought.status == nil)
        return Filter("status", label: say("status"), options: [all] + Sought.Status.allCases.map { status in
            Choice(status.rawValue, say("statuses.\(status.rawValue)"), isSelected: sought.status == status)
        })
    }

    func badge(isActive: Bool) -> Badge {
        Badge(say("statuses.\(isActive ? "active" : "inactive")"), isActive ? .positive : .warning)
    }

    func statusCell(isActive: Bool) -> Table.Cell {
        .badge(say("statuses.\(isActive ? "active" : "inactive")"), isActive ? .positive : .warning, label: say("status"))
    }

    /// The page around a list.
    /// - Parameters:
    ///   - icon: shown while there is nothing to list.
    ///   - filters: besides the one for the status.
    func page(_ sought: Sought, count: Int, table: Table?, pager: Pager?, icon: String, filters: [Filter] = []) -> DirectoryPage {
        DirectoryPage(
            title: say("title"), counts: self.count(count), path: "/\(name)", search: Search(say("search"), value: sought.search),
            filters: [filter(sought)] + filters, clearPath: sought.isNarrowed ? "/\(name)" : nil, table: table, pager: pager,
            empty: sought.isNarrowed ? nil : DirectoryPage.Empty(title: say("empty"), text: say("empty_text"), icon: icon))
    }
}
