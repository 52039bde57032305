import FoundationEssentials
import Platform

/// The form of a business's settings.
struct SettingsForm: Sendable {
    let registry: Registry
    let scope: Scope

    /// Hues that keep their contrast in both colour schemes.
    static let hues: [(degrees: Int, name: String)] = [
        (0, "berry"), (30, "brick"), (60, "amber"), (120, "olive"), (150, "forest"),
        (210, "lagoon"), (240, "sky"), (270, "ink"), (330, "plum"),
    ]

    /// The modules this business has that leave something to decide.
    var modules: [Module] {
        registry.modules.filter { scope.business.has($0.feature) && !$0.settings.isEmpty }
    }

    /// With the standard where nothing was decided.
    func complete(_ stored: Form) -> Form {
        stored.filling(Form(modules.flatMap(\.settings).map { ($0.name, $0.standard) }))
    }

    func page(typed: Form, _ problems: [String: Phrase] = [:], version: Int32) -> BusinessSettingsPage {
        page(typed, problems, version, nil)
    }

    /// With both versions of the fields that both changed, of which the reader chooses.
    func page(typed: Form, theirs: StoredSettings, disputed: [String]) -> BusinessSettingsPage {
        let stored = complete(theirs.form)
        let conflict = RecordFormPage.Conflict(
            text: scope.say(Phrase("platform.form.conflict", ["when": .text(scope.formats.relative(theirs.updatedAt, to: scope.now))])),
            fields: differences(typed.filling(stored), stored).filter { disputed.contains($0.name) }, reloadPath: "/settings")
        return page(typed, [:], theirs.version, conflict)
    }

    private func page(
        _ typed: Form, _ problems: [String: Phrase], _ version: Int32, _ conflict: RecordFormPage.Conflict?
    ) -> BusinessSettingsPage {
        BusinessSettingsPage(
            action: "/settings", links: links, sections: sections(typed, problems), hues: hues(typed),
            hueError: problems["hue"].map(scope.say), version: String(version), hidden: typed.beginnings,
            error: problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])),
            conflict: conflict)
    }

    private var links: [BusinessSettingsPage.Place] {
        let all = [
            (AccountPermissions.plan, "customer.plan.title", PlanRoutes.path, "bookmark"),
            (AccountPermissions.fields, "platform.custom.title", FieldRoutes.path, "plus"),
            (AccountPermissions.roles, "customer.roles.title", RoleRoutes.path, "people"),
            (AccountPermissions.access, "platform.access.title", AccessRoutes.path, "lock"),
            (AccountPermissions.keys, "platform.keys.title", KeyRoutes.path, "key"),
            (AccountPermissions.settings, "security.enforced.title", BusinessSecurity.path, "lock"),
            (AccountPermissions.settings, "directory.domains.title", DomainRoutes.path, "globe"),
            (AccountPermissions.settings, "directory.provider.title", ProviderRoutes.path, "key"),
            (AccountPermissions.directory, "scim.title", DirectoryTokenRoutes.path, "people"),
            (AccountPermissions.privacy, "privacy.title", PrivacyRoutes.path, "person"),
            (AccountPermissions.settings, "assists.title", AssistRoutes.path, "person"),
        ]
        return all.filter { scope.may($0.0) }.map { .init(label: scope.say(Phrase($0.1)), path: $0.2, icon: $0.3) }
    }

    private func differences(_ mine: Form, _ theirs: Form) -> [RecordFormPage.Difference] {
        func words(_ form: Form) -> [(name: String, label: String, text: String)] {
            let hue = ("hue", scope.say("customer.settings.hue"), hues(form).first { $0.isSelected }?.label ?? form.text("hue"))
            return sections(form, [:]).flatMap(\.fields).map { ($0.name, $0.label, $0.words) } + [hue]
        }
        return zip(words(mine), words(theirs)).map { mine, theirs in
            RecordFormPage.Difference(mine.name, label: mine.label, mine: mine.text, theirs: theirs.text)
        }
    }

    private func hues(_ typed: Form) -> [BusinessSettingsPage.Hue] {
        Self.hues.map { hue in
            .init(
                degrees: hue.degrees, label: scope.say(Phrase("platform.hues.\(hue.name)")),
                isSelected: typed.text("hue") == String(hue.degrees))
        }
    }

    private func sections(_ typed: Form, _ problems: [String: Phrase]) -> [FormSection] {
        func field(_ name: String, help: Phrase? = nil, isRequired: Bool = true, _ input: FormField.Input) -> FormField {
            FormField(
                name, label: scope.say(Phrase("platform.fields.\(name)")), help: help.map(scope.say),
                error: problems[name].map(scope.say), isRequired: isRequired, input)
        }
        return [FormSection(nil, [
            field("business_name", .text(.init(.text, typed.text("business_name"), autocomplete: "organization", maxLength: 200))),
            field("language", help: "platform.help.business_language", isRequired: false,
                .choice(.init(languages(scope.voice, chosen: typed.text("language"))))),
            field("currency", help: "platform.help.currency", .choice(.init(currencies(scope.voice, chosen: typed.text("currency"))))),
            field("time_zone", .choice(.init(timeZones(chosen: typed.text("time_zone"))))),
        ])] + modules.map { module in
            FormSection(scope.say(module.name), module.settings.map { setting in
                setting.field(typed[setting.name] ?? setting.standard, problem: problems[setting.name], scope.voice)
            })
        }
    }

    /// By their names in the IANA database, the one in use among them; Foundation knows UTC, but does not list it.
    private func timeZones(chosen: String) -> [Choice] {
        let known = ["UTC"] + TimeZone.knownTimeZoneIdentifiers.filter { $0 != "UTC" }
        let all = known.contains(chosen) ? known : [chosen] + known
        return all.map { Choice($0, $0.replacing("_", with: " "), isSelected: $0 == chosen) }
    }
}

extension FormField {
    /// What the answer is, as people read it.
    fileprivate var words: String {
        let text = text?.value ?? choice?.options.first { $0.isSelected }?.label ?? ""
        return text.isEmpty ? "–" : text
    }
}
