import FoundationEssentials
import Platform

/// The keys of a business as people read them.
struct KeyList: Sendable {
    let words: ScopeWords
    let scope: Scope

    static func crumbs(_ scope: Scope) -> [Crumb] { [Crumb(scope.say("platform.home.settings"), path: "/settings")] }

    func page(_ keys: [APIKey]) -> KeysPage {
        KeysPage(crumbs: Self.crumbs(scope), table: keys.isEmpty ? nil : table(keys), newPath: "\(KeyRoutes.path)/new")
    }

    private func table(_ keys: [APIKey]) -> Table {
        let names = ["name", "key", "scopes", "maker", "used", "expires", "state"]
        let labels = Dictionary(uniqueKeysWithValues: names.map { ($0, scope.say(Phrase("platform.keys.\($0)"))) })
        func label(_ name: String) -> String { labels[name] ?? name }
        return Table(scope.say("platform.keys.title"), columns: names.map { Table.Column(label($0)) }, rows: keys.map { key in
            Table.Row(id: key.id.description, title: key.name, cells: [
                Table.Cell("\(key.prefix)…", label: label("key"), style: .muted),
                Table.Cell(words.summary(key.scopes), label: label("scopes"), style: .reason),
                Table.Cell(key.maker, label: label("maker")),
                Table.Cell(used(key), label: label("used"), style: .date),
                Table.Cell(expiry(key), label: label("expires"), style: .date),
                state(key, label: label("state")),
            ], action: key.revokedAt == nil ? .init(scope.say("platform.keys.revoke"), leadingTo: revokePath(key)) : nil)
        })
    }

    /// Asks before the key is revoked.
    func question(_ key: APIKey) -> RevokeKeyPage {
        RevokeKeyPage(
            title: scope.say(Phrase("platform.keys.revoke_title", ["name": .text(key.name)])),
            crumbs: Self.crumbs(scope) + [Crumb(scope.say("platform.keys.title"), path: KeyRoutes.path)],
            facts: [
                Fact(scope.say("platform.keys.key"), "\(key.prefix)…"),
                Fact(scope.say("platform.keys.scopes"), words.summary(key.scopes)),
                Fact(scope.say("platform.keys.maker"), key.maker),
                Fact(scope.say("platform.keys.used"), used(key)),
            ],
            action: revokePath(key), cancelPath: KeyRoutes.path)
    }

    private func revokePath(_ key: APIKey) -> String { "\(KeyRoutes.path)/\(key.id)/revoke" }

    private func used(_ key: APIKey) -> String {
        guard let at = key.lastUsedAt else { return scope.say("platform.keys.unused") }
        return scope.say(Phrase("platform.keys.used_at", [
            "when": .text(scope.formats.relative(at, to: scope.now)), "address": .text(key.lastUsedAddress ?? "–"),
        ]))
    }

    private func expiry(_ key: APIKey) -> String {
        guard let at = key.expiresAt else { return scope.say("platform.keys.unending") }
        return scope.say(Phrase("platform.keys.until", ["date": .text(scope.formats.date(at))]))
    }

    private func state(_ key: APIKey, label: String) -> Table.Cell {
        let state = key.state(at: scope.now)
        let tone: Tone = switch state {
        case .active: .positive
        case .expired: .neutral
        case .revoked: .negative
        }
        return .badge(scope.say(Phrase("platform.keys.states.\(state.rawValue)")), tone, label: label)
    }
}
