public import Platform

/// What surrounds every page of the operator's portal. Names a page does not have itself are
/// looked up here; `templates/layouts/admin.mustache` is the layout that asks for them.
public struct AdminFrame: Sendable {
    /// A language tag, e.g. `ar`.
    public let language: String
    /// `ltr` or `rtl`.
    public let direction: String
    /// The same page in each language.
    public let languages: [LanguageLink]
    public let homePath: String
    /// Nil while nobody is signed in.
    public let `operator`: SignedInOperator?
    public let menus: [Menu]
    public let notices: [Notice]

    public init(
        language: String, direction: String, languages: [LanguageLink] = [], homePath: String = "/",
        operator: SignedInOperator? = nil, menus: [Menu] = [], notices: [Notice] = []
    ) {
        self.language = language
        self.direction = direction
        self.languages = languages
        self.homePath = homePath
        self.operator = `operator`
        self.menus = menus
        self.notices = notices
    }

    /// Who is signed in.
    public struct SignedInOperator: Sendable {
        public let name: String
        public let initials: String
        public let email: String
        /// The role, in the page's language.
        public let role: String
        /// Where a POST signs out.
        public let signOutPath: String

        public init(name: String, initials: String, email: String, role: String, signOutPath: String) {
            self.name = name
            self.initials = initials
            self.email = email
            self.role = role
            self.signOutPath = signOutPath
        }
    }
}
