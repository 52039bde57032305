import FoundationEssentials

/// What a directory says of a group (RFC 7643 §4.2).
struct SCIMGroup: Sendable {
    let displayName: String
    let externalID: String?
    /// Each once.
    let members: [UUID]

    /// - Throws: `SCIMError` `invalidValue` for a member that is no person.
    init(_ content: JSONValue) throws(SCIMError) {
        displayName = content["displayName"]?.string ?? ""
        externalID = content["externalId"]?.string
        var known = Set<UUID>(), members: [UUID] = []
        for member in content["members"]?.array ?? [] {
            guard member["type"]?.string.map({ $0.lowercased() == "user" }) ?? true else { throw .bad(.invalidValue, "nested") }
            // Who is meant may also be said by where they are.
            let text = member["value"]?.string ?? member["$ref"]?.string?.split(separator: "/").last.map(String.init) ?? ""
            guard let id = UUID(text: text) else { throw .bad(.invalidValue, "no_person") }
            if known.insert(id).inserted { members.append(id) }
        }
        self.members = members
    }
}
