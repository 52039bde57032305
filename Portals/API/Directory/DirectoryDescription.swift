import HTTPTypes
import Platform

/// What the service says of itself (RFC 7644 §4): what it can do, which kinds of resources there are, and their attributes.
struct DirectoryDescription: Sendable {
    let base: String

    var routes: [Route<DirectoryScope>] {
        let config = config
        return [.raw(.get, "\(DirectoryPortal.root)/ServiceProviderConfig", .directory) { _, _ in SCIMAnswer.json(config) }]
            + list("Schemas", SCIMSchema.all.map { schema in located(schema.json, "Schema", "Schemas/\(schema.id)") })
            + list("ResourceTypes", SCIMService.Kind.allCases.map(type))
    }

    /// All of them, and each by its id.
    private func list(_ name: String, _ resources: [JSONValue]) -> [Route<DirectoryScope>] {
        let path = "\(DirectoryPortal.root)/\(name)"
        let all: JSONValue = [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": .integer(resources.count), "startIndex": 1,
            "itemsPerPage": .integer(resources.count), "Resources": .array(resources),
        ]
        return [
            .raw(.get, path, .directory) { request, _ in
                // Nothing here is filtered (§4): who asks for that must not take everything for the answer.
                guard request.query["filter"] == nil else { throw SCIMError(.forbidden, nil, "scim.problems.no_filter") }
                return SCIMAnswer.json(all)
            },
            .raw(.get, "\(path)/{resource}", .directory) { request, _ in
                guard let found = resources.first(where: { $0["id"]?.string == request.parameters["resource"] }) else { throw PageError.notFound }
                return SCIMAnswer.json(found)
            },
        ]
    }

    private func type(_ kind: SCIMService.Kind) -> JSONValue {
        located([
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"], "id": .string(kind.schema.name), "name": .string(kind.schema.name),
            "endpoint": .string("/\(kind.rawValue)"), "schema": .string(kind.schema.id), "schemaExtensions": [],
        ], "ResourceType", "ResourceTypes/\(kind.schema.name)")
    }

    private func located(_ resource: JSONValue, _ type: String, _ path: String) -> JSONValue {
        .object((resource.members ?? []) + [.init("meta", ["resourceType": .string(type), "location": .string("\(base)/\(path)")])])
    }

    private var config: JSONValue {
        let yes: JSONValue = ["supported": true], no: JSONValue = ["supported": false]
        return [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
            "patch": yes, "bulk": ["supported": false, "maxOperations": 0, "maxPayloadSize": 0],
            "filter": ["supported": true, "maxResults": .integer(SCIMQuery.most)], "changePassword": no, "sort": yes, "etag": yes,
            "authenticationSchemes": [[
                "type": "oauthbearertoken", "name": "Bearer token", "specUri": "https://www.rfc-editor.org/info/rfc6750",
                "description": "A directory token of the business, made in its settings.",
            ]],
            "meta": ["resourceType": "ServiceProviderConfig", "location": .string("\(base)/ServiceProviderConfig")],
        ]
    }
}
