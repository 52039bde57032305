import Platform

/// What came of a change that an operator asked for.
struct Outcome: Sendable, Equatable {
    /// Of the business or person.
    let name: String
    /// Not when it was like that already; then nothing was changed.
    let isDone: Bool

    /// - Parameter key: of the text for a change that was done; the other's ends in `_already`.
    func announcement(_ key: String, _ voice: Voice, undo: String? = nil) -> Announcement {
        let text = voice.say(Phrase(isDone ? key : "\(key)_already", ["name": .text(name)]))
        return isDone ? Announcement(text, undo: undo) : Announcement(text, kind: .info)
    }
}
