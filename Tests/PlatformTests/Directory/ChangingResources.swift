import Testing

@testable import Platform

@Suite("A directory's change")
struct ChangingResources {
    private let ada: JSONValue = [
        "userName": "ada", "name": ["familyName": "Marín", "givenName": "Ada"], "active": true,
        "emails": [["value": "ada@work.example", "type": "work", "primary": true], ["value": "ada@home.example", "type": "home"]],
    ]
    private let team: JSONValue = ["displayName": "Sales", "members": [["value": "a"], ["value": "b"], ["value": "c"]]]

    private func change(_ content: JSONValue, _ operations: String, of schema: SCIMSchema = .user) throws -> JSONValue {
        let body = "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"], \"Operations\": [\(operations)]}"
        return try SCIMPatch(try JSONValue(reading: Array(body.utf8))).applied(to: content, of: schema)
    }

    private func refusal(_ content: JSONValue, _ operations: String, of schema: SCIMSchema = .user) -> SCIMError.Kind? {
        do {
            _ = try change(content, operations, of: schema)
            return nil
        } catch { return (error as? SCIMError)?.type }
    }

    @Test("adds, replaces and removes by a path")
    func plain() throws {
        #expect(try change(ada, #"{"op": "add", "path": "displayName", "value": "Ada M."}"#)["displayName"] == "Ada M.")
        #expect(try change(ada, #"{"op": "replace", "path": "name.givenName", "value": "Eva"}"#)["name"] == ["familyName": "Marín", "givenName": "Eva"])
        #expect(try change(ada, #"{"op": "remove", "path": "name.givenName"}"#)["name"] == ["familyName": "Marín"])
        #expect(try change(ada, #"{"op": "remove", "path": "NAME"}"#)["name"] == nil)
        #expect(try change(ada, #"{"op": "replace", "path": "name", "value": {"formatted": "A"}}"#)["name"]?.members?.count == 3)
        let urn = #"{"op": "replace", "path": "urn:ietf:params:scim:schemas:core:2.0:User:userName", "value": "eva"}"#
        #expect(try change(ada, urn)["userName"] == "eva")
        #expect(try change(ada, #"{"op": "replace", "value": {"active": false, "displayName": "A"}}"#)["active"] == false)
    }

    @Test("may be written as Entra and Okta write it")
    func dialects() throws {
        #expect(try change(ada, #"{"op": "Replace", "path": "active", "value": "False"}"#)["active"] == false)
        #expect(try change(ada, #"{"op": "Add", "value": {"name.givenName": "Eva", "active": "True"}}"#)["name"]?["givenName"] == "Eva")
        let mail = try change(ada, #"{"op": "Add", "path": "emails[type eq \"work\"].value", "value": "eva@work.example"}"#)
        #expect(mail["emails"]?.array?.first?["value"] == "eva@work.example" && mail["emails"]?.array?.count == 2)
        let new = try change(["userName": "x"], #"{"op": "Add", "path": "emails[type eq \"work\"].value", "value": "x@work.example"}"#)
        #expect(new["emails"] == [["value": "x@work.example", "type": "work"]])
        #expect(try change(team, #"{"op": "Remove", "path": "members", "value": [{"value": "b"}]}"#, of: .group)["members"] == [["value": "a"], ["value": "c"]])
        #expect(try change(team, #"{"op": "Add", "path": "members", "value": [{"$ref": null, "value": "d"}]}"#, of: .group)["members"]?.array?.count == 4)
        let renamed = #"{"op": "replace", "value": {"id": "1", "displayName": "Buyers"}}"#
        #expect(try change(team, renamed, of: .group)["displayName"] == "Buyers")
    }

    @Test("brings nobody into a group twice, and takes out whom a condition names")
    func members() throws {
        #expect(try change(team, #"{"op": "add", "path": "members", "value": [{"value": "A", "type": "User"}, {"value": "c"}]}"#, of: .group) == team)
        #expect(try change(team, #"{"op": "remove", "path": "members[value eq \"b\"]"}"#, of: .group)["members"]?.array?.count == 2)
        #expect(try change(team, #"{"op": "remove", "path": "members"}"#, of: .group)["members"] == nil)
        #expect(try change(team, #"{"op": "replace", "path": "members", "value": [{"value": "z"}]}"#, of: .group)["members"] == [["value": "z"]])
        #expect(refusal(team, #"{"op": "remove", "path": "members[value eq \"z\"]"}"#, of: .group) == .noTarget)
    }

    @Test("leaves one value the preferred one")
    func primary() throws {
        let changed = try change(ada, #"{"op": "add", "path": "emails", "value": [{"value": "new@work.example", "primary": true}]}"#)
        #expect(changed["emails"]?.array?.map(\.isPrimary) == [false, false, true])
        #expect(refusal(ada, #"{"op": "replace", "path": "emails[type eq \"home\"].primary", "value": true}"#) == .invalidValue)
    }

    @Test("of what nobody keeps is left aside, and of what no schema knows is refused")
    func unknown() throws {
        for kept in ["title", "phoneNumbers[type eq \\\"work\\\"].value", "name.middleName", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "roles"] {
            #expect(try change(ada, "{\"op\": \"replace\", \"path\": \"\(kept)\", \"value\": \"x\"}") == ada, "\(kept)")
        }
        #expect(try change(ada, #"{"op": "add", "value": {"title": "x", "isOwner": true, "urn:a:b:User": {"role": "owner"}, "groups": []}}"#) == ada)
        for path in ["isOwner", "role", "emails.role", "name.x", "urn:a:b:User:role", "emails[role eq \\\"x\\\"].value", "", "emails[", "member_id"] where !path.isEmpty {
            #expect(refusal(ada, "{\"op\": \"replace\", \"path\": \"\(path)\", \"value\": \"x\"}") == .invalidPath, "\(path)")
        }
    }

    @Test("that cannot be made is refused with the keyword of the RFC", arguments: [
        (#"{"op": "replace", "path": "id", "value": "x"}"#, SCIMError.Kind.mutability), (#"{"op": "add", "path": "groups", "value": []}"#, .mutability),
        (#"{"op": "replace", "path": "meta.version", "value": "x"}"#, .mutability), (#"{"op": "remove"}"#, .noTarget), (#"{"op": "move", "path": "a"}"#, .invalidSyntax),
        (#"{"op": "replace", "path": "active", "value": "perhaps"}"#, .invalidValue), (#"{"op": "replace", "path": "userName", "value": 7}"#, .invalidValue),
        (#"{"op": "add", "value": "x"}"#, .invalidSyntax), (#"{"op": "add", "path": 7, "value": "x"}"#, .invalidPath),
    ])
    func refused(operation: String, kind: SCIMError.Kind) { #expect(refusal(ada, operation) == kind) }

    @Test("says by its schemas that it is one")
    func schemas() {
        for body: JSONValue in [[:], ["schemas": []], ["schemas": ["x"], "Operations": [["op": "remove", "path": "active"]]], "x", [
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": [],
        ]] {
            #expect(throws: SCIMError.self) { try SCIMPatch(body) }
        }
    }
}
