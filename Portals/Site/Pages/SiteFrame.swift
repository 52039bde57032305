public import Platform

/// What surrounds every page of the public site. Names a page does not have itself are looked
/// up here; `templates/layouts/site.mustache` is the layout that asks for them.
public struct SiteFrame: Sendable {
    /// A language tag, e.g. `ar`.
    public let language: String
    /// `ltr` or `rtl`.
    public let direction: String
    /// The same page in each language.
    public let languages: [LanguageLink]
    public let homePath: String
    /// The customer portal's registration.
    public let signUpPath: String
    /// The customer portal's sign-in.
    public let signInPath: String

    public init(
        language: String, direction: String, languages: [LanguageLink] = [], homePath: String = "/",
        signUpPath: String, signInPath: String
    ) {
        self.language = language
        self.direction = direction
        self.languages = languages
        self.homePath = homePath
        self.signUpPath = signUpPath
        self.signInPath = signInPath
    }
}
