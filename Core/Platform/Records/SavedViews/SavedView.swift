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

    var status: HTTPResponse.Status { .unprocessableContent }
    var message: Phrase {
        switch self {
        case .tooMany: Phrase("platform.saved.too_many", ["most": .number(SavedView.most)])
        case .nameTaken: "platform.saved.taken"
        case .tooLong: "platform.saved.too_long"
        }
    }
}
