public import FoundationEssentials
import Postgres

/// What a member wrote about a record.
public struct Note: Sendable {
    public let id: ID<Note>
    /// Up to 20,000 characters.
    public let body: String
    public let author: ID<Member>
    /// nil where they have no seat any more.
    public let authorName: String?
    public let createdAt: Date
    /// nil until it was changed.
    public let editedAt: Date?
    /// What tells this text from those before: the moment it was changed, in microseconds since 1970; 0 until then.
    let state: Int

    static let mostCharacters = 20_000

    /// Of the tables read as `n` and, of its author, `u`.
    static let columns: SQL = "n.id, n.body, n.author, u.name, n.created_at, n.edited_at, " + state
    static let state: SQL = "coalesce((extract(epoch from n.edited_at) * 1000000)::bigint, 0)"

    init(row: inout Row) throws {
        id = try row.next()
        body = try row.next()
        author = try row.next()
        authorName = try row.next()
        createdAt = try row.next()
        editedAt = try row.next()
        state = try row.next()
    }

    /// Who wrote it, and whoever manages, may change it.
    func mayBeChanged(by member: Member) -> Bool { author == member.id || member.role >= .manager }

    /// What a person or a program wrote, as it is kept.
    /// - Throws: `FieldProblem`.
    static func body(_ text: String) throws(FieldProblem) -> String {
        let text = trimmed(text.replacing("\r\n", with: "\n"))
        if text.isEmpty { throw FieldProblem("platform.problems.required") }
        if text.utf8.contains(0) { throw FieldProblem("platform.problems.nul") }
        let length = text.unicodeScalars.count
        guard length <= mostCharacters else {
            throw FieldProblem(Phrase("platform.problems.too_long", ["limit": .number(mostCharacters), "length": .number(length)]))
        }
        return text
    }
}

/// A file beside a record's fields.
public struct Attachment: Sendable {
    public let id: ID<Attachment>
    public let file: FileFacts
    public let addedBy: ID<Member>
    /// nil where they have no seat any more.
    public let addedByName: String?
    public let createdAt: Date

    /// Of the tables read as `a`, `f` and, of who added it, `u`.
    static let columns: SQL = "a.id, f.id, f.name, f.media_type, f.size, a.added_by, u.name, a.created_at"

    init(row: inout Row) throws {
        id = try row.next()
        file = FileFacts(id: try row.next(), name: try row.next(), type: try row.next(), size: try row.next())
        addedBy = try row.next()
        addedByName = try row.next()
        createdAt = try row.next()
    }
}

/// Why something attached cannot be changed.
enum AttachedError: UserFacingError, Equatable {
    case notYours
    /// The file was not uploaded by this member, belongs to something already, or was swept.
    case noSuchFile

    var status: HTTPResponse.Status {
        switch self {
        case .notYours: .forbidden
        case .noSuchFile: .conflict
        }
    }

    var message: Phrase {
        switch self {
        case .notYours: "platform.notes.not_yours"
        case .noSuchFile: "platform.files.gone"
        }
    }
}
