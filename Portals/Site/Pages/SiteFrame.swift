import Platform

/// What surrounds every page of the public site. Names a page does not have itself are looked
/// up here; `templates/layouts/site.mustache` is the layout that asks for them.
struct SiteFrame: Sendable {
    /// A language tag, e.g. `ar`.
    let language: String
    /// `ltr` or `rtl`.
    let direction: String
    /// The same page in each language.
    let languages: [LanguageLink]
    var homePath = "/"
    /// The customer portal's registration.
    let signUpPath: String
    /// The customer portal's sign-in.
    let signInPath: String
}
