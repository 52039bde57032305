import Platform

/// Connection strings of the three logins: the owner, who only migrates; the application, whom
/// policies restrict to one business at a time; and the operators' portal.
struct Logins: Sendable {
    let owner: String
    let app: String
    let operators: String
    /// Those that no operator made.
    let ours: [Login]

    struct Login: Sendable {
        let name: String
        /// nil where the server lets them in without.
        let password: String?
        let connectionString: String
    }

    /// - Parameters:
    ///   - app: where an operator has made the login themselves.
    init(owner: String, app: String? = nil, operators: String? = nil) {
        self.owner = owner
        let secret = Self.password(in: owner)
        // Each node comes to the same passwords by itself, and none of them tells the owner's.
        func login(_ name: String) -> Login {
            let password = secret.map { base64URL(sha256(Array("kontor login \(name) \($0)".utf8))) }
            return Login(name: name, password: password, connectionString: Self.string(owner, as: name, password))
        }
        let ourApp = login("kontor_app"), ourOperators = login("kontor_operator")
        self.app = app ?? ourApp.connectionString
        self.operators = operators ?? ourOperators.connectionString
        ours = (app == nil ? [ourApp] : []) + (operators == nil ? [ourOperators] : [])
    }

    /// Both of libpq's forms let a later setting win over an earlier one.
    private static func string(_ owner: String, as login: String, _ password: String?) -> String {
        if owner.hasPrefix("postgres://") || owner.hasPrefix("postgresql://") {
            let separator = owner.contains("?") ? "&" : "?"
            return "\(owner)\(separator)user=\(login)" + (password.map { "&password=\($0)" } ?? "")
        }
        return "\(owner) user=\(login)" + (password.map { " password=\($0)" } ?? "")
    }

    private static func password(in string: String) -> String? {
        if let scheme = string.firstRange(of: "://") {
            let authority = string[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
            guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else { return nil }
            return String(authority[authority.index(after: colon)..<at])
        }
        return string.split(separator: " ").first { $0.hasPrefix("password=") }.map { String($0.dropFirst("password=".count)) }
    }
}
