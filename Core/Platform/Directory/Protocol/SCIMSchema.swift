/// The attributes of a kind of resource (RFC 7643 §7).
public struct SCIMSchema: Sendable {
    /// Its URI, e.g. `urn:ietf:params:scim:schemas:core:2.0:User`.
    public let id: String
    public let name: String
    let summary: String
    let attributes: [SCIMAttribute]
    /// Attributes of this kind that RFC 7643 knows and that are not kept, in lower case.
    var unkept: Set<String> = []

    /// What every resource has (RFC 7643 §3.1), and no schema lists.
    static let common = [
        SCIMAttribute("schemas", .reference(["uri"]), many: true, mutability: .readOnly, returned: .always),
        SCIMAttribute("id", exact: true, mutability: .readOnly, returned: .always, unique: "server"),
        SCIMAttribute("externalId", exact: true, most: 254),
        SCIMAttribute("meta", .complex, mutability: .readOnly, parts: [
            SCIMAttribute("resourceType", exact: true, mutability: .readOnly), SCIMAttribute("created", .dateTime, mutability: .readOnly),
            SCIMAttribute("lastModified", .dateTime, mutability: .readOnly), SCIMAttribute("location", .reference(["uri"]), mutability: .readOnly),
            SCIMAttribute("version", exact: true, mutability: .readOnly),
        ]),
    ]

    var all: [SCIMAttribute] { Self.common + attributes }

    /// Whether a URI in front of an attribute means this schema.
    func isCalled(_ uri: some StringProtocol) -> Bool { uri.lowercased() == id.lowercased() }

    public var json: JSONValue {
        [
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"], "id": .string(id), "name": .string(name),
            "description": .string(summary), "attributes": .array(attributes.map(\.json)),
        ]
    }
}

extension SCIMSchema {
    static let core = "urn:ietf:params:scim:schemas:core:2.0:"

    /// RFC 7643 §4.1, as far as it is kept.
    public static let user = SCIMSchema(
        id: core + "User", name: "User", summary: "A person of the directory.",
        attributes: [
            SCIMAttribute("userName", required: true, unique: "server", most: 254),
            SCIMAttribute("name", .complex, parts: [SCIMAttribute("formatted"), SCIMAttribute("familyName"), SCIMAttribute("givenName")]),
            SCIMAttribute("displayName"),
            SCIMAttribute("active", .boolean),
            SCIMAttribute("emails", .complex, many: true, most: 20, parts: [
                SCIMAttribute("value", most: 254), SCIMAttribute("type", canonical: ["work", "home", "other"], most: 40),
                SCIMAttribute("primary", .boolean),
            ]),
            SCIMAttribute("groups", .complex, many: true, mutability: .readOnly, parts: [
                SCIMAttribute("value", exact: true, mutability: .readOnly), SCIMAttribute("$ref", .reference(["Group"]), mutability: .readOnly),
                SCIMAttribute("display", mutability: .readOnly), SCIMAttribute("type", mutability: .readOnly, canonical: ["direct"]),
            ]),
        ],
        unkept: [
            "nickname", "profileurl", "title", "usertype", "preferredlanguage", "locale", "timezone", "password", "phonenumbers", "ims", "photos",
            "addresses", "entitlements", "roles", "x509certificates", "name.middlename", "name.honorificprefix", "name.honorificsuffix",
            "emails.display",
        ])

    /// RFC 7643 §4.2. Groups are of people only.
    public static let group = SCIMSchema(
        id: core + "Group", name: "Group", summary: "People of the directory that belong together.",
        attributes: [
            SCIMAttribute("displayName", required: true),
            SCIMAttribute("members", .complex, many: true, most: 100_000, parts: [
                SCIMAttribute("value", exact: true, mutability: .immutable), SCIMAttribute("$ref", .reference(["User"]), mutability: .immutable, most: 2_000),
                SCIMAttribute("type", mutability: .immutable, canonical: ["User"]),
            ]),
        ],
        unkept: ["members.display"])

    /// Of the extension for companies (RFC 7643 §4.3) nothing is kept; what directories send of it is left aside.
    static let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
}
