public import Platform

/// Lets those choose a language who have not signed in, and remembers it in a cookie for a year.
public struct LanguageChoice: Sendable {
    private let cookie: Cookie

    public init(isSecure: Bool) { cookie = Cookie("kontor_language", isSecure: isSecure) }

    public func chosen(by cookies: Cookies) -> Language? {
        cookies[cookie.name].flatMap { Language(rawValue: String($0)) }
    }

    /// Where the links lead.
    public var route: Route<Visit> {
        .raw(.get, "/language/{code}", .open(because: "anyone may read in their language")) { [cookie] request, _ in
            guard let language = request.parameters["code"].flatMap(Language.init), Language.complete.contains(language)
            else { throw PageError.notFound }
            let year: Int64 = 365 * 24 * 3_600
            return .seeOther(localPath(request.query["next"]) ?? "/", setting: cookie.field(language.rawValue, for: year))
        }
    }

    /// A page in each complete language.
    /// - Parameter path: the page's own, with its query.
    public static func links(to path: String) -> [LanguageLink] {
        Language.complete.map { language in
            LanguageLink(
                code: language.rawValue, name: language.endonym, path: "/language/\(language.rawValue)?next=\(urlEscaped(path))")
        }
    }
}
