import API
import Customer
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Platform
import Support
import Web

/// The portal members work in and the API, over one platform, asked without a network but through all that stands before a
/// route: the door, the permission, the wire.
struct House: Sendable {
    let platform: TestPlatform
    /// The pages, and the addresses of the API.
    let pages, addresses: [RouteSummary]
    let answers: Answers
    private let line: Wire
    let tampering: Tampering
    private let templates: String

    /// What fails here is said as a fault, not in a log.
    private static let logger = {
        var logger = Logger(label: "conformance")
        logger.logLevel = .critical
        return logger
    }()
    private static let passwords = Passwords()

    /// - Parameters:
    ///   - templates: their folder.
    ///   - pool: answers the routes; the platform's own where none is given.
    /// - Throws: `Fault` when a page and its template do not fit.
    init(_ platform: TestPlatform, templates folder: String, pool: ConnectionPool? = nil, tampering: Tampering) throws {
        let catalogue = platform.voices.catalogue, logger = Self.logger
        let templates = Templates(folder: folder, languages: Language.complete.map(\.rawValue), reload: false) { kind, name, language in
            kind == "asset" ? "/static/\(name)" : Language(rawValue: language).flatMap { catalogue.text(name, $0) }
        }
        let visitors = Database<Visitor>(visitors: platform.app), accounts = Accounts(visitors, passwords: Self.passwords)
        let entries = Entries(platform.app, registry: platform.registry), pool = pool ?? platform.app
        let door = APIDoor(visitors, entries: entries, tokens: Tokens(visitors, accounts: accounts), uses: KeyUses(platform.app, logger: logger))
        let router = Router(context: WireContext.self), mount = Mount(WireSettings(isSecure: false, trustsProxy: false))
        let api = APIPortal(
            registry: platform.registry, voices: platform.voices, pool: pool, fence: Fence(platform.app, logger: logger),
            requestsPerMinute: .max, door: { try await door.entry(authorization: $0, address: $1) })
        do {
            let customer = try CustomerPortal(
                registry: platform.registry, voices: platform.voices, templates: templates, accounts: accounts, entries: entries,
                fence: Fence(platform.app, logger: logger), pool: pool, isSecure: false)
            pages = customer.members.summaries
            mount.addNothing(of: customer.visitors, to: router)
            mount.addNothing(of: api.portal, below: "\(APIPortal.root)/", to: router)
            try mount.add(customer.members, to: router)
            try mount.add(api.portal, to: router)
            try mount.add(api.doors(tokens: Tokens(visitors, accounts: accounts), visit: customer.visit), to: router)
        } catch let error as TemplateError {
            throw Fault(.templates, "\(error)")
        }
        addresses = api.portal.summaries
        answers = Answers()
        line = Wire(to: router)
        self.platform = platform
        self.tampering = tampering
        self.templates = folder
    }

    /// The same, whose routes ask all their queries on the one connection that can be counted.
    func counting() throws -> House { try House(platform, templates: templates, pool: platform.lone, tampering: tampering) }

    /// - Parameter rule: what it is asked for.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, as key: Key, _ body: Body = .none, of route: RouteSummary? = nil, for rule: Rule? = nil
    ) async throws -> LineAnswer {
        let headers = key.headers.merging(body.type.map { [.contentType: $0] } ?? [:])
        let answer = try await line.ask(method, path, headers: headers, body: ByteBuffer(bytes: body.bytes))
        if let route, route.isAPI { answers.note(answer, to: route) }
        return tampering.answer(rule, answer)
    }
}

/// Makes the house lie, to see that it is noticed.
struct Tampering: Sendable {
    var answer: @Sendable (Rule?, LineAnswer) -> LineAnswer = { $1 }
    /// What an operation came to.
    var outcome: @Sendable (String) -> String = { $0 }
}

extension RouteSummary {
    var name: String { "\(method.rawValue) \(path)" }
    var isAPI: Bool { path.hasPrefix("\(APIPortal.root)/") }
    /// Without the API's root.
    var place: String { isAPI ? String(path.dropFirst(APIPortal.root.count)) : path }
    var permission: Permission? { if case .member(let permission) = access { permission } else { nil } }

    /// - Parameter parts: what stands for other things than a record.
    func address(_ id: String, _ parts: [String: String] = [:]) -> String {
        path.replacing("/views/{id}", with: "/views/{view}").split(separator: "/").map { part in
            part.hasPrefix("{") ? parts[String(part.dropFirst().dropLast())] ?? id : String(part)
        }.reduce("") { "\($0)/\($1)" }
    }
}
