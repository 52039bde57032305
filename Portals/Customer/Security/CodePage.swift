import FoundationEssentials
import Platform

/// The second factor: whether there is one, setting it up, and its recovery codes. Fills `templates/customer/code.mustache`.
struct CodePage: Page {
    static let template = "customer/code"

    let crumbs: [Crumb]
    // Exactly one of these is there.
    let off: Off?
    let setup: Setup?
    let on: On?
    let made: Made?

    struct Off: Sendable {
        /// Why one is here, where the business asks for it.
        let asked: String?
        let newPath = "\(CodeRoutes.path)/new"
        let passkeysPath = PasskeyRoutes.path
    }

    struct Setup: Sendable {
        let action = "\(CodeRoutes.path)/new"
        let picture: HTML?
        /// The secret to type, for who cannot take a picture.
        let secret: String
        let address: String
        let field: FormField
        let cancelPath = CodeRoutes.path
    }

    struct On: Sendable {
        let facts: [Fact]
        /// Said where few recovery codes are left.
        let warning: String?
        let renewPath = "\(CodeRoutes.path)/recovery"
        let offPath = "\(CodeRoutes.path)/off"
    }

    /// New recovery codes, shown this once.
    struct Made: Sendable {
        let codes: [String]
        let filePath = "\(CodeRoutes.path)/file"
        let donePath = CodeRoutes.path
    }

    private init(_ scope: Scope, isDeep: Bool = true, off: Off? = nil, setup: Setup? = nil, on: On? = nil, made: Made? = nil) {
        crumbs = securityCrumbs(scope) + (isDeep ? [Crumb(scope.say("security.code.title"), path: CodeRoutes.path)] : [])
        self.off = off
        self.setup = setup
        self.on = on
        self.made = made
    }

    init(_ factor: SecondFactor, _ scope: Scope, isAsked: Bool = false) {
        guard let since = factor.since else {
            self.init(scope, isDeep: false, off: Off(asked: isAsked ? scope.say(Phrase("security.enforced.asked", ["business": .text(scope.business.name)])) : nil))
            return
        }
        let left = scope.say(Phrase("security.code.left", ["count": .number(factor.codesLeft)]))
        self.init(scope, isDeep: false, on: On(
            facts: [
                Fact(scope.say("security.code.since"), scope.formats.dateTime(since)),
                Fact(scope.say("security.code.recovery"), left),
            ],
            warning: factor.codesLeft > 2 ? nil : scope.say("security.code.running_out")))
    }

    init(_ code: OneTimeCode, _ scope: Scope, _ error: AccountError? = nil) {
        let address = code.address(account: scope.member.email)
        self.init(scope, setup: Setup(
            picture: QRCode(address)?.svg(label: scope.say("security.code.picture")), secret: code.text, address: address,
            field: FormField(
                "code", label: scope.say("security.second.code"), help: scope.say("security.code.first"),
                error: error.map { scope.say($0.message) }, isRequired: true, hasFocus: true,
                .text(.init(.text, autocomplete: "one-time-code", inputMode: "numeric", maxLength: 20)))))
    }

    init(_ codes: [RecoveryCode], _ scope: Scope) {
        self.init(scope, made: Made(codes: codes.map(\.text)))
    }
}

/// Asks before a protection is taken away. Fills `templates/customer/security-question.mustache`.
struct SecurityQuestionPage: Page {
    static let template = "customer/security-question"

    let crumbs: [Crumb]
    let title: String
    let text: String
    let submit: String
    /// Where the form posts.
    let action: String
    let cancelPath: String

    /// - Parameter key: of its texts, below `platform.security`.
    init(_ key: String, action: String, cancel: String, _ scope: Scope, _ values: [String: Phrase.Argument] = [:]) {
        func say(_ name: String) -> String { scope.say(Phrase("security.\(key).\(name)", values)) }
        crumbs = securityCrumbs(scope) + [Crumb(say("title"), path: cancel)]
        title = say("off_title")
        text = say("off_text")
        submit = say("off_submit")
        self.action = action
        cancelPath = cancel
    }
}
