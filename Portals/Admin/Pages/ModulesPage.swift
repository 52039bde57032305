public import Markup
public import Platform

/// The modules this server runs. Fills `templates/admin/modules.mustache`.
public struct ModulesPage: Page {
    public static let template = "admin/modules"

    public let modules: [Entry]

    public init(modules: [Entry]) { self.modules = modules }

    public struct Entry: Sendable {
        /// The module's id, e.g. `crm`.
        public let id: String
        public let name: String
        public let summary: String
        public let icon: String
        /// What it keeps, needs and offers, e.g. `Records` and `Customers, Companies`.
        public let facts: [Fact]

        public init(id: String, name: String, summary: String, icon: String = "module", facts: [Fact]) {
            self.id = id
            self.name = name
            self.summary = summary
            self.icon = icon
            self.facts = facts
        }
    }
}
