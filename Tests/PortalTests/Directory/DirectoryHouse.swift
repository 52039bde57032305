import API
import Conformance
import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import Platform
import Support
import Web

/// The directory's door of a platform of its own, asked without a network.
struct DirectoryHouse: Sendable {
    let platform: TestPlatform
    let routes: [RouteSummary]
    private let line: Wire

    static func with(rate: Int = 1_000_000, _ body: (DirectoryHouse) async throws -> Void) async throws {
        try await TestPlatform.with { platform in try await body(DirectoryHouse(platform, rate)) }
    }

    /// Calls `body` also with the directory of a new business, which has confirmed `acme.example`.
    static func withDirectory(rate: Int = 1_000_000, _ body: (DirectoryHouse, TestDirectory) async throws -> Void) async throws {
        try await with(rate: rate) { house in try await body(house, house.directory("Acme", domain: "acme.example")) }
    }

    private init(_ platform: TestPlatform, _ rate: Int) throws {
        self.platform = platform
        let portal = DirectoryPortal(
            door: DirectoryDoor(platform.app, voices: platform.voices), voices: platform.voices, origin: "https://kontor.example", requestsPerMinute: rate).portal
        routes = portal.summaries
        let mount = Mount(WireSettings(isSecure: false, trustsProxy: false)), router = Router(context: WireContext.self)
        mount.addNothing(of: portal, below: "\(DirectoryPortal.root)/", to: router)
        try mount.add(portal, to: router)
        line = Wire(to: router)
    }

    func directory(_ name: String, domain: String) async throws -> TestDirectory {
        let owner = try await platform.register(name)
        try await platform.superuser.write(Query.execute("""
            insert into domains (business_id, id, name, token, confirmed_at)
            values (\(owner.business.id), gen_random_uuid(), \(domain), \(Secret().text), now())
            """))
        let token = try await DirectoryTokens(in: owner).make(ID(), name: "Entra ID")
        return TestDirectory(owner: owner, authorization: "Bearer \(token.text)", house: self)
    }

    func ask(_ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: ByteBuffer) async throws -> LineAnswer {
        try await line.ask(method, "\(DirectoryPortal.root)\(path)", headers: headers, body: body)
    }

    func count(_ sql: SQL) async throws -> Int { try await platform.superuser.read(Query<Int>.value(sql)) }
    func texts(_ sql: SQL) async throws -> [String] { try await platform.superuser.read(.rows(sql) { row in try row.next(String?.self) ?? "-" }) }
}

/// What a business's directory does.
struct TestDirectory: Sendable {
    let owner: Scope
    var authorization: String?
    let house: DirectoryHouse

    func ask(_ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, _ headers: HTTPFields = [:]) async throws -> LineAnswer {
        var all = headers
        all[.authorization] = authorization
        if json != nil, all[.contentType] == nil { all[.contentType] = "application/scim+json" }
        return try await house.ask(method, path, headers: all, body: ByteBuffer(string: json ?? ""))
    }

    /// Tells of somebody.
    /// - Returns: the path to them.
    func person(_ userName: String, _ more: String = "") async throws -> String {
        let answer = try await ask(.post, "/Users", Self.body("User", "\"userName\": \(jsonString(userName))\(more.isEmpty ? "" : ", " + more)"))
        guard answer.status == 201, let id = answer.json?["id"]?.string else { throw Unexpected(answer: answer.text) }
        return "/Users/\(id)"
    }

    func group(_ name: String, _ people: String...) async throws -> String {
        let members = people.map { "{\"value\": \"\($0.dropFirst("/Users/".count))\"}" }.joined(separator: ", ")
        let answer = try await ask(.post, "/Groups", Self.body("Group", "\"displayName\": \(jsonString(name)), \"members\": [\(members)]"))
        guard answer.status == 201, let id = answer.json?["id"]?.string else { throw Unexpected(answer: answer.text) }
        return "/Groups/\(id)"
    }

    func patch(_ path: String, _ operations: String, _ headers: HTTPFields = [:]) async throws -> LineAnswer {
        try await ask(.patch, path, "{\"schemas\": [\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"], \"Operations\": [\(operations)]}", headers)
    }

    /// The names of those a filter finds; nil where it is refused as one.
    func found(_ filter: String, in list: String = "/Users", _ more: String = "") async throws -> [String]? {
        let answer = try await ask(.get, "\(list)?filter=\(urlEscaped(filter))\(more)")
        if answer.status == 400, answer.json?["scimType"] == "invalidFilter" { return nil }
        return (answer.json?["Resources"]?.array ?? []).compactMap { ($0["userName"] ?? $0["displayName"])?.string }
    }

    /// Roles of the members by their addresses, such as `ada@acme.example staff`; without the owner.
    func members() async throws -> [String] {
        try await house.texts("""
            select concat_ws(' ', u.email, m.role) from members m join users u on u.id = m.user_id
             where m.business_id = \(owner.business.id) and m.role <> 'owner' and m.left_at is null order by 1
            """)
    }

    /// Whom the directory told of, and why they wait.
    func waiting() async throws -> [String] {
        try await house.texts("select concat_ws(' ', user_name, waiting) from directory_people where business_id = \(owner.business.id) order by 1")
    }

    static func body(_ schema: String, _ members: String) -> String {
        "{\"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:\(schema)\"], \(members)}"
    }

    struct Unexpected: Error { let answer: String }
}

extension LineAnswer {
    /// Whether it is an error as RFC 7644 §3.12 has it, of that keyword.
    func isError(_ status: Int, _ type: String? = nil) -> Bool {
        self.status == status && json?["status"]?.string == String(status) && json?["scimType"]?.string == type
            && headers[.contentType] == "application/scim+json" && json?["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
            && json?["detail"]?.string?.isEmpty == false
    }
}
