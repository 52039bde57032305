public import HTTPTypes
import Postgres

/// Somebody of whom a business's directory tells: its sign-in provider, or what provisions its people.
public struct DirectoryPerson: Sendable {
    public var address: EmailAddress
    /// 1 to 200 characters; an account that is there already keeps its own.
    public var name: String
    /// Those they are in, by the names the directory gives them; nil where it does not say.
    public var groups: [String]?

    public init(address: EmailAddress, name: String, groups: [String]?) {
        self.address = address
        self.name = name
        self.groups = groups
    }
}

/// A seat that a directory gave, or found.
public struct DirectorySeat: Sendable, Equatable {
    public enum State: String, Sendable {
        case created
        /// They had left, and have it back.
        case revived
        /// Their groups gave them another role.
        case changed
        case kept
    }

    public let state: State
    public let member: ID<Member>
    public let user: ID<User>
}

/// Why a directory gives or ends no seat.
public enum DirectoryError: UserFacingError, Equatable {
    /// The address is in no domain that the business has shown to be its own.
    case foreignAddress
    /// An operator has deactivated the account.
    case shut
    /// No directory ends an owner's seat.
    case owner
    /// There is no such member, or not any more.
    case gone

    public var status: HTTPResponse.Status {
        switch self {
        case .foreignAddress: .unprocessableContent
        case .shut, .owner: .forbidden
        case .gone: .notFound
        }
    }

    public var message: Phrase {
        switch self {
        case .foreignAddress: "directory.problems.foreign_address"
        case .shut: "platform.accounts.deactivated"
        case .owner: "directory.problems.owner"
        case .gone: "platform.people.gone"
        }
    }
}

/// Seats that come and go as the directory of a business says.
public struct Directory: Sendable {
    public let business: ID<Business>

    public init(of business: ID<Business>) { self.business = business }

    /// Gives somebody a seat, or finds theirs, with the role their groups map to; an owner stays one. Nobody else comes to own the business.
    /// - Parameter db: of the business, whose history then says who did it, or of visitors: then it was the person.
    /// - Throws: `DirectoryError`; `LimitReached` where the plan has no more seats.
    public func seat(_ person: DirectoryPerson, on db: Database<some Any>) async throws -> DirectorySeat {
        let answer: (state: String, member: ID<Member>?, user: ID<User>?)? = try await db.write(.first("""
            select * from kontor.seat_from_directory(\(business), \(person.address.text), \(person.name), \(person.groups), \(ID<User>()), \(ID<Member>()))
            """) { row in (state: try row.next(), member: try row.next(), user: try row.next()) })
        guard let answer, let state = DirectorySeat.State(rawValue: answer.state), let member = answer.member, let user = answer.user
        else { throw answer?.state == "shut" ? DirectoryError.shut : .foreignAddress }
        return DirectorySeat(state: state, member: member, user: user)
    }

    /// Ends a seat as removing somebody does: their sessions, keys and tokens for the business end with it; what is theirs stays theirs.
    /// - Throws: `DirectoryError.owner`, `.gone`.
    public func unseat(_ member: ID<Member>, on db: Database<some Any>) async throws {
        switch try await db.write(Query<String>.value("select kontor.unseat_from_directory(\(business), \(member))")) {
        case "done": return
        case "owner": throw DirectoryError.owner
        default: throw DirectoryError.gone
        }
    }
}
