/// What a directory says of somebody (RFC 7643 §4.1), as far as it is kept.
struct SCIMPerson: Sendable {
    let userName: String
    let externalID, formattedName, familyName, givenName, displayName: String?
    /// nil: not said.
    let active: Bool?
    /// Of the schema's form.
    let emails: JSONValue

    /// - Throws: `SCIMError` `invalidValue` for what is no address.
    init(_ content: JSONValue) throws(SCIMError) {
        userName = content["userName"]?.string ?? ""
        externalID = content["externalId"]?.string
        formattedName = content["name"]?["formatted"]?.string
        familyName = content["name"]?["familyName"]?.string
        givenName = content["name"]?["givenName"]?.string
        displayName = content["displayName"]?.string
        active = content["active"].map { $0 == true }
        emails = content["emails"] ?? []
        for email in emails.array ?? [] {
            guard let value = email["value"]?.string else { throw .bad(.invalidValue, "required", ["attribute": .text("emails.value")]) }
            guard EmailAddress(value) != nil else { throw .bad(.invalidValue, "email", ["value": .text(value)]) }
        }
    }

    /// By which their account is found: the preferred address, else the one for work, else the first; else the name they sign in by, where
    /// that is one.
    var address: String? {
        let all = emails.array ?? []
        let chosen = all.first(where: \.isPrimary) ?? all.first { $0["type"]?.string?.lowercased() == "work" } ?? all.first
        return chosen?["value"]?.string ?? EmailAddress(userName)?.text
    }

    /// What may be written of them, as a body says it.
    static func content(
        userName: String, externalID: String?, formatted: String?, family: String?, given: String?, display: String?, active: Bool?, emails: JSONValue
    ) -> JSONValue {
        func text(_ name: String, _ value: String?) -> [JSONValue.Member] { value.map { [.init(name, .string($0))] } ?? [] }
        let name = text("formatted", formatted) + text("familyName", family) + text("givenName", given)
        let named: [JSONValue.Member] = name.isEmpty ? [] : [.init("name", .object(name))]
        let state: [JSONValue.Member] = active.map { [.init("active", .bool($0))] } ?? []
        let addresses: [JSONValue.Member] = emails == [] ? [] : [.init("emails", emails)]
        return .object(text("externalId", externalID) + text("userName", userName) + named + text("displayName", display) + state + addresses)
    }
}
