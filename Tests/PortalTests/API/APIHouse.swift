import API
import CRM
import Conformance
import FoundationEssentials
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platform
import Support
import Web

/// The API over a harbour of its own, asked without a network.
struct APIHouse: Sendable {
    let platform: TestPlatform
    let routes: [RouteSummary]
    private let line: Wire

    static let boats = "/api/v1/harbour/boats"
    static let berths = "/api/v1/harbour/berths"

    static func with(rate: Int = 1_000_000, _ body: (APIHouse) async throws -> Void) async throws {
        try await TestPlatform.with([harbour, crm], texts: harbourTexts) { platform in try await body(APIHouse(platform, rate)) }
    }

    /// Calls `body` also with a program of a new business's owner.
    static func withProgram(rate: Int = 1_000_000, _ body: (APIHouse, Program) async throws -> Void) async throws {
        try await with(rate: rate) { house in try await body(house, house.program(of: house.platform.register("Acme"))) }
    }

    private init(_ platform: TestPlatform, _ rate: Int) throws {
        self.platform = platform
        let visitors = Database<Visitor>(visitors: platform.app)
        let accounts = Accounts(visitors, passwords: CustomerHouse.passwords)
        let tokens = Tokens(visitors, accounts: accounts)
        let door = APIDoor(
            visitors, entries: Entries(platform.app, registry: platform.registry), tokens: tokens,
            uses: KeyUses(platform.app, logger: Logger(label: "test")))
        let api = APIPortal(
            registry: platform.registry, voices: platform.voices, pool: platform.app,
            fence: Fence(platform.app, logger: Logger(label: "test")), requestsPerMinute: rate,
            door: { try await door.entry(authorization: $0, address: $1) })
        routes = api.portal.summaries
        let mount = Mount(WireSettings(isSecure: false, trustsProxy: false))
        let router = Router(context: WireContext.self)
        mount.addNothing(of: api.portal, below: "\(APIPortal.root)/", to: router)
        try mount.add(api.portal, to: router)
        try mount.add(api.doors(tokens: tokens) { Visit(voice: platform.voices.voice(.en), address: $0.address, agent: "", isSignedIn: false) }, to: router)
        line = Wire(to: router)
    }

    /// A program with a key of this member.
    /// - Parameter scopes: nil: all that they may do.
    func program(of scope: Scope, scopes: [Permission]? = nil) async throws -> Program {
        let key = NewAPIKey(name: "Test", scopes: scopes ?? scope.permissions.filter(scope.mayGive), expiresAt: nil)
        return Program(scope: scope, authorization: "Bearer \(try await APIKeys(in: scope).make(key).text)", house: self)
    }

    /// What is stored, of all businesses, and what is told of it.
    var rows: [Int] {
        get async throws {
            try await platform.superuser.read(Query<[Int]>.rows("""
                select count(*) from boats union all select count(*) from berths union all select count(*) from events
                 union all select sum(version) from boats
                """) { row in try row.next(Int?.self) ?? 0 })
        }
    }

    func count(_ sql: SQL) async throws -> Int { try await platform.superuser.read(Query<Int>.value(sql)) }

    func ask(_ method: HTTPRequest.Method, _ path: String, headers: HTTPFields, body: ByteBuffer) async throws -> APIAnswer {
        try await line.ask(method, path, headers: headers, body: body)
    }
}

/// A program with a key.
struct Program: Sendable {
    let scope: Scope
    let authorization: String?
    let house: APIHouse

    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ json: String? = nil, type: String? = "application/json", headers: HTTPFields = [:]
    ) async throws -> APIAnswer {
        try await ask(method, path, bytes: Array((json ?? "").utf8), type: json == nil ? nil : type, headers: headers)
    }

    func ask(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8], type: String?, headers: HTTPFields = [:]
    ) async throws -> APIAnswer {
        var all = headers
        all[.authorization] = authorization
        all[.contentType] = type
        return try await house.ask(method, path, headers: all, body: ByteBuffer(bytes: bytes))
    }

    /// Adds a boat.
    /// - Returns: its path.
    @discardableResult
    func boat(_ name: String, _ more: String = "") async throws -> String {
        let answer = try await ask(.post, APIHouse.boats, "{\"name\": \(jsonString(name))\(more.isEmpty ? "" : ", " + more)}")
        guard answer.status == 201, let path = answer.headers[.location] else { throw WrongAnswer() }
        return path
    }
}

typealias APIAnswer = LineAnswer

extension APIAnswer {
    /// What a problem says is wrong, by its place.
    var pointers: [String] { (json?["errors"]?.array ?? []).compactMap { $0["pointer"]?.string } }
    /// The names on a page of a list.
    var names: [String] { (json?["data"]?.array ?? []).compactMap { $0["name"]?.string } }
    var etag: String { headers[.eTag] ?? "" }
    var id: String { json?["id"]?.string ?? "" }
    var isProblem: Bool { headers[.contentType] == "application/problem+json" && json?["status"]?.integer == Int64(status) }
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .via
    static let idempotentReplayed = HTTPField.Name("Idempotent-Replayed") ?? .via

    static func rateLimit(_ what: String) -> HTTPField.Name { HTTPField.Name("X-RateLimit-\(what)") ?? .via }
}
