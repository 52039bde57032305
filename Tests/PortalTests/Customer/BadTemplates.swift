import CRM
import Customer
import Foundation
import Hummingbird
import Markup
import Logging
import Platform
import Support
import Testing
import Web

@Suite("A template that does not fit its page", .enabled(if: TestPlatform.isPossible))
struct BadTemplates {
    @Test("stops the start, with its file, its line and the name the page lacks", arguments: [
        ("records/list.mustache", "{{title}}", "{{nonsense}}", "nonsense"), ("records/form.mustache", "{{#error}}", "{{#mistake}}", "mistake"),
        ("customer/home.mustache", "{{greeting}}", "{{t.customer.no_such_text}}", "customer.no_such_text"),
        ("common/error.mustache", "{{status}}", "{{number}}", "number"), ("customer/suspended.mustache", "{{reason}}", "{{excuse}}", "excuse"),
        ("layouts/shell.mustache", "{{/content}}", "", "content"), ("layouts/portal.mustache", "{{$house}}", "{{$hose}}", "hose"),
    ])
    func stops(file: String, right: String, wrong: String, name: String) async throws {
        try await TestPlatform.with([crm]) { platform in
            try withTemplates { folder in
                let path = "\(folder)/\(file)"
                let text = try String(contentsOfFile: path, encoding: .utf8)
                try #require(text.contains(right))
                try text.replacing(right, with: wrong, maxReplacements: 1).write(toFile: path, atomically: true, encoding: .utf8)
                let error = try #require(throws: TemplateError.self) { try mount(platform, folder) }
                #expect(error.file.hasSuffix(file) && error.line > 0)
                #expect(error.description.contains(name), "\(error)")
            }
        }
    }

    @Test("stops the start when its file is missing")
    func missing() async throws {
        try await TestPlatform.with([crm]) { platform in
            try withTemplates { folder in
                try FileManager.default.removeItem(atPath: "\(folder)/records/show.mustache")
                let error = try #require(throws: TemplateError.self) { try mount(platform, folder) }
                #expect(error.description.contains("records/show.mustache"))
            }
        }
    }

    @Test("is none of those that are there")
    func good() async throws {
        try await TestPlatform.with([crm]) { platform in try withTemplates { try mount(platform, $0) } }
    }

    private func mount(_ platform: TestPlatform, _ folder: String) throws {
        let portal = try CustomerPortal(
            registry: platform.registry, voices: platform.voices, templates: CustomerHouse.templates(platform, folder: folder),
            accounts: Accounts(Database(visitors: platform.app), passwords: CustomerHouse.passwords),
            entries: Entries(platform.app, registry: platform.registry), fence: Fence(platform.app, logger: Logger(label: "test")),
            pool: platform.app, isSecure: false)
        try Mount(WireSettings(isSecure: false, trustsProxy: false)).add(portal.members, to: Router(context: WireContext.self))
    }

    private func withTemplates(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kontor-\(UUID().uuidString)").path
        try FileManager.default.copyItem(atPath: TestTexts.templates, toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) } // a left-over folder does not make a test fail
        try body(folder)
    }
}
