import HTTPTypes
import Platform

/// Who asks.
enum Key: Sendable {
    case nobody
    /// A member's browser.
    case cookie(String)
    /// A program.
    case bearer(String)

    var headers: HTTPFields {
        switch self {
        case .nobody: [:]
        case .cookie(let text): [.cookie: text]
        case .bearer(let text): [.authorization: "Bearer \(text)"]
        }
    }
}

/// What is sent along.
enum Body: Sendable {
    case none, form(Form), json(JSONValue)

    var type: String? {
        switch self {
        case .none: nil
        case .form: "application/x-www-form-urlencoded"
        case .json: "application/json"
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .none: []
        case .form(let form): Array(form.urlEncoded.utf8)
        case .json(let json): json.bytes
        }
    }
}

extension HTTPFields {
    func merging(_ other: HTTPFields) -> HTTPFields {
        var all = self
        for field in other { all.append(field) }
        return all
    }
}
