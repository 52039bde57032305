public import HTTPTypes

/// Why a domain is not taken, or not confirmed.
public enum DomainError: UserFacingError, Equatable {
    case missing
    case notAName
    /// It is to be typed as the Domain Name System knows it, so that everybody sees which it is.
    case notASCII(punycode: String)
    /// Such as `intranet`: it is somebody's in one network only.
    case singleLabel
    /// Anybody gets an address there.
    case publicMail(String)
    /// The business has named it already.
    case known(String)
    case tooMany
    /// Another business has shown that it is its own.
    case taken(String)
    /// There is no such TXT record, or not yet everywhere.
    case noRecord(String)
    /// No name server answered.
    case unreachable

    public var status: HTTPResponse.Status {
        switch self {
        case .missing, .notAName, .notASCII, .singleLabel, .publicMail, .tooMany, .noRecord: .unprocessableContent
        case .known, .taken: .conflict
        case .unreachable: .badGateway
        }
    }

    public var message: Phrase {
        switch self {
        case .missing: "platform.problems.required"
        case .notAName: "directory.problems.not_a_name"
        case .notASCII(let name): Phrase("directory.problems.not_ascii", ["name": .text(name)])
        case .singleLabel: "directory.problems.single_label"
        case .publicMail(let name): Phrase("directory.problems.public_mail", ["name": .text(name)])
        case .known(let name): Phrase("directory.problems.known", ["name": .text(name)])
        case .tooMany: Phrase("directory.problems.too_many_domains", ["most": .number(Domains.most)])
        case .taken(let name): Phrase("directory.problems.taken", ["name": .text(name)])
        case .noRecord(let name): Phrase("directory.problems.no_record", ["name": .text(name)])
        case .unreachable: "directory.problems.no_server"
        }
    }
}
