import Platform

/// Signs a person out everywhere, and sends them a link to choose another password. Either is noted with the operator's name
/// where it is done, which looks once more whether they are an admin.
struct Assisting: Sendable {
    let scope: OperatorScope

    /// - Throws: `PageError.notFound`.
    func endSessions(of id: ID<User>) async throws {
        let ended = try await scope.db.write(Query<Int?>.value("select kontor.end_person_sessions(\(scope.operatorID), \(id))"))
        guard ended != nil else { throw PageError.notFound }
    }

    /// - Parameter letters: make the mail that leads to the customer portal.
    /// - Returns: whether it is on its way: not where they have three already.
    /// - Throws: `PageError.notFound`.
    func sendReset(to id: ID<User>, _ letters: Letters, _ voices: Voices) async throws -> Bool {
        let file = try await People(db: scope.db).file(of: id)
        guard let address = EmailAddress(file.email) else { return false }
        let link = Secret(), voice = file.language.map { voices.voice($0) } ?? scope.voice
        let mail = try letters.mail(.reset(link, voice, "operators.person.letter"), to: address, voice: voice)
        return try await scope.db.write(Query<Bool>.value("""
            select kontor.send_reset(\(scope.operatorID), \(id), \(link.digest), \("\(Accounts.resetLifetime.components.seconds) seconds")::text::interval,
                \(mail.id), \(mail.language), \(mail.subject), \(mail.plain), \(mail.html))
            """))
    }
}

extension Letter {
    /// - Parameter text: why they get it.
    fileprivate static func reset(_ link: Secret, _ voice: Voice, _ text: Phrase) -> Letter {
        func say(_ key: String) -> String { voice.say(Phrase("platform.mail.reset.\(key)")) }
        return Letter(
            "reset", subject: say("subject"), paragraphs: [voice.say(text)], action: Action(say("action"), path: "/reset?link=\(link.text)"),
            note: say("note"), lifetime: Accounts.resetLifetime)
    }
}
