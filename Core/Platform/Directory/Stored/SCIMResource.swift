public import FoundationEssentials
import Postgres

/// A resource as it is shown.
public struct SCIMResource: Sendable {
    public let id: UUID
    let version: Int32
    let created: Date
    let changed: Date
    /// By the names of the schema.
    let attributes: JSONValue

    /// The version as a weak entity tag (RFC 7644 §3.14).
    public var etag: String { "W/\"\(version)\"" }

    /// - Parameter base: where the service is, e.g. `https://kontor.example/scim/v2`.
    func location(_ schema: SCIMSchema, base: String) -> String { "\(base)/\(schema.name)s/\(id.text)" }

    func json(_ schema: SCIMSchema, base: String) -> JSONValue {
        let meta: JSONValue = [
            "resourceType": .string(schema.name), "created": .string(iso8601(created)), "lastModified": .string(iso8601(changed)),
            "location": .string(location(schema, base: base)), "version": .string(etag),
        ]
        let head: [JSONValue.Member] = [.init("schemas", [.string(schema.id)]), .init("id", .string(id.text))]
        return .object(head + (attributes.members ?? []) + [.init("meta", meta)])
    }
}

/// Which versions of a resource a request is about (RFC 7232 §3.1, §3.2).
public struct SCIMCondition: Sendable {
    private let match, noneMatch: String?

    public init(match: String?, noneMatch: String? = nil) {
        self.match = match
        self.noneMatch = noneMatch
    }

    /// Whether the sender has this version already.
    func isKnown(_ resource: SCIMResource) -> Bool { noneMatch.map { Self.names($0, resource.etag) } ?? false }

    /// - Throws: `SCIMError.changed` when the request is about another version.
    func check(_ etag: String) throws(SCIMError) {
        if let match, !Self.names(match, etag) { throw .changed }
        if let noneMatch, Self.names(noneMatch, etag) { throw .changed }
    }

    private static func names(_ list: String, _ etag: String) -> Bool {
        list.split(separator: ",").map { trimmed(String($0)) }.contains { $0 == "*" || opaque($0) == opaque(etag) }
    }

    /// Weak and strong tags are compared alike: a version has one representation here.
    private static func opaque(_ tag: String) -> Substring { tag.hasPrefix("W/") ? tag.dropFirst(2) : tag[...] }
}
