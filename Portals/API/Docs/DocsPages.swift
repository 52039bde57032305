import Platform

/// What surrounds the documentation; `templates/layouts/plain.mustache` asks for it.
struct DocsFrame: Sendable {
    let language: String
    /// `ltr` or `rtl`.
    let direction: String
    let languages: [LanguageLink]
}

/// What all addresses have in common, and which there are. Fills `templates/api/docs.mustache`.
struct DocsPage: Page {
    static let template = "api/docs"
    let specificationPath: String
    let address: String
    let start: String
    let problem: String
    let modules: [DocsModule]
}

/// The addresses of one kind of record. Fills `templates/api/operations.mustache`.
struct DocsOperationsPage: Page {
    static let template = "api/operations"
    let docsPath: String
    let module: String
    let title: String
    let operations: [DocsOperation]
    let modules: [DocsModule]
}

/// A module and its groups of addresses.
struct DocsModule: Sendable {
    let name: String
    let groups: [DocsGroup]
}

/// The addresses of one kind of record.
struct DocsGroup: Sendable {
    let name: String
    let path: String
    let isCurrent: Bool
    let operations: [DocsLink]
}

struct DocsLink: Sendable {
    let method: String
    let summary: String
    let path: String
}

/// One operation of an address.
struct DocsOperation: Sendable {
    /// For links to it.
    let id: String
    let method: String
    let path: String
    let summary: String
    let text: String?
    /// Whether neither key nor token is needed.
    let isOpen: Bool
    let parameters: DocsTable?
    let body: DocsTable?
    /// JSON; nil where nothing is sent.
    let example: String?
    let answers: [DocsAnswer]
    /// JSON; nil where nothing is answered.
    let answer: String?
    let curl: String
}

struct DocsTable: Sendable {
    let rows: [DocsRow]
}

/// A parameter, or a value of a body.
struct DocsRow: Sendable {
    let name: String
    let type: String
    let isRequired: Bool
    let meaning: String?
}

struct DocsAnswer: Sendable {
    let status: String
    let meaning: String
    let isGood: Bool
}
