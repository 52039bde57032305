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
                return .page(form(scope).page(typed: stored.form, version: stored.version))
            },
            .post("/settings", Self.access) { request, scope in try await save(request.form, scope) },
        ]
    }

    private func save(_ sent: Form, _ scope: Scope) async throws -> Answer<BusinessSettingsPage> {
        guard let version = sent["version"].flatMap(Int32.init) else { throw PageError.badForm }
        let stored = try await StoredSettings.now(in: scope)
        let typed = sent.settled(theirs: form(scope).complete(stored.form))
        var problems: [String: Phrase] = [:]
        guard let settled = settled(typed, scope, &problems) else {
            return .page(form(scope).page(typed: typed, problems, version: version), status: .unprocessableContent)
        }
        guard try await settled.save(from: version, in: scope) else { return try await conflict(typed, scope) }
        return .seeOther("/settings", saying: Announcement(scope.say("platform.said.settings")))
    }

    /// What was typed, as it is stored; nil when something is wrong with it.
    private func settled(_ typed: Form, _ scope: Scope, _ problems: inout [String: Phrase]) -> SettledSettings? {
        let entry = AccountEntry(typed)
        let name = entry.name("business_name", &problems)
        let currency = entry.currency(&problems)
        let zone = entry.timeZone(&problems)
        let hue = Int(typed.text("hue")).flatMap { (0...359).contains($0) ? $0 : nil }
        if hue == nil { problems["hue"] = "platform.problems.hue" }
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

    /// Somebody else was faster: shows both versions, and keeps what was typed.
    private func conflict(_ typed: Form, _ scope: Scope) async throws -> Answer<BusinessSettingsPage> {
        let theirs = try await StoredSettings.now(in: scope)
        return .page(form(scope).page(typed: typed, theirs: theirs), status: .conflict)
    }

    private func form(_ scope: Scope) -> SettingsForm { SettingsForm(registry: registry, scope: scope) }
}
