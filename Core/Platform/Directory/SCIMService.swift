import FoundationEssentials

/// What a business's directory can do here (RFC 7644): people and groups, found, told and changed. Resources come back as they are shown.
public struct SCIMService: Sendable {
    let scope: DirectoryScope
    /// Where the service is, e.g. `https://kontor.example/scim/v2`.
    let base: String

    public init(in scope: DirectoryScope, base: String) {
        self.scope = scope
        self.base = base
    }

    public enum Kind: String, Sendable, CaseIterable {
        case people = "Users", groups = "Groups"

        public var schema: SCIMSchema { self == .people ? .user : .group }
    }

    /// A resource, as it is shown.
    public struct Shown: Sendable {
        public let json: JSONValue
        public let etag: String
        public let location: String
    }

    private func store(_ kind: Kind) -> any SCIMStore {
        switch kind {
        case .people: SCIMPeople(in: scope, base: base)
        case .groups: SCIMGroups(in: scope, base: base)
        }
    }

    private func shown(_ resource: SCIMResource, _ kind: Kind, _ selection: SCIMSelection) -> Shown {
        Shown(
            json: selection.part(of: resource.json(kind.schema, base: base)), etag: resource.etag,
            location: resource.location(kind.schema, base: base))
    }

    /// - Parameter id: as it stands in the address; one that is none is nobody's.
    /// - Returns: nil where the sender has this version already.
    /// - Throws: `SCIMError`.
    public func one(_ id: String, _ kind: Kind, _ condition: SCIMCondition, _ selection: SCIMSelection) async throws -> Shown? {
        guard let id = UUID(text: id), let resource = try await store(kind).one(id) else { throw SCIMError.notFound }
        return condition.isKnown(resource) ? nil : shown(resource, kind, selection)
    }

    /// A page of one kind or of both, as a list shows it (RFC 7644 §3.4.2): people before groups. Two queries for each kind, whatever the number.
    public func list(_ kinds: [Kind], _ query: SCIMQuery) async throws -> JSONValue {
        var total = 0, resources: [JSONValue] = [], askable = 0, refusal: SCIMError?
        for kind in kinds {
            do {
                // What is left of the page after the kinds before.
                let skipped = max(0, query.startIndex - 1 - total), room = query.count - resources.count
                let page = try await store(kind).page(query, skipping: skipped, most: room)
                total += page.total
                askable += 1
                resources += page.resources.map { shown($0, kind, query.selection).json }
            } catch let error as SCIMError where kinds.count > 1 && (error.type == .invalidFilter || error.type == .invalidPath) {
                refusal = error // an attribute that only the other kind has: none of this kind matches
            }
        }
        if askable == 0, let refusal { throw refusal }
        return [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": .integer(total),
            "startIndex": .integer(query.startIndex), "itemsPerPage": .integer(resources.count), "Resources": .array(resources),
        ]
    }

    public func create(_ kind: Kind, _ body: JSONValue, _ selection: SCIMSelection) async throws -> Shown {
        shown(try await store(kind).create(body), kind, selection)
    }

    public func replace(_ id: String, _ kind: Kind, _ body: JSONValue, _ condition: SCIMCondition, _ selection: SCIMSelection) async throws -> Shown {
        guard let id = UUID(text: id) else { throw SCIMError.notFound }
        return shown(try await store(kind).replace(id, body, condition), kind, selection)
    }

    public func patch(_ id: String, _ kind: Kind, _ patch: SCIMPatch, _ condition: SCIMCondition, _ selection: SCIMSelection) async throws -> Shown {
        guard let id = UUID(text: id) else { throw SCIMError.notFound }
        return shown(try await store(kind).patch(id, patch, condition), kind, selection)
    }

    public func delete(_ id: String, _ kind: Kind, _ condition: SCIMCondition) async throws {
        guard let id = UUID(text: id) else { throw SCIMError.notFound }
        try await store(kind).delete(id, condition)
    }
}
