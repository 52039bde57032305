import Foundation
import Platform
import Support
import Testing

@testable import Conformance

/// README's words about modules.
enum Readme {
    /// The first block of a language in the section "Write a module".
    static func block(_ language: String) throws -> String {
        let path = URL(filePath: TestTexts.templates).deletingLastPathComponent().appending(path: "README.md")
        let section = try #require(try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n## Write a module\n").last)
        let block = try #require(section.components(separatedBy: "\n```\(language)\n").dropFirst().first)
        return try #require(block.components(separatedBy: "```\n").first)
    }

    /// The words of the section in all languages; Arabic counts otherwise than English.
    static func texts() throws -> TestTexts {
        let words = try block("yaml")
        let arabic = words.replacing(#"{one: "{count} repair", other: "{count} repairs"}"#, with: #""{count} repairs""#)
        return ["workshop": [.en: words, .es: words, .ar: arabic]]
    }
}

/// A business that has the sample module, with its owner's browser and program.
struct SampleHouse: Sendable {
    static let list = "/workshop/repairs"

    let platform: TestPlatform
    let scope: Scope
    private let house: House
    private let cookie, key: Key

    static func with(_ body: (SampleHouse) async throws -> Void) async throws {
        let texts = try Readme.texts()
        try await TestPlatform.with([workshop], texts: texts) { platform in
            try await texts.inFolder { folder in try await body(SampleHouse(platform, folder)) }
        }
    }

    private init(_ platform: TestPlatform, _ templates: String) async throws {
        self.platform = platform
        scope = try await platform.register("Acme")
        house = try House(platform, templates: templates, tampering: Tampering())
        cookie = try await house.cookie(of: scope)
        key = try await house.bearer(of: scope)
    }

    func see(_ path: String) async throws -> LineAnswer { try await house.ask(.get, path, as: cookie) }

    func send(_ path: String, _ fields: [(name: String, value: String)]) async throws -> LineAnswer {
        try await house.ask(.post, path, as: cookie, .form(Form(fields)))
    }

    /// Asks the API, with a body where there is something to send.
    func api(_ path: String, _ json: JSONValue? = nil) async throws -> LineAnswer {
        try await house.ask(json == nil ? .get : .post, path, as: key, json.map { .json($0) } ?? .none)
    }

    /// Brings a thing to be mended, by the form.
    /// - Returns: its path.
    func bring(_ name: String, _ more: [(name: String, value: String)] = []) async throws -> String {
        try #require(try await send(Self.list, [("name", name)] + more).location)
    }

    /// What the log says of the business as soon as all of it is sealed: transactions of other tests on the same server hold that back.
    func sealed() async throws -> AuditCheck.Report {
        let entries = try await scope.db.value("select count(*) from events", of: Int.self)
        while true {
            var reports: [AuditCheck.Report] = []
            try await AuditCheck(platform.owner).run(of: scope.business.id) { reports.append($0) }
            if let report = reports.first, report.entries >= entries || !report.isIntact { return report }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
