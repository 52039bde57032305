import CRM
import FoundationEssentials
import Platform
import Support
import Testing

@Suite("A field that a role does not see", .enabled(if: TestPlatform.isPossible))
struct HidingFields {
    private static let fields: [String: AccessRule.FieldAccess] = ["email": .hidden, "segment": .hidden, "phone": .readOnly]

    @Test("is on no road, and what is read only is written by none", arguments: Office.Post.allCases)
    func roads(post: Office.Post) async throws {
        try await Office.with(.all, Self.fields, for: post) { office async throws in
            let desk = office.desk(office.ann), api = try office.resource("customers"), ada = office.path("Ada")
            try await office.desk(office.owner).send(ada, ["version": "1", "phone": "+34 600 000 000", "email": "secret@example.com"])
            let list: RecordListPage = try await desk.open("/crm/customers?segment=lead&q=Ada")
            #expect(list.table?.columns.contains { $0.label == "E-mail" || $0.label == "Segment" } == false && !list.filters.contains { $0.name == "segment" })
            #expect(try await office.names(office.ann, "?segment=lead").count == 5)
            let page: RecordPage = try await desk.open(ada)
            #expect(page.groups.flatMap(\.facts).map(\.label) == ["Phone", "Company", "Owner", "Tags", "Notes", "Photo"])
            let form: RecordFormPage = try await desk.open("\(ada)/edit")
            #expect(form.sections.flatMap(\.fields).map(\.name) == ["name", "company", "owner", "tags", "notes", "photo"])
            let history: HistoryPage = try await desk.open("\(ada)/history")
            #expect(history.entries.flatMap(\.changes).map(\.label) == ["Phone"])
            await #expect(throws: PageError.notFound) { try await desk.see("/crm/customers/board") }
            #expect(list.tabs.isEmpty)
            let id = try #require(office.customers["Ada"].flatMap(UUID.init(uuidString:)))
            let json = try await api.read(id, office.ann).json
            #expect(json["email"] == nil && json["segment"] == nil && json["phone"] != nil)
            #expect(api.fields(office.ann).map(\.name).contains("email") == false)
            await #expect(throws: InvalidInput("/email", "platform.problems.json_unknown")) { try await api.save(id, ["email": "a@b.example"], false, nil, office.ann) }
            await #expect(throws: InvalidInput("/phone", "api.problems.read_only")) { try await api.save(id, ["phone": "+34 1"], false, nil, office.ann) }
            await #expect(throws: InvalidInput.self) { try await api.list(Form([("segment", "lead")]), office.ann) }
            #expect(try await desk.send(ada, ["version": "2", "phone": "+34 611 111 111", "email": "new@example.com", "notes": "n"]).status == 303)
            try await desk.send("/crm/customers/edit", ["id": id.uuidString, "change": "phone", "phone": "+34 622 222 222"])
            let stored = try await office.owner.db.rows("select phone || email || notes from customers where name = 'Ada'") { try $0.next(String.self) }
            #expect(stored == ["+34 600 000 000secret@example.comn"])
        }
    }

    @Test("finds nothing, neither alone nor in what else is searched", arguments: ["?q=example", "?q=ada%40", "?deleted=1&q=example"], Office.Post.allCases)
    func searching(query: String, post: Office.Post) async throws {
        try await Office.with(.all, Self.fields, for: post) { office async throws in
            try await office.desk(office.owner).send("\(office.path("Bob"))/delete")
            #expect(try await office.names(office.ann, query).isEmpty)
            #expect(try await !office.names(office.owner, query).isEmpty)
            #expect(try await office.names(office.ann, "?q=ada") == ["Ada"])
            let options = try await office.desk(office.ann).open("/crm/customers/picker?q=ada", as: PickerFragment.self).options
            #expect(options.map(\.label) == ["Ada"] && options.allSatisfy { $0.detail?.contains("@") != true })
        }
    }

    @Test("is as everybody's in what that role makes")
    func making() async throws {
        try await Office.with(.all, Self.fields) { office async throws in
            #expect(try await office.desk(office.ann).send("/crm/customers", ["name": "New", "segment": "vip", "email": "x@y.example"]).status == 303)
            let made = try await office.owner.db.rows("select segment || coalesce(email, '') from customers where name = 'New'") { try $0.next(String.self) }
            #expect(made == ["lead"])
        }
    }

    @Test("cannot be what a record is called")
    func title() async throws {
        try await Office.with(.all, ["name": .hidden]) { office async throws in
            #expect(try await office.names(office.ann).contains("Ada"))
        }
    }
}
