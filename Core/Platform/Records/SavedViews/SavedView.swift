import HTTPTypes
import Postgres

/// A name for what a list shows: what is searched and narrowed, in which order, which columns, and on which page.
struct SavedView: Sendable, Equatable {
    let id: ID<SavedView>
    let name: String
    let page: Page
    /// As `RecordKind.lasting` has it.
    let query: Form
    /// Whether it is everybody's. Nobody owns it then; whoever may share changes it.
    let isShared: Bool
    /// Whether the list opens with it for this member.
    let isFirst: Bool

    /// What it is looked at on.
    enum Page: String, Sendable { case list, board, calendar }

    /// Views of a member for one kind of record, and so many shared ones.
    static let most = 50
    /// Characters of a name, and of a query.
    static let mostName = 60, mostQuery = 2_000

    @Sendable init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        page = Page(rawValue: try row.next()) ?? .list
        query = Form(urlEncoded: try row.next(String.self).utf8)
        isShared = try row.next()
        isFirst = try row.next()
    }
}

extension SavedView {
    var columns: [String] { query.text("columns").split(separator: ",").map(String.init) }

    /// The field that a sort goes by.
    static func field(_ sort: String) -> String { sort.hasPrefix("-") ? String(sort.dropFirst()) : sort }
}

extension RecordKind {
    /// Whether the business hides this field from the caller's role, be there one or not.
    func hides(_ name: String, from scope: Scope) -> Bool {
        field(name) == nil && scope.business.accessRules.rule(for: scope.member, on: table)?.fields[name] == .hidden
    }

    /// Whether a view names such a field.
    func hides(_ view: SavedView, from scope: Scope) -> Bool {
        (view.query.fields.map(\.name) + view.query.all("sort").map(SavedView.field) + view.columns).contains { hides($0, from: scope) }
    }
}

/// What somebody says of a view, read from a form.
struct ViewDraft: Sendable {
    let name: String
    let isShared: Bool
    let page: SavedView.Page
    let query: Form
    /// What is wrong, by the form's fields; empty where nothing is.
    let problems: [String: Phrase]

    /// Takes `name`, `shared`, `page`, and `where`, the query of the list.
    init<R: Record>(_ form: Form, _ kind: RecordKind<R>) {
        name = form.text("name")
        isShared = form["shared"] == "true"
        let asked = SavedView.Page(rawValue: form.text("page")) ?? .list
        page = asked == .list || R.schema.views.contains { $0.name == asked.rawValue } ? asked : .list
        query = kind.lasting(Form(urlEncoded: form.text("where").utf8))
        var problems: [String: Phrase] = [:]
        let length = name.unicodeScalars.count
        if name.isEmpty { problems["name"] = "platform.problems.required" }
        if name.utf8.contains(0) { problems["name"] = "platform.problems.nul" }
        if length > SavedView.mostName {
            problems["name"] = Phrase("platform.problems.too_long", ["limit": .number(SavedView.mostName), "length": .number(length)])
        }
        if query.urlEncoded.utf8.count > SavedView.mostQuery { problems["name"] = ViewError.tooLong.message }
        self.problems = problems
    }
}

/// Why a view cannot be saved.
enum ViewError: UserFacingError, Equatable {
    case tooMany
    /// Another view of these records has that name: of the member, or among the shared ones.
    case nameTaken
    case tooLong
    /// It is everybody's, and names what is hidden from whoever would save it: that would be lost to all.
    case partlyHidden

    var status: HTTPResponse.Status { .unprocessableContent }
    var message: Phrase {
        switch self {
        case .tooMany: Phrase("platform.saved.too_many", ["most": .number(SavedView.most)])
        case .nameTaken: "platform.saved.taken"
        case .tooLong: "platform.saved.too_long"
        case .partlyHidden: "platform.saved.partly_hidden"
        }
    }
}
