import Platform

/// Connection strings of the three logins: the owner, who only migrates; the application, whom
/// policies restrict to one business at a time; and the operators' portal.
struct Logins: Sendable {
    let owner: String
    let app: String
    let operators: String
    /// By login; empty where the server lets them in without.
    let passwords: [String: String]

    /// - Parameters:
    ///   - app: where an operator has made the login themselves.
    init(owner: String, app: String? = nil, operators: String? = nil) {
        self.owner = owner
        let secret = Self.password(in: owner)
        // Each node comes to the same passwords by itself, and none of them tells the owner's.
        let passwords = secret.map { secret in
            Dictionary(uniqueKeysWithValues: ["kontor_app", "kontor_operator"].map { login in
                (login, base64URL(sha256(Array("kontor login \(login) \(secret)".utf8))))
            })
        } ?? [:]
        self.passwords = passwords
        self.app = app ?? Self.string(owner, as: "kontor_app", passwords["kontor_app"])
        self.operators = operators ?? Self.string(owner, as: "kontor_operator", passwords["kontor_operator"])
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
