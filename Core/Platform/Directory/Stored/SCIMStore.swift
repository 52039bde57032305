import FoundationEssentials
import Postgres

/// The resources of one kind that a directory keeps in a business.
protocol SCIMStore: Sendable {
    static var schema: SCIMSchema { get }
    var scope: DirectoryScope { get }
    /// Where the service is, e.g. `https://kontor.example/scim/v2`.
    var base: String { get }
    init(in scope: DirectoryScope, base: String)

    func page(_ query: SCIMQuery, skipping: Int, most: Int) async throws -> (total: Int, resources: [SCIMResource])
    func one(_ id: UUID) async throws -> SCIMResource?
    /// Holds a resource until the transaction ends.
    /// - Returns: what may be written of it, and which version it is; nil when there is none.
    func held(_ id: UUID) async throws -> (content: JSONValue, version: Int32)?
    func add(_ content: JSONValue, as id: UUID) async throws
    func write(_ content: JSONValue, over before: JSONValue, to id: UUID) async throws
    func remove(_ id: UUID) async throws
}

extension SCIMStore {
    func create(_ body: JSONValue) async throws -> SCIMResource {
        let content = try Self.schema.content(of: body), id = ID<Self>().uuid
        return try await change(id) { store in try await store.add(content, as: id) }
    }

    /// What the new content does not say is taken away (RFC 7644 §3.5.1); but whether somebody is active is never guessed.
    func replace(_ id: UUID, _ body: JSONValue, _ condition: SCIMCondition) async throws -> SCIMResource {
        let content = try Self.schema.content(of: body)
        return try await change(id) { store in
            let before = try await store.stored(id, condition)
            try await store.rewrite(content["active"] == nil ? content.with("active", before["active"]) : content, over: before, to: id)
        }
    }

    func patch(_ id: UUID, _ patch: SCIMPatch, _ condition: SCIMCondition) async throws -> SCIMResource {
        try await change(id) { store in
            let before = try await store.stored(id, condition)
            try await store.rewrite(try patch.applied(to: before, of: Self.schema), over: before, to: id)
        }
    }

    func delete(_ id: UUID, _ condition: SCIMCondition) async throws {
        try await transaction { store in
            _ = try await store.stored(id, condition)
            try await store.remove(id)
        }
    }

    private func rewrite(_ content: JSONValue, over before: JSONValue, to id: UUID) async throws {
        for attribute in Self.schema.attributes where attribute.isRequired && content[attribute.name] == nil {
            throw SCIMError.bad(.invalidValue, "required", ["attribute": .text(attribute.name)])
        }
        if content != before { try await write(content, over: before, to: id) }
    }

    private func stored(_ id: UUID, _ condition: SCIMCondition) async throws -> JSONValue {
        guard let (content, version) = try await held(id) else { throw SCIMError.notFound }
        try condition.check("W/\"\(version)\"")
        return content
    }

    private func change(_ id: UUID, _ body: @Sendable (Self) async throws -> Void) async throws -> SCIMResource {
        try await transaction { store in
            try await body(store)
            guard let resource = try await store.one(id) else { throw SCIMError.notFound }
            return resource
        }
    }

    /// All of it happens, or none; what the database refuses is said in a directory's words.
    private func transaction<T: Sendable>(_ body: @Sendable (Self) async throws -> T) async throws -> T {
        do {
            return try await scope.transaction { scope in
                // What a directory writes is written one after the other: two people may have one address, or be in one group.
                try await scope.db.execute("select pg_advisory_xact_lock(hashtextextended(\("kontor.directory \(scope.business)"), 0))")
                return try await body(Self(in: scope, base: base))
            }
        } catch let error as DatabaseError {
            if error.refusal?.constraint == "directory_people_business_id_user_key_key" { throw SCIMError(.conflict, .uniqueness, "scim.problems.user_name") }
            if error.refusal?.state == .ownerStays { throw SCIMError.ownerStays }
            throw error
        }
    }

    /// Notes in the business's history that the directory did something, and by which token.
    func happened(_ what: String, to id: UUID, changes: [String: [Bool?]]? = nil) -> SQL {
        let table = Self.schema.name == "User" ? "directory_people" : "directory_groups"
        return """
            insert into events (id, name, record, record_id, payload, changes)
            values (\(ID<Event>()), \("platform.\(table).\(what)"), \(table), \(id), \(JSON(["token": scope.token.description])), \(changes.map { JSON($0) }))
            """
    }
}

extension SQLState {
    /// Raised by `kontor.leave_directory`.
    static let ownerStays = Self(rawValue: "KD001")
}
