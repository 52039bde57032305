import FoundationEssentials
import Platform

/// Reads what somebody types about a new key, and shows it back with what is wrong.
struct KeyForm {
    let words: ScopeWords
    let scope: Scope
    let typed: Form
    private var problems: [String: Phrase] = [:]

    /// In days; nothing else is taken but `never`.
    private static let expiries = [30, 90, 365]
    private static let usual = 90
    private static let longestName = 100

    init(words: ScopeWords, scope: Scope, typed: Form) {
        self.words = words
        self.scope = scope
        self.typed = typed
    }

    /// - Returns: nil when something is wrong; the page then says what.
    /// - Throws: `PageError.badForm` when the form is not ours.
    mutating func key() throws -> NewAPIKey? {
        guard let id = typed["id"].flatMap(ID<APIKey>.init) else { throw PageError.badForm }
        let (name, scopes) = (name(), scopes())
        let days = Self.expiries.first { String($0) == typed.text("expiry") }
        if days == nil, typed.text("expiry") != "never" { problems["expiry"] = "platform.keys.expiry_wrong" }
        guard problems.isEmpty else { return nil }
        return NewAPIKey(id: id, name: name, scopes: scopes, expiresAt: days.map { scope.now + Double($0) * 86_400 })
    }

    private mutating func name() -> String {
        let name = typed.text("name"), length = name.unicodeScalars.count
        if name.isEmpty { problems["name"] = "platform.problems.required" }
        if name.utf8.contains(0) { problems["name"] = "platform.problems.nul" }
        if length > Self.longestName {
            problems["name"] = Phrase("platform.problems.too_long", ["limit": .number(Self.longestName), "length": .number(length)])
        }
        return name
    }

    /// What was checked, also what is none of the choices: that is refused, not left out.
    private mutating func scopes() -> [Permission] {
        let chosen = Set(typed.all("scope"))
        let known = words.offered.filter { chosen.contains($0.name) }
        if known.isEmpty || known.count < chosen.count { problems["scope"] = APIKeyError.foreignScope.message }
        return known
    }

    /// The page on which the key is shown.
    func made(_ key: NewAPIKey, _ secret: APIKeySecret) -> KeyFormPage {
        page(question: nil, made: .init(name: key.name, secret: secret.text, header: "Authorization: Bearer \(secret.prefix)…"))
    }

    func page(_ error: APIKeyError? = nil) -> KeyFormPage {
        let wrong = problems.isEmpty ? nil : Phrase("platform.form.problems", ["count": .number(problems.count)])
        return page(question: .init(
            action: "\(KeyRoutes.path)/new", id: typed["id"] ?? ID<APIKey>().description,
            sections: [FormSection(nil, [nameField, expiryField])], groups: groups,
            scopesError: problems["scope"].map(scope.say), error: (error?.message ?? wrong).map(scope.say)), made: nil)
    }

    private func page(question: KeyFormPage.Question?, made: KeyFormPage.Made?) -> KeyFormPage {
        KeyFormPage(
            crumbs: KeyList.crumbs(scope) + [Crumb(scope.say("platform.keys.title"), path: KeyRoutes.path)],
            listPath: KeyRoutes.path, question: question, made: made)
    }

    private var nameField: FormField {
        FormField(
            "name", label: scope.say("platform.keys.name"), help: scope.say("platform.keys.name_help"),
            error: problems["name"].map(scope.say), isRequired: true, hasFocus: problems["name"] != nil || problems.isEmpty,
            .text(.init(.text, typed.text("name"), maxLength: Self.longestName)))
    }

    private var expiryField: FormField {
        let chosen = typed["expiry"] ?? String(Self.usual)
        let days = Self.expiries.map { days in
            Choice(String(days), scope.say(Phrase("platform.keys.expiry_days", [
                "count": .number(days), "date": .text(scope.formats.date(scope.now + Double(days) * 86_400)),
            ])), isSelected: chosen == String(days))
        }
        let never = Choice("never", scope.say("platform.keys.expiry_never"), isSelected: chosen == "never")
        return FormField(
            "expiry", label: scope.say("platform.keys.expires"), help: scope.say("platform.keys.expiry_help"),
            error: problems["expiry"].map(scope.say), .choice(.init(days + [never])))
    }

    private var groups: [KeyFormPage.Group] {
        let chosen = Set(typed.all("scope"))
        return words.groups.map { title, subjects in
            KeyFormPage.Group(title: title, subjects: subjects.map { subject in
                .init(id: subject.id, what: subject.what, scopes: subject.permissions.map {
                    Choice($0, words.doing($0), isSelected: chosen.contains($0))
                })
            })
        }
    }
}
