import Platform

/// Who works in the business, and as what. Fills `templates/customer/members.mustache`.
struct MembersPage: Page {
    static let template = "customer/members"

    /// How many, ready to read.
    let counts: String
    /// The members and the invitations; empty for those who see no invitations.
    let tabs: [Tab]
    /// nil for those who may not invite.
    let invitePath: String?
    let path: String
    let hidden: [HiddenValue]
    let search: Search?
    let filters: [Filter]
    let clearPath: String?
    /// nil where nobody matches.
    let table: Table?
    let pager: Pager?
    /// What each role may do.
    let roles: [Role]

    struct Role: Sendable {
        let name: String
        let text: String
    }
}

/// Who was asked to join and has not yet. Fills `templates/customer/invitations.mustache`.
struct InvitationsPage: Page {
    static let template = "customer/invitations"

    let tabs: [Tab]
    let invitePath: String
    let path: String
    let hidden: [HiddenValue]
    let search: Search?
    let filters: [Filter]
    let clearPath: String?
    let rows: [Row]
    /// Whether there may be others.
    let isNarrowed: Bool
    let pager: Pager?

    struct Row: Sendable {
        let email: String
        let role: String
        /// Who sent it and when, ready to read.
        let sent: String
        /// Until when the link is good, or that it no longer is.
        let until: String
        let isExpired: Bool
        let resendPath: String
        let revokePath: String
        /// Asked before it is revoked, where scripts run.
        let question: String

        init(_ invitation: Invitation, _ scope: Scope) {
            let words = PeopleWords(scope: scope)
            email = invitation.email.text
            role = scope.say(invitation.role.name)
            sent = words.say("sent_by", ["when": .text(scope.formats.relative(invitation.sentAt, to: scope.now)), "name": .text(invitation.inviter)])
            isExpired = invitation.expiresAt <= scope.now
            until = isExpired ? words.say("expired") : words.say("good_until", ["date": .text(scope.formats.date(invitation.expiresAt))])
            resendPath = "\(InviteRoutes.path)/\(invitation.id)/resend"
            revokePath = "\(InviteRoutes.path)/\(invitation.id)/revoke"
            question = words.say("revoke_question", ["email": .text(invitation.email.text)])
        }
    }
}

/// Inviting people. Fills `templates/customer/invite.mustache`.
struct InvitePage: Page {
    static let template = "customer/invite"

    let crumbs: [Crumb]
    /// Where the form posts.
    let action: String
    let cancelPath: String
    let sections: [FormSection]
    let error: String?
    let submit: String
    /// Those that were invited before, who can be sent their link again.
    let waiting: [InvitationsPage.Row]
    /// What is to be handed over where no mail is sent.
    let links: [Link]
    let hasWaiting: Bool, hasLinks: Bool

    struct Link: Sendable {
        let email: String
        /// The whole address.
        let address: String
    }
}

/// One member, with what can be done. Fills `templates/customer/member.mustache`.
struct MemberPage: Page {
    static let template = "customer/member"

    let crumbs: [Crumb]
    let name: String
    let initials: String
    let facts: [Fact]
    /// Where another role is posted.
    let action: String
    /// Chooses the role; empty where it cannot be changed, which `note` then explains.
    let fields: [FormField]
    let note: String?
    let error: String?
    /// nil where it cannot be done.
    let removePath, ownerPath, leavePath: String?
    /// Where it says what they may do; nil for those who may not know.
    let rightsPath: String?
}
