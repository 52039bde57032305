import Postgres

/// What following a link in a mail has shown.
public enum ShownAddress: Sendable, Equatable {
    /// The address they have is theirs.
    case verified
    /// They have this address from now on; the one before is told in `language`, where it was known to be theirs.
    case changed(before: EmailAddress, wasVerified: Bool, language: Language?)
    /// Somebody else has it by now.
    case taken
    /// Nobody is signed in, or somebody who did not ask for it; the link is still good.
    case askedByAnother
}

extension Accounts {
    /// How long a link is good that shows an address to be somebody's.
    public static let addressLifetime = Duration.seconds(24 * 3_600)
    private static var time: String { addressLifetime.inSQL }

    /// Sends a link that shows an address to be theirs: the one they have, or one they want instead.
    /// - Parameters:
    ///   - mail: goes to that address.
    ///   - address: where the request came from, for the throttle.
    /// - Throws: `AccountError.tooManyTries`, also when three links are on their way.
    public func askAddress(_ link: Secret, by mail: Mail, session: [UInt8], from address: String) async throws {
        try await Throttle(.verify, account: base64URL(session), address: address).begin(db)
        try await db.transaction { db in
            guard try await db.value("select kontor.ask_address(\(session), \(mail.recipient), \(link.digest), \(Self.time)::text::interval)", of: Bool.self)
            else { throw AccountError.tooManyTries(seconds: 3_600) }
            try await db.execute(mail.posting)
        }
    }

    /// Which address the link shows to be somebody's; nil when it is good no more. To ask does not use it.
    public func askedAddress(by link: Secret) async throws -> String? {
        try await db.value("select kontor.asked_address(\(link.digest))", of: String?.self)
    }

    /// - Parameters:
    ///   - session: of whoever follows the link: it shows an address to be theirs only where they asked for it.
    ///   - farewell: a mail to the address they had, where it was known to be theirs and is theirs no more.
    /// - Throws: `AccountError.linkUsed`.
    public func showAddress(by link: Secret, session: [UInt8]?, farewell: @Sendable (EmailAddress, Language?) throws -> Mail?) async throws -> ShownAddress {
        do {
            return try await db.transaction { db in
                let found = try await db.first("select * from kontor.verify_address(\(link.digest), \(session))") { row in
                    let state: String = try row.next()
                    return (state, try row.next(EmailAddress?.self), try row.next(Bool?.self) ?? false, try row.next(String?.self).flatMap(Language.init(rawValue:)))
                }
                switch found {
                case ("verified", _, _, _)?: return .verified
                case ("taken", _, _, _)?: return .taken
                case ("other", _, _, _)?: return .askedByAnother
                case ("changed", let before?, let wasVerified, let language)?:
                    if wasVerified, let mail = try farewell(before, language) { try await db.execute(mail.posting) }
                    return .changed(before: before, wasVerified: wasVerified, language: language)
                default: throw AccountError.linkUsed
                }
            }
        } catch let error as DatabaseError where error.refusal?.constraint == "users_email_key" {
            return .taken
        }
    }
}
