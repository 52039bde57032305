import Platform
import Web

/// Lets visitors choose a language; members choose theirs in their profile.
struct Languages: Sendable {
    let said: Said
    static let cookie = "kontor_language"

    var routes: [Route<Visit>] {
        [
            .raw(.get, "/language/{code}", .open(because: "anyone may read in their language")) { request, _ in
                guard let language = request.parameters["code"].flatMap(Language.init(rawValue:)) else { throw PageError.notFound }
                var response = Response.seeOther(localPath(request.query["next"]) ?? "/")
                response.headers[.setCookie] =
                    "\(Self.cookie)=\(language.rawValue); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
                return response
            }
        ]
    }

    /// The same page in each complete language.
    static func links(to path: String) -> [LanguageLink] {
        Language.complete.map { language in
            LanguageLink(
                code: language.rawValue, name: language.endonym, path: "/language/\(language.rawValue)?next=\(urlEscaped(path))")
        }
    }
}
