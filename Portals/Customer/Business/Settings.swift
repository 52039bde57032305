import FoundationEssentials
import Platform
import Web

/// How the business is called, which language, money and time it keeps, and its colour.
struct Settings: Sendable {
    let registry: Registry
    private static let access = Access.member(AccountPermissions.settings)

    /// Hues that keep their contrast in both colour schemes.
    static let hues: [(degrees: Int, name: String)] = [
        (0, "berry"), (30, "brick"), (60, "amber"), (120, "olive"), (150, "forest"),
        (210, "lagoon"), (240, "sky"), (270, "ink"), (330, "plum"),
    ]

    var routes: [Route<Scope>] {
        [
            .get("/settings", Self.access) { _, scope in
                let decided = try await BusinessSettings(in: scope).all()
                return .page(page(scope, typed: stored(scope.business).filling(Form(decided.map { ($0, $1) }))))
            },
            .post("/settings", Self.access) { request, scope in try await save(request.form, scope) },
        ]
    }

    private func save(_ form: Form, _ scope: Scope) async throws -> Answer<BusinessSettingsPage> {
        var problems: [String: Phrase] = [:]
        let entry = AccountEntry(form)
        let name = entry.name("business_name", &problems)
        let currency = entry.currency(&problems)
        let zone = entry.timeZone(&problems)
        let hue = Int(form.text("hue")).flatMap { (0...359).contains($0) ? $0 : nil }
        if hue == nil { problems["hue"] = "platform.problems.hue" }
        var decided: [String: String] = [:]
        for setting in settings(for: scope).flatMap(\.settings) {
            guard let text = form[setting.name] else { continue }
            do throws(FieldProblem) {
                decided[setting.name] = try setting.taken(text, scope.voice)
            } catch { problems[setting.name] = error.phrase }
        }
        guard let name, let currency, let zone, let hue, problems.isEmpty else {
            return .page(page(scope, typed: form, problems), status: .unprocessableContent)
        }
        try await scope.db.write(Query.execute(BusinessSettings(in: scope).statement(decided)), Query.execute("""
            update businesses
               set name = \(name), language = \(Language(rawValue: form.text("language"))?.rawValue),
                   currency = \(currency.rawValue), time_zone = \(zone.identifier), hue = \(Int32(hue)),
                   version = version + 1, updated_at = now()
             where id = \(scope.business.id)
            """))
        return .seeOther("/settings", saying: Announcement(scope.say("platform.said.settings")))
    }

    /// The modules this business has that leave something to decide.
    private func settings(for scope: Scope) -> [Module] {
        registry.modules.filter { scope.business.has($0.feature) && !$0.settings.isEmpty }
    }

    private func stored(_ business: Business) -> Form {
        Form([
            ("business_name", business.name), ("language", business.language?.rawValue ?? ""),
            ("currency", business.currency.rawValue), ("time_zone", business.timeZone.identifier),
            ("hue", String(business.hue)),
        ])
    }

    private func page(_ scope: Scope, typed: Form, _ problems: [String: Phrase] = [:]) -> BusinessSettingsPage {
        func field(_ name: String, help: Phrase? = nil, isRequired: Bool = true, _ input: FormField.Input) -> FormField {
            FormField(
                name, label: scope.say(Phrase("platform.fields.\(name)")), help: help.map(scope.say),
                error: problems[name].map(scope.say), isRequired: isRequired, input)
        }
        return BusinessSettingsPage(
            action: "/settings",
            sections: [FormSection(nil, [
                field("business_name", .text(.init(.text, typed.text("business_name"), autocomplete: "organization", maxLength: 200))),
                field("language", help: "platform.help.business_language", isRequired: false,
                    .choice(.init(languages(scope.voice, chosen: typed.text("language"))))),
                field("currency", help: "platform.help.currency", .choice(.init(currencies(scope.voice, chosen: typed.text("currency"))))),
                field("time_zone", .choice(.init(timeZones(chosen: typed.text("time_zone"))))),
            ])] + settings(for: scope).map { module in
                FormSection(scope.say(Phrase("\(module.id).name")), module.settings.map { setting in
                    setting.field(typed[setting.name] ?? setting.standard, problem: problems[setting.name], scope.voice)
                })
            },
            hues: Self.hues.map { hue in
                .init(hue.degrees, scope.say(Phrase("platform.hues.\(hue.name)")), isSelected: typed.text("hue") == String(hue.degrees))
            },
            error: problems.isEmpty ? nil : scope.say(Phrase("platform.form.problems", ["count": .number(problems.count)])))
    }

    /// By their names in the IANA database, the one in use among them.
    private func timeZones(chosen: String) -> [Choice] {
        let known = TimeZone.knownTimeZoneIdentifiers
        let all = known.contains(chosen) ? known : [chosen] + known
        return all.map { Choice($0, $0.replacing("_", with: " "), isSelected: $0 == chosen) }
    }
}
