import Platform

/// What people are told by mail about their seats and their address.
struct PeopleLetters: Sendable {
    /// Of whoever reads it.
    let voice: Voice

    func invitation(_ link: Secret, from inviter: String, to business: String, as role: String) -> Letter {
        let words: [String: Phrase.Argument] = ["inviter": .text(inviter), "business": .text(business), "role": .text(role)]
        return Letter(
            "invite", subject: say("invite.subject", words), paragraphs: [say("invite.text", words)],
            action: Letter.Action(say("invite.action"), path: Joining.path(link)), note: say("invite.note", words), lifetime: Invitation.lifetime)
    }

    /// Asks to confirm the address the mail goes to.
    func address(_ link: Secret, isNew: Bool) -> Letter {
        Letter(
            "verify", subject: say("verify.subject"), paragraphs: [say(isNew ? "verify.new_text" : "verify.text")],
            action: Letter.Action(say("verify.action"), path: "\(Verifying.path)?link=\(link.text)"), note: say("verify.note"),
            lifetime: Accounts.addressLifetime)
    }

    /// Says to the address somebody had that they have another one.
    func addressChanged() -> Letter {
        Letter("address", subject: say("address.subject"), paragraphs: [say("address.text")])
    }

    /// Says to a member that the business is theirs.
    func owner(of business: String, from former: String) -> Letter {
        let words: [String: Phrase.Argument] = ["business": .text(business), "former": .text(former)]
        return Letter(
            "owner", subject: say("owner.subject", words), paragraphs: [say("owner.text", words)],
            action: Letter.Action(say("owner.action"), path: Members.path))
    }

    private func say(_ key: String, _ words: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("platform.mail.\(key)", words)) }
}
