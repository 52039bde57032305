import FoundationEssentials
import Platform

/// A person's passkeys. Fills `templates/customer/passkeys.mustache`.
struct PasskeysPage: Page {
    static let template = "customer/passkeys"

    let crumbs: [Crumb]
    let passkeys: [Entry]
    /// Where a script asks what an authenticator is to do, and then posts what came of it.
    let optionsPath = "\(PasskeyRoutes.path)/options"
    let action = PasskeyRoutes.path
    let field: FormField
    /// Why one was not added.
    let error: String?

    struct Entry: Sendable {
        let id: String
        let name: String
        let facts: [Fact]
        let renamePath: String
        let removePath: String
    }

    init(_ known: [Passkeys.Entry], name: String, _ scope: Scope, problem: String? = nil, error: String? = nil) {
        func say(_ key: String) -> String { scope.say(Phrase("security.passkeys.\(key)")) }
        crumbs = securityCrumbs(scope)
        passkeys = known.map { passkey in
            Entry(
                id: passkey.id.description, name: passkey.name,
                facts: [
                    Fact(say("created"), scope.formats.dateTime(passkey.createdAt)),
                    Fact(say("used"), passkey.lastUsedAt.map(scope.formats.dateTime) ?? say("unused")),
                    Fact(say("kept"), say(passkey.isBackedUp ? "several" : "single")),
                ],
                renamePath: "\(PasskeyRoutes.path)/\(passkey.id)/name", removePath: "\(PasskeyRoutes.path)/\(passkey.id)/remove")
        }
        field = FormField(
            "name", label: say("name"), help: say("name_help"), error: problem, isRequired: true, hasFocus: problem != nil,
            .text(.init(.text, name, maxLength: 100)))
        self.error = error
    }
}
