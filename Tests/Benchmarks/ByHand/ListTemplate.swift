import CRM
import Customer
import FoundationEssentials
import Platform
import Web

/// The real template of the customer list, in the real frame of the customer portal.
struct ListTemplate {
    let template: Template<RecordListPage, CustomerFrame>
    let voice: Voice

    /// Where `templates` and `static` are.
    static var home: String {
        let home = ProcessInfo.processInfo.environment["KONTOR_HOME"] ?? ""
        return home.isEmpty ? FileManager.default.currentDirectoryPath : home
    }

    init(_ templates: Templates, _ catalogue: Catalogue) throws {
        template = try templates.bind(RecordListPage.self, in: CustomerFrame.self)
        voice = Voices(catalogue).voice(.en)
    }

    /// As `kontor serve` binds them.
    static func templates(_ catalogue: Catalogue) throws -> Templates {
        let files = try StaticFiles(folder: "\(home)/static")
        return Templates(folder: "\(home)/templates", languages: Language.complete.map(\.rawValue), reload: false) { kind, name, language in
            switch kind {
            case "t": Language(rawValue: language).flatMap { catalogue.text(name, $0) }
            case "asset": files.path(name)
            default: nil
            }
        }
    }

    func render(_ rows: [Table.Row], menu: [MenuEntry] = []) throws -> [UInt8] {
        try template.render(page(rows), in: frame(menu), language: voice.edition)
    }

    func page(_ rows: [Table.Row]) -> RecordListPage {
        let fields = ["name", "email", "phone", "segment", "company", "churn_risk", "lifetime_value", "created_at"]
        let columns = fields.map { Table.Column($0, sortPath: $0 == "name" ? "/crm/customers?sort=name" : nil) }
        return RecordListPage(
            title: "Customers", counts: "1,000 customers", path: "/crm/customers", search: Search("Search"),
            table: Table("Customers", columns: columns, rows: rows, selection: .init(deletePath: "/crm/customers/delete", question: "Delete?")),
            pager: Pager(nextPath: "/crm/customers?after=1"), emptyTitle: "", emptyText: "",
            create: ListAction("New customer", path: "/crm/customers/new"), importPath: "/crm/customers/import")
    }

    func frame(_ menu: [MenuEntry]) -> CustomerFrame {
        CustomerFrame(
            language: "en", direction: "ltr", business: .init(name: "Acme & Co", initials: "AC"),
            member: .init(
                name: "Ada Lovelace", initials: "AL", email: "ada@example.com", role: "Owner", profilePath: "/profile",
                passwordPath: "/profile/password", signOutPath: "/sign-out"),
            menus: [Menu(entries: menu)])
    }

    /// What a column is called, which each cell repeats for phones.
    func label(_ field: String) -> String { voice.say(Phrase("crm.customers.fields.\(field)")) }
    var createdLabel: String { voice.say("platform.list.created") }
}

/// The places of a customer's row that hold its values.
enum RowValue: UInt8, CaseIterable {
    case id, name, path, email, letter, phone, call, segment, company, companyPath, risk, worth, moment, ago
}

extension ListTemplate {
    /// A row's markup: its values' places, with a badge of that tone.
    func row(_ tone: Tone) throws -> Mould<RowValue> {
        let mark = Mould<RowValue>.mark
        let row = Table.Row(id: mark(.id), title: mark(.name), link: Link(mark(.path)), cells: [
            Table.Cell(mark(.email), label: label("email"), link: Link(mark(.letter))),
            Table.Cell(mark(.phone), label: label("phone"), link: Link(mark(.call))),
            .badge(mark(.segment), tone, label: label("segment")),
            Table.Cell(mark(.company), label: label("company"), link: Link(mark(.companyPath))),
            Table.Cell(mark(.risk), label: label("churn_risk"), style: .number),
            Table.Cell(mark(.worth), label: label("lifetime_value"), style: .number),
            .moment(mark(.ago), mark(.moment), label: createdLabel),
        ])
        return Mould(marked: try Self.rows(render([row])).inside)
    }

    /// A page with its rows cut out.
    static func rows(_ page: [UInt8]) throws -> (before: ArraySlice<UInt8>, inside: ArraySlice<UInt8>, after: ArraySlice<UInt8>) {
        try page.cut(between: "<tbody>\n", and: "</tbody>")
    }
}
