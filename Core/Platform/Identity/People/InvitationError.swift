public import HTTPTypes

/// Why nobody was invited.
public enum InvitationError: UserFacingError, Equatable {
    /// Those with these addresses have a seat already.
    case members([String])
    /// These were invited already, and their links are still good or can be sent again.
    case invited([String])
    /// The role is above the inviter's own, or the owner's.
    case roleTooHigh
    /// The business has sent as many in the last hour as it may.
    case tooMany
    /// The plan has no room for so many.
    case noSeats(plan: String)
    /// It was accepted or revoked meanwhile.
    case closed
    /// Who invites has not shown yet that their own address is theirs.
    case unconfirmed

    public var status: HTTPResponse.Status {
        switch self {
        case .members, .invited, .closed: .conflict
        case .roleTooHigh, .noSeats, .unconfirmed: .forbidden
        case .tooMany: .tooManyRequests
        }
    }

    public var message: Phrase {
        switch self {
        case .members(let emails): Phrase("platform.people.member_already", ["count": .number(emails.count), "emails": .text(emails.joined(separator: ", "))])
        case .invited(let emails): Phrase("platform.people.invited_already", ["count": .number(emails.count), "emails": .text(emails.joined(separator: ", "))])
        case .roleTooHigh: "platform.people.role_too_high"
        case .noSeats(let plan): Phrase("platform.people.no_seats", ["plan": .text(plan)])
        case .tooMany: Phrase("platform.people.too_many_sent", ["most": .number(Invitations.mostAnHour)])
        case .closed: "platform.people.invitation_closed"
        case .unconfirmed: "platform.people.unconfirmed"
        }
    }
}

/// Why a link does not let its holder join.
public enum JoinError: UserFacingError, Equatable {
    case used, revoked, expired
    /// There is no such link, or a newer one was sent.
    case gone
    /// Who is signed in has another address than the one that was invited.
    case otherPerson
    /// The plan of the business has no room for one more.
    case full
    /// There is an account with the address: its password lets in.
    case hasAccount

    public var status: HTTPResponse.Status {
        switch self {
        case .used, .revoked, .expired, .gone: .gone
        case .otherPerson, .hasAccount, .full: .conflict
        }
    }

    public var message: Phrase {
        switch self {
        case .used: "platform.people.link_used"
        case .revoked: "platform.people.link_revoked"
        case .expired: "platform.people.link_expired"
        case .gone: "platform.people.link_gone"
        case .otherPerson: "platform.people.other_person"
        case .full: "platform.people.full"
        case .hasAccount: "platform.accounts.address_taken"
        }
    }
}
