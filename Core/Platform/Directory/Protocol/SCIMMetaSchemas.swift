// The schemas of what describes this service itself (RFC 7643 §5 to §7). Nothing in them can be written.
extension SCIMSchema {
    /// All there are, as `/Schemas` lists them.
    public static let all = [user, group, serviceProviderConfig, resourceType, schema]

    static let serviceProviderConfig = SCIMSchema(
        id: core + "ServiceProviderConfig", name: "ServiceProviderConfig", summary: "What this service can do.",
        attributes: [
            read("documentationUri", .reference(["external"])), supported("patch"),
            supported("bulk", [read("maxOperations", .integer, required: true), read("maxPayloadSize", .integer, required: true)]),
            supported("filter", [read("maxResults", .integer, required: true)]),
            supported("changePassword"), supported("sort"), supported("etag"),
            SCIMAttribute("authenticationSchemes", .complex, many: true, required: true, mutability: .readOnly, parts: [
                read("type", required: true), read("name", required: true), read("description", required: true),
                read("specUri", .reference(["external"])), read("documentationUri", .reference(["external"])),
            ]),
        ])

    static let resourceType = SCIMSchema(
        id: core + "ResourceType", name: "ResourceType", summary: "A kind of resource and where it is found.",
        attributes: [
            read("name", required: true), read("description"), read("endpoint", .reference(["uri"]), required: true),
            read("schema", .reference(["uri"]), required: true),
            SCIMAttribute("schemaExtensions", .complex, many: true, mutability: .readOnly, parts: [
                read("schema", .reference(["uri"]), required: true), read("required", .boolean, required: true),
            ]),
        ])

    static let schema = SCIMSchema(
        id: core + "Schema", name: "Schema", summary: "The attributes of a kind of resource.",
        attributes: [
            read("name", required: true), read("description"),
            SCIMAttribute("attributes", .complex, many: true, required: true, mutability: .readOnly, parts: traits + [
                SCIMAttribute("subAttributes", .complex, many: true, mutability: .readOnly, parts: traits),
            ]),
        ])

    /// What is said of each attribute.
    private static let traits = [
        read("name", required: true), read("type", required: true), read("multiValued", .boolean, required: true), read("description"),
        read("required", .boolean, required: true), SCIMAttribute("canonicalValues", many: true, mutability: .readOnly), read("caseExact", .boolean),
        read("mutability", required: true), read("returned", required: true), read("uniqueness"),
        SCIMAttribute("referenceTypes", many: true, mutability: .readOnly),
    ]

    private static func read(_ name: String, _ kind: SCIMAttribute.Kind = .string, required: Bool = false) -> SCIMAttribute {
        SCIMAttribute(name, kind, required: required, exact: true, mutability: .readOnly)
    }

    private static func supported(_ name: String, _ more: [SCIMAttribute] = []) -> SCIMAttribute {
        SCIMAttribute(name, .complex, required: true, mutability: .readOnly, parts: [read("supported", .boolean, required: true)] + more)
    }
}
