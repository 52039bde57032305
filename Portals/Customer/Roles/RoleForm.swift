import Platform

/// Reads what somebody types about a role, and shows it back with what is wrong.
struct RoleForm: Sendable {
    let words: RoleWords
    /// nil for a new one.
    let stored: StoredRole?
    let typed: Form
    /// The roles a new one may begin like.
    let models: [BusinessRole]
    private var problems: [String: Phrase] = [:]

    private var scope: Scope { words.scope }

    init(_ words: RoleWords, _ stored: StoredRole? = nil, models: [BusinessRole] = [], typed: Form? = nil) {
        self.words = words
        self.stored = stored
        self.models = models
        self.typed = typed ?? stored.map { Form([("name", $0.name), ("description", $0.description), ("rung", $0.rung.rawValue)]) }
            ?? Form([("id", ID<CustomRole>().description), ("rung", Role.staff.rawValue)])
    }

    /// The role that a new one begins like; nil for its rung as it is.
    var model: BusinessRole? { models.first { $0.key == typed.text("like") } }

    /// - Returns: nil when something is wrong; the page then says what.
    /// - Throws: `PageError.badForm` when the form is not ours.
    mutating func draft() throws -> RoleDraft? {
        guard let id = stored?.id ?? typed["id"].flatMap(ID<CustomRole>.init) else { throw PageError.badForm }
        let name = text("name", most: Roles.mostName), description = text("description", most: Roles.mostDescription)
        if name.isEmpty { problems["name"] = "platform.problems.required" }
        let rung = rungs.first { $0.rawValue == typed.text("rung") }
        if rung == nil { problems["rung"] = "customer.roles.rung_wrong" }
        if !typed.text("like").isEmpty, model == nil { problems["like"] = "customer.roles.like_wrong" }
        guard problems.isEmpty, let rung else { return nil }
        return RoleDraft(id: id, name: name, description: description, rung: rung)
    }

    private var rungs: [Role] { Granting(words.registry, in: scope).rungs }

    private mutating func text(_ name: String, most: Int) -> String {
        let text = typed.text(name), length = text.unicodeScalars.count
        if text.utf8.contains(0) { problems[name] = "platform.problems.nul" }
        if length > most { problems[name] = Phrase("platform.problems.too_long", ["limit": .number(most), "length": .number(length)]) }
        return text
    }

    func page(_ error: RoleError? = nil) -> RecordFormPage {
        let problems = error == .nameTaken ? ["name": RoleError.nameTaken.message] : problems
        let wrong = problems.isEmpty ? error?.message : Phrase("platform.form.problems", ["count": .number(problems.count)])
        let back = stored.map { "\(RoleRoutes.path)/\($0.id)" } ?? RoleRoutes.path
        return RecordFormPage(
            title: stored?.name ?? words.say("new"), crumbs: words.crumbs(), action: stored == nil ? "\(RoleRoutes.path)/new" : back + "/edit",
            cancelPath: back, submitLabel: scope.say(stored == nil ? "customer.roles.make" : "common.save"),
            sections: [FormSection(nil, fields(problems))], id: stored == nil ? typed["id"] : nil, version: stored.map { typed["version"] ?? String($0.version) },
            error: wrong.map(scope.say))
    }

    private func fields(_ problems: [String: Phrase]) -> [FormField] {
        func field(_ name: String, _ help: String?, isRequired: Bool = false, hasFocus: Bool = false, _ input: FormField.Input) -> FormField {
            FormField(
                name, label: words.say(name), help: help.map { words.say($0) }, error: problems[name].map(scope.say), isRequired: isRequired,
                hasFocus: hasFocus, input)
        }
        let rungs = rungs.map { Choice($0.rawValue, scope.say($0.name), isSelected: $0.rawValue == typed.text("rung")) }
        let like = [Choice("", words.say("like_none"))] + models.map { Choice($0.key, scope.say($0.name), isSelected: $0.key == typed.text("like")) }
        let asked = [
            field("name", "name_help", isRequired: true, hasFocus: true, .text(.init(.text, typed["name"] ?? "", maxLength: Roles.mostName))),
            field("description", nil, .longText(.init(typed["description"] ?? "", maxLength: Roles.mostDescription))),
            field("rung", stored == nil ? "rung_help" : "rung_change_help", isRequired: true, .choice(.init(rungs))),
        ]
        return stored == nil ? asked + [field("like", "like_help", .choice(.init(like)))] : asked
    }
}
