import Platform

/// Reads what somebody types about their provider, and shows it back with what is wrong.
struct ProviderForm {
    let scope: Scope
    let current: SignInProvider?
    private let id: ID<SignInProvider>
    private let typed: Form?
    private var problems: [String: Phrase] = [:]

    init(_ scope: Scope, _ current: SignInProvider?, typed: Form? = nil) {
        self.scope = scope
        self.current = current
        self.typed = typed
        // Given beforehand, because the provider is told where it sends browsers back.
        id = current?.id ?? typed?["id"].flatMap(ID<SignInProvider>.init) ?? ID()
    }

    /// - Returns: nil when something is wrong; the page then says what.
    mutating func provider() -> SignInProvider? {
        let issuer = text("issuer", most: 500), client = text("client", most: 300), claim = text("groups_claim", most: 100)
        if problems["issuer"] == nil, !issuer.hasPrefix("https://") && !issuer.hasPrefix("http://") || issuer.contains(where: { "?# ".contains($0) }) {
            problems["issuer"] = "directory.provider.issuer_wrong"
        }
        guard problems.isEmpty else { return nil }
        return SignInProvider(
            id: id, issuer: issuer, client: client, groupsClaim: claim, isEnabled: typed?["enabled"] != nil, isRequired: typed?["required"] != nil)
    }

    private mutating func text(_ name: String, most: Int) -> String {
        let text = typed?.text(name) ?? "", length = text.unicodeScalars.count
        if text.isEmpty { problems[name] = "platform.problems.required" }
        if text.utf8.contains(0) { problems[name] = "platform.problems.nul" }
        if length > most { problems[name] = Phrase("platform.problems.too_long", ["limit": .number(most), "length": .number(length)]) }
        return text
    }

    func page(_ providers: SignInProviders, error: Phrase? = nil) async throws -> ProviderPage {
        let wrong = problems.isEmpty ? nil : Phrase("platform.form.problems", ["count": .number(problems.count)])
        let confirmed = try await scope.db.value("select exists (select from domains where confirmed_at is not null)", of: Bool.self)
        return ProviderPage(
            crumbs: DomainsPage.crumbs(scope), isOn: current?.isEnabled ?? false, returnAddress: providers.returnAddress(id), id: id.description,
            fields: fields, error: (error ?? wrong).map(scope.say), removePath: current == nil ? nil : "\(ProviderRoutes.path)/remove",
            lacksDomain: !confirmed)
    }

    private var fields: [FormField] {
        func field(_ name: String, _ value: String?, most: Int, isRequired: Bool = true, _ kind: FormField.TextInput.Kind = .text, help: String? = nil) -> FormField {
            FormField(
                name, label: say(name), help: say(help ?? "\(name)_help"), error: problems[name].map(scope.say), isRequired: isRequired,
                .text(.init(kind, kind == .password ? "" : typed?[name] ?? value ?? "", autocomplete: kind == .password ? "new-password" : "off", maxLength: most)))
        }
        func box(_ name: String, _ value: Bool) -> FormField {
            FormField(name, label: say(name), help: say("\(name)_help"), .checkbox(.init(typed.map { $0[name] != nil } ?? value)))
        }
        return [
            field("issuer", current?.issuer, most: 500, .url), field("client", current?.client, most: 300),
            field("secret", nil, most: 1_000, isRequired: false, .password, help: current?.hasSecret == true ? "secret_kept" : "secret_help"),
            field("groups_claim", current?.groupsClaim ?? "groups", most: 100),
            box("enabled", current?.isEnabled ?? true), box("required", current?.isRequired ?? false),
        ]
    }

    private func say(_ key: String) -> String { scope.say(Phrase("directory.provider.\(key)")) }
}
