public import FoundationEssentials
import Postgres

/// What became of the ways in which somebody proves who they are: they are told of it, because it may not have been them.
public enum FactorChange: Sendable, Equatable {
    case codeOn, codeOff, recoveryRenewed, password
    /// By the name the person gave it; nil where it is not known.
    case passkeyAdded(String), passkeyRemoved(String?)

    private var key: String {
        switch self {
        case .codeOn: "code_on"
        case .codeOff: "code_off"
        case .recoveryRenewed: "recovery"
        case .password: "password"
        case .passkeyAdded: "passkey_added"
        case .passkeyRemoved: "passkey_removed"
        }
    }

    private var name: String {
        switch self {
        case .passkeyAdded(let name): name
        case .passkeyRemoved(let name): name ?? ""
        case .codeOn, .codeOff, .recoveryRenewed, .password: ""
        }
    }

    /// - Parameters:
    ///   - name: of whoever reads it.
    ///   - device: in which it was done.
    ///   - time: when, in the voice's time zone.
    ///   - path: where they see where they are signed in.
    public func letter(to name: String, from device: Device, at time: Date, leadingTo path: String, _ voice: Voice) -> Letter {
        func say(_ key: String, _ values: [String: Phrase.Argument] = [:]) -> String { voice.say(Phrase("security.mail.factor.\(key)", values)) }
        let place: [String: Phrase.Argument] = [
            "device": .phrase(DeviceName(device.agent).phrase), "address": .text(device.address), "time": .text(voice.formats.dateTime(time)),
        ]
        return Letter(
            "factor", subject: say("\(key).subject"),
            paragraphs: [say("hello", ["name": .text(name)]), say("\(key).text", ["name": .text(self.name)]), say("place", place), say("advice")],
            action: Letter.Action(say("action"), path: path))
    }
}

extension Accounts {
    /// Runs a statement that says whether it did anything, and sends a mail exactly when it did.
    func change(_ sql: SQL, telling mail: Mail?, then more: SQL? = nil) async throws -> Bool {
        try await db.transaction { db in
            guard try await db.write(Query<Bool>.value(sql)) else { return false }
            if let mail { try await db.execute(mail.posting) }
            if let more { try await db.execute(more) }
            return true
        }
    }

    /// Runs a statement, and sends a mail with it.
    func perform(_ sql: SQL, telling mail: Mail?) async throws {
        try await db.transaction { db in
            try await db.execute(sql)
            if let mail { try await db.execute(mail.posting) }
        }
    }
}
