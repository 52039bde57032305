public import FoundationEssentials
import Postgres

/// Somebody who was asked to join a business and has not yet.
public struct Invitation: Sendable {
    public let id: ID<Invitation>
    public let email: EmailAddress
    public let role: BusinessRole
    /// Who sent it last.
    public let inviter: String
    public let sentAt: Date
    public let expiresAt: Date

    /// How long its link is good for.
    public static let lifetime = Duration.seconds(7 * 24 * 3_600)

    /// Of a role of the business's own, the invitation to it says what it is.
    static let source: SQL = "invitations i left join roles r on r.business_id = i.business_id and r.id = i.role_id"

    /// Of `source`.
    static let columns: SQL = """
        i.id, i.email, i.role, r.id, r.name, r.decisions, (select c.name from colleagues c where c.id = i.invited_by), i.sent[array_upper(i.sent, 1)], i.expires_at
        """

    init(row: inout Row) throws {
        id = try row.next()
        email = try row.next()
        let rung: Role = try row.next()
        role = try BusinessRole(on: rung, row: &row)
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
