import FoundationEssentials
import Platform
import Web

/// How the business is called, which language, money and time it keeps, and its colour.
struct Settings: Sendable {
    let registry: Registry
    private static let access = Access.member(AccountPermissions.settings)

    var routes: [Route<Scope>] {
        [
            .get("/settings", Self.access) { _, scope in
                let stored = try await StoredSettings.now(in: scope)
                let typed = form(scope).complete(stored.form)
                return .page(form(scope).page(typed: typed.begun(with: typed), version: stored.version))
            },
            .post("/settings", Self.access) { request, scope in try await save(request.form, scope) },
        ]
    }

    /// What others changed in fields this person left alone stays theirs; only fields that both changed are asked about.
    private func save(_ sent: Form, _ scope: Scope) async throws -> Answer<BusinessSettingsPage> {
        guard let version = sent["version"].flatMap(Int32.init) else { throw PageError.badForm }
        let stored = try await StoredSettings.now(in: scope)
        let theirs = form(scope).complete(stored.form)
        let typed = sent.settled(theirs: theirs)
        let (merged, disputed) = version == stored.version ? (typed, []) : typed.merged(with: theirs)
        var problems: [String: Phrase] = [:]
        guard let settled = settled(merged, theirs, scope, &problems) else {
            return .page(form(scope).page(typed: typed, problems, version: version), status: .unprocessableContent)
        }
        guard disputed.isEmpty else {
            return .page(form(scope).page(typed: merged, theirs: stored, disputed: disputed), status: .conflict)
        }
        guard try await settled.save(from: stored.version, in: scope) else {
            return try await save(sent, scope) // somebody was faster in this very moment
        }
        return .seeOther("/settings", saying: Announcement(scope.say("platform.said.settings")))
    }

    /// What was typed, as it is stored; nil when something is wrong with it.
    private func settled(
        _ typed: Form, _ stored: Form, _ scope: Scope, _ problems: inout [String: Phrase]
    ) -> SettledSettings? {
        let entry = AccountEntry(typed)
        let name = entry.name("business_name", &problems)
        let currency = entry.currency(&problems)
        let zone = entry.timeZone(&problems)
        let hue = hue(typed, stored, &problems)
        var decided: [String: String] = [:]
        for setting in form(scope).modules.flatMap(\.settings) {
            guard let text = typed[setting.name] else { continue }
            do throws(FieldProblem) {
                decided[setting.name] = try setting.taken(text, scope.voice)
            } catch { problems[setting.name] = error.phrase }
        }
        guard let name, let currency, let zone, let hue, problems.isEmpty else { return nil }
        return SettledSettings(
            name: name, language: Language(rawValue: typed.text("language")), currency: currency, timeZone: zone, hue: hue,
            decided: decided)
    }

    /// Where none is chosen the stored one stays, which need not be one of those to choose from.
    private func hue(_ typed: Form, _ stored: Form, _ problems: inout [String: Phrase]) -> Int? {
        guard let chosen = typed["hue"] else { return Int(stored.text("hue")) }
        let hue = SettingsForm.hues.first { String($0.degrees) == trimmed(chosen) }
        if hue == nil { problems["hue"] = "platform.problems.hue" }
        return hue?.degrees
    }

    private func form(_ scope: Scope) -> SettingsForm { SettingsForm(registry: registry, scope: scope) }
}
