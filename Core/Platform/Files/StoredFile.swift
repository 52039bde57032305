import FoundationEssentials
import Postgres

/// A file as its row says it.
public struct StoredFile: Sendable {
    public let facts: FileFacts
    /// SHA-256 of its bytes.
    let digest: [UInt8]
    /// The table of the record that names it, and which; nil while none does.
    let record: String?, recordID: UUID?
    /// The field that names it; nil where it is attached.
    let field: String?

    /// Of the table read as `f`.
    static let columns: SQL = "f.id, f.name, f.media_type, f.size, f.sha256, f.record, f.record_id, f.field"

    init(row: inout Row) throws {
        facts = FileFacts(id: try row.next(), name: try row.next(), type: try row.next(), size: try row.next())
        digest = try row.next()
        record = try row.next()
        recordID = try row.next()
        field = try row.next()
    }

    init(_ facts: FileFacts, digest: [UInt8]) {
        self.facts = facts
        self.digest = digest
        (record, recordID, field) = (nil, nil, nil)
    }
}

/// What people and programs are told of a file.
public struct FileFacts: Sendable, Equatable {
    public let id: ID<StoredFile>
    /// As it was called where it comes from; empty where only the id is known.
    public let name: String
    /// Its media type (RFC 6838), found in its bytes.
    public let type: String
    /// In bytes.
    public let size: Int

    public var isImage: Bool { MediaType.images.contains(type) }

    /// Where people find it.
    public var path: String { "/files/\(id)/\(urlEscaped(name))" }

    /// As programs read it.
    public var json: JSONValue {
        [
            "id": .string(id.description), "name": .string(name), "type": .string(type), "size": .integer(size),
            "url": .string("/api/v1/files/\(id)/content"),
        ]
    }
}

extension FileFacts: Codable {
    private enum CodingKeys: String, CodingKey { case id, name, type, size }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = ID(try values.decode(UUID.self, forKey: .id))
        name = try values.decode(String.self, forKey: .name)
        type = try values.decode(String.self, forKey: .type)
        size = try values.decode(Int.self, forKey: .size)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(id.uuid, forKey: .id)
        try values.encode(name, forKey: .name)
        try values.encode(type, forKey: .type)
        try values.encode(size, forKey: .size)
    }

    /// Selects them as `jsonb`, of the file whose id this is.
    static func select(_ id: SQL) -> SQL {
        // Most records have none, and it is not looked for then.
        """
        case when \(id) is not null then (
            select jsonb_build_object('id', f.id, 'name', f.name, 'type', f.media_type, 'size', f.size) from files f where f.id = \(id)) end
        """
    }
}
