public import Platform

/// What surrounds every page of the customer portal: the business, its menu, who is signed in.
/// Names a page does not have itself are looked up here; `templates/layouts/portal.mustache`
/// is the layout that asks for them.
public struct CustomerFrame: Sendable {
    /// A language tag, e.g. `ar`.
    public let language: String
    /// `ltr` or `rtl`.
    public let direction: String
    /// The same page in each language.
    public let languages: [LanguageLink]
    /// Nil while nobody is signed in.
    public let business: BusinessMark?
    /// Nil while nobody is signed in.
    public let member: SignedInMember?
    public let menus: [Menu]
    public let notices: [Notice]
    /// Said while an operator assists.
    public let assists: [Assisting]
    /// What the platform tells all its members.
    public let told: [Told]
    /// Where all records are searched; nil where nobody may.
    public let searchPath: String?

    public init(
        language: String, direction: String, languages: [LanguageLink] = [], business: BusinessMark? = nil,
        member: SignedInMember? = nil, menus: [Menu] = [], notices: [Notice] = [], assists: [Assisting] = [], told: [Told] = [], searchPath: String? = nil
    ) {
        self.language = language
        self.direction = direction
        self.languages = languages
        self.business = business
        self.member = member
        self.menus = menus
        self.notices = notices
        self.assists = assists
        self.told = told
        self.searchPath = searchPath
    }

    /// That an operator works in the place of a member, and how to end it. Fills `templates/layouts/assisting.mustache`.
    public struct Assisting: Sendable {
        public let text: String
        public let reason: String
        /// Where a POST ends it.
        public let endPath: String
        public let endLabel: String
    }

    /// Something that stays on every page until the member closes it.
    public struct Told: Sendable {
        /// A `Notice.Kind`, which is also the name of its icon.
        public let kind: String
        public let text: String
        /// Where a POST closes it.
        public let dismissPath: String
    }

    /// How a business shows itself.
    public struct BusinessMark: Sendable {
        public let name: String
        /// One or two letters standing in for its sign.
        public let initials: String
        public let homePath: String
        /// The style sheet that sets its hue, `/theme/<hue>.css`; nil for Kontor's own.
        public let themePath: String?
        /// The member's other businesses, by name.
        public let others: [Other]
        public let hasOthers: Bool

        public init(name: String, initials: String, homePath: String = "/", themePath: String? = nil, others: [Other] = []) {
            self.name = name
            self.initials = initials
            self.homePath = homePath
            self.themePath = themePath
            self.others = others
            hasOthers = !others.isEmpty
        }

        /// A business to go to.
        public struct Other: Sendable {
            public let id: String
            public let name: String
            public let initials: String

            public init(id: String, name: String, initials: String) {
                self.id = id
                self.name = name
                self.initials = initials
            }
        }
    }

    /// Who is signed in.
    public struct SignedInMember: Sendable {
        public let name: String
        public let initials: String
        public let email: String
        /// The role, in the page's language.
        public let role: String
        /// nil for an operator who assists.
        public let profilePath: String?
        public let passwordPath: String
        /// Where a POST signs out.
        public let signOutPath: String

        public init(
            name: String, initials: String, email: String, role: String,
            profilePath: String?, passwordPath: String, signOutPath: String
        ) {
            self.name = name
            self.initials = initials
            self.email = email
            self.role = role
            self.profilePath = profilePath
            self.passwordPath = passwordPath
            self.signOutPath = signOutPath
        }
    }
}
