/// What an authenticator says of itself and of what was asked (WebAuthn §6.1).
struct AuthenticatorData {
    let relyingParty: [UInt8]
    let flags: Flags
    let signCount: UInt32
    /// nil where no key was made.
    let credential: Credential?

    struct Flags: OptionSet {
        let rawValue: UInt8
        static let present = Flags(rawValue: 1), verified = Flags(rawValue: 1 << 2), canBackUp = Flags(rawValue: 1 << 3)
        static let isBackedUp = Flags(rawValue: 1 << 4), hasCredential = Flags(rawValue: 1 << 6), hasExtensions = Flags(rawValue: 1 << 7)
    }

    struct Credential {
        let id: [UInt8]
        /// A COSE_Key.
        let key: [UInt8]
    }

    /// - Throws: `PasskeyError.refused` for too few bytes, too many, or any that mean nothing.
    init(_ bytes: [UInt8]) throws(PasskeyError) {
        guard bytes.count >= 37 else { throw .refused }
        relyingParty = Array(bytes[0..<32])
        flags = Flags(rawValue: bytes[32])
        signCount = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
        var rest = Array(bytes[37...])
        credential = flags.contains(.hasCredential) ? try Self.takeCredential(&rest) : nil
        if flags.contains(.hasExtensions) { _ = try Self.value(from: &rest) }
        guard rest.isEmpty, !flags.contains(.isBackedUp) || flags.contains(.canBackUp) else { throw .refused }
    }

    private static func takeCredential(_ rest: inout [UInt8]) throws(PasskeyError) -> Credential {
        guard rest.count >= 18 else { throw .refused }
        let length = Int(rest[16]) << 8 | Int(rest[17])
        guard (16...1_023).contains(length), rest.count >= 18 + length else { throw .refused }
        let id = Array(rest[18..<18 + length])
        rest.removeFirst(18 + length)
        return Credential(id: id, key: try value(from: &rest))
    }

    /// The bytes of one CBOR value.
    private static func value(from rest: inout [UInt8]) throws(PasskeyError) -> [UInt8] {
        do {
            let length = try CBOR.read(rest).length
            defer { rest.removeFirst(length) }
            return Array(rest[..<length])
        } catch { throw .refused }
    }
}
