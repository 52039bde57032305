public import FoundationEssentials
import Postgres

/// Somebody who was asked to join a business and has not yet.
public struct Invitation: Sendable {
    public let id: ID<Invitation>
    public let email: EmailAddress
    public let role: Role
    /// What the business calls it, where it is a role of its own.
    public let roleName: String?
    /// Such a role.
    public let roleID: ID<CustomRole>?
    /// Who sent it last.
    public let inviter: String
    public let sentAt: Date
    public let expiresAt: Date

    /// How long its link is good for.
    public static let lifetime = Duration.seconds(7 * 24 * 3_600)

    /// Of the table read as `i`.
    static let columns: SQL = """
        i.id, i.email, i.role, (select r.name from roles r where r.id = i.role_id), i.role_id, (select c.name from colleagues c where c.id = i.invited_by), i.sent[array_upper(i.sent, 1)], i.expires_at
        """

    init(row: inout Row) throws {
        id = try row.next()
        email = try row.next()
        role = try row.next()
        roleName = try row.next()
        roleID = try row.next()
        inviter = try row.next(String?.self) ?? ""
        sentAt = try row.next()
        expiresAt = try row.next()
    }
}

/// An invitation about to be sent.
public struct InvitationDraft: Sendable {
    public let email: EmailAddress
    /// What its link holds.
    public let link: Secret
    /// Brings the link; nil where the inviter hands it over.
    public let mail: Mail?

    public init(to email: EmailAddress, link: Secret, mail: Mail?) {
        self.email = email
        self.link = link
        self.mail = mail
    }
}
