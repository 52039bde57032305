public import FoundationEssentials
import Postgres

extension Resource {
    /// Notes, or files, of one record each, as programs see them.
    public struct Attached: Sendable {
        /// The newest first; takes `limit` and `after`.
        public let list: @Sendable (_ record: UUID, Form, Scope) async throws -> JSONValue
        /// - Returns: what was added.
        public let add: @Sendable (_ record: UUID, JSONValue, Scope) async throws -> JSONValue
        public let remove: @Sendable (_ record: UUID, _ id: UUID, Scope) async throws -> Void
    }
}

/// Reads and writes what is attached to records, for programs.
struct ResourceAttached<R: Record>: Sendable {
    let kind: RecordKind<R>
    let scope: Scope
    let record: UUID

    private var attached: Attached<R> { Attached(kind, in: scope, to: ID(record)) }

    // MARK: Notes

    func notes(_ query: Form) async throws -> JSONValue {
        let asked = try AttachedAsked(query)
        let found = try await scope.db.fetch(attached.notes(before: asked.after.map(ID.init), most: asked.limit))
        if found.isEmpty { try await attached.mustBeThere() }
        try await Records(kind, in: scope).noteRead(of: ID(record))
        return page(found.map { ($0.id.uuid, json($0)) }, asked.limit)
    }

    /// Takes `{"body": "…"}`.
    func addNote(_ json: JSONValue) async throws -> JSONValue {
        try await attached.mustBeThere()
        let body: String
        do {
            body = try Note.body(try text("body", of: json))
        } catch let problem as FieldProblem {
            throw InvalidInput("/body", problem.phrase)
        }
        return self.json(try await attached.note(try await attached.add(body)))
    }

    func removeNote(_ id: UUID) async throws { try await attached.remove(ID<Note>(id)) }

    private func json(_ note: Note) -> JSONValue {
        [
            "id": .string(note.id.description), "record_id": .string(record.text), "body": .string(note.body),
            "author": person(note.author, note.authorName), "created_at": .string(iso8601(note.createdAt)),
            "edited_at": note.editedAt.map { .string(iso8601($0)) } ?? .null,
        ]
    }

    // MARK: Files

    func files(_ query: Form) async throws -> JSONValue {
        let asked = try AttachedAsked(query)
        let found = try await scope.db.fetch(attached.files(before: asked.after.map(ID.init), most: asked.limit))
        if found.isEmpty { try await attached.mustBeThere() }
        try await Records(kind, in: scope).noteRead(of: ID(record))
        return page(found.map { ($0.id.uuid, json($0)) }, asked.limit)
    }

    /// Takes `{"file_id": "…"}`, of a file that this member has uploaded.
    func addFile(_ json: JSONValue) async throws -> JSONValue {
        try await attached.mustBeThere()
        let id = try text("file_id", of: json)
        guard id.utf8.count == 36, let file = ID<StoredFile>(id) else { throw InvalidInput("/file_id", "api.problems.id") }
        do {
            return self.json(try await attached.file(try await attached.attach(file)))
        } catch AttachedError.noSuchFile {
            throw InvalidInput("/file_id", AttachedError.noSuchFile.message, status: .conflict)
        }
    }

    func removeFile(_ id: UUID) async throws { try await attached.detach(ID<Attachment>(id)) }

    private func json(_ attachment: Attachment) -> JSONValue {
        [
            "id": .string(attachment.id.description), "record_id": .string(record.text), "file": attachment.file.json,
            "added_by": person(attachment.addedBy, attachment.addedByName), "created_at": .string(iso8601(attachment.createdAt)),
        ]
    }

    // MARK: Parts

    private func person(_ id: ID<Member>, _ name: String?) -> JSONValue {
        ["member_id": .string(id.description), "name": name.map { .string($0) } ?? .null]
    }

    private func page(_ found: [(id: UUID, json: JSONValue)], _ limit: Int) -> JSONValue {
        let shown = found.prefix(limit)
        return ["data": .array(shown.map(\.json)), "next": found.count > limit ? shown.last.map { .string($0.id.text) } ?? .null : .null]
    }

    /// The only member of an object.
    private func text(_ name: String, of json: JSONValue) throws -> String {
        guard let members = json.members else { throw InvalidInput("", "api.problems.object") }
        let problems = members.filter { ![name, "business_id", "organization_id"].contains($0.name) }
            .map { InvalidInput.Problem(pointer($0.name), "platform.problems.json_unknown") }
        guard problems.isEmpty else { throw InvalidInput(problems) }
        guard let value = json[name], value != .null else { throw InvalidInput(pointer(name), "platform.problems.required") }
        guard let text = value.string else { throw InvalidInput(pointer(name), "platform.problems.json_text") }
        return text
    }
}

/// What a list of them is asked for.
private struct AttachedAsked {
    var limit = Resource.Listing.standard
    var after: UUID?

    init(_ query: Form) throws {
        var problems: [InvalidInput.Problem] = [], seen: Set<String> = []
        for (name, value) in query.fields {
            if !seen.insert(name).inserted { problems.append(.init(name, "api.problems.twice")) }
            if let problem = take(name, value) { problems.append(.init(name, problem)) }
        }
        guard problems.isEmpty else { throw InvalidInput(problems, status: .badRequest) }
    }

    /// - Returns: what is wrong with it.
    private mutating func take(_ name: String, _ value: String) -> Phrase? {
        let most = Resource.Listing.most
        switch name {
        case "business_id", "organization_id": return nil
        case "limit":
            limit = value.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(value) ?? 0 : 0
            return (1...most).contains(limit) ? nil : Phrase("api.problems.limit", ["most": .number(most)])
        case "after":
            after = value.utf8.count == 36 ? UUID(uuidString: value) : nil
            return after == nil ? "api.problems.id" : nil
        default: return "api.problems.parameter"
        }
    }
}
