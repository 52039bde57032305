import Platform

/// What surrounds every page of the operator's portal. Names a page does not have itself are
/// looked up here; `templates/layouts/admin.mustache` is the layout that asks for them.
struct AdminFrame: Sendable {
    /// A language tag, e.g. `ar`.
    let language: String
    /// `ltr` or `rtl`.
    let direction: String
    /// The same page in each language.
    let languages: [LanguageLink]
    var homePath = "/"
    /// Nil while nobody is signed in.
    var `operator`: SignedInOperator? = nil
    var menus: [Menu] = []
    var notices: [Notice] = []

    /// Who is signed in.
    struct SignedInOperator: Sendable {
        let name: String
        let initials: String
        let email: String
        /// The role, in the page's language.
        let role: String
        /// Where a POST signs out.
        let signOutPath: String
    }
}
