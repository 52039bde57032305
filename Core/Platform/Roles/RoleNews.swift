import Postgres

/// What an event about a role says.
struct RoleNews: Codable, Sendable {
    /// Its key.
    let role: String
    var name: String?
    var rung: String?
    var decisions: [String: Bool]?
    /// Whose rules were decided.
    var records: String?
}

extension BusinessRole {
    /// Notes what a member did with the role: an event of the business, `platform.roles.…`.
    func happened(_ what: String, _ news: RoleNews, in scope: Scope) -> SQL {
        """
        insert into events (id, name, record, record_id, payload, member_id)
        values (\(ID<Event>()), \("platform.roles.\(what)"), 'roles', \(custom?.id), \(JSON(news)), \(scope.member.id))
        """
    }
}
