/// What every module keeps, so that it can be served beside others and to many businesses.
public enum Rule: String, CaseIterable, Sendable {
    case names, texts, templates, columns, indexes, walls, keys, history, migrations, access
    case permission, feature, suspension, business, operations, surfaces, queries, answers, purge

    /// The rule in a sentence.
    public var sentence: String {
        switch self {
        case .names: "Names of modules, records, fields, routes and commands are proper, unique and known."
        case .texts: "Every text is there in English, Spanish and Arabic."
        case .templates: "Every page has a template, and the template names only what the page has."
        case .columns: "Every field has its column, of its type."
        case .indexes: "What is searched, sorted or shown by day has its index."
        case .walls: "Every table stands behind forced row-level security by business_id."
        case .keys: "Every primary and foreign key of a table holds business_id, so that no row can belong to or lead into another business."
        case .history: "Every change of a record is counted and remembered, by triggers no road leads past."
        case .migrations: "Every migration runs on an empty database and on a full one."
        case .access: "Every route asks for a member's permission."
        case .permission: "Every route is refused to who has not signed in and to who lacks its permission, and let pass with it."
        case .feature: "Every route is refused while the module is switched off."
        case .suspension: "Every route is refused while the business is suspended."
        case .business: "No route shows, changes or refers to another business's rows, or tells them from rows that are not there."
        case .operations: "What is done by its name is refused without its permission, its feature, its business, or while that is suspended."
        case .surfaces: "A record is found, shown, written, exported, imported, remembered and erased by every road there is."
        case .queries: "Every list asks a fixed number of queries, whatever the number of rows."
        case .answers: "Every answer of the API is as its own description says."
        case .purge: "A purge leaves no row of the module, and none of another business's is touched."
        }
    }
}

/// A rule that is broken, where, and what mends it.
public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
    public let rule: Rule
    /// Names the file, record or route, and the fix.
    public let sentence: String

    init(_ rule: Rule, _ sentence: String) {
        self.rule = rule
        self.sentence = sentence
    }

    public var description: String { "\(rule.rawValue): \(sentence)" }
}
