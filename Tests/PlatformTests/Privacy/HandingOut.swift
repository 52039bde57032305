import Foundation
import Support
import Testing

@testable import Platform

@Suite("Handing out what is known of a person", .enabled(if: TestPlatform.isPossible))
struct HandingOut {
    @Test("brings their records, notes, files and history, for people and for programs, and nothing of another business")
    func whole() async throws {
        try await withPractices { platform, acme, globex in
            let ada = try await platform.acquaint(acme)
            let other = try await platform.acquaint(globex)
            try await platform.arrange("update clients set about = 'Plays the harp' where id = \(other.id)")
            let subject = try #require(Subject(email: EmailAddress("ada@example.com"), phone: nil))
            let request = try await SubjectRequests(in: acme).begin(subject)
            let bytes = try await SubjectExport(subject, platform.registry, in: acme).response(request).wholeBody()
            let json = try #require(try bytes.unpacked("data.json")), page = try #require(try bytes.unpacked("index.html"))
            for text in [json, page] {
                for word in ["Ada Lovelace", "Plays chess", "Called Ada at home", ada.id.description, "R-1", "ada.png"] { #expect(text.contains(word), "\(word)") }
                for word in ["harp", other.id.description, "Owner of Acme"] { #expect(!text.contains(word), "\(word)") }
            }
            let path = try #require(json.firstMatch(of: /files\/[0-9a-f-]+\/ada\.png/)?.0)
            #expect(try bytes.unpacked(String(path))?.contains("ada") == true)
            #expect(try await platform.count("events where name = 'platform.privacy.exported' and business_id = \(acme.business.id)") == 1)
        }
    }

    @Test("writes what people typed as text, never as a page")
    func escaped() async throws {
        try await withPractices { platform, acme, _ in
            var client = Client(name: "<script>alert(1)</script>")
            client.email = EmailAddress("a@example.com")
            try await platform.clients(acme).create(client)
            let subject = try #require(Subject(email: EmailAddress("a@example.com"), phone: nil))
            let bytes = try await SubjectExport(subject, platform.registry, in: acme).response(SubjectRequests(in: acme).begin(subject)).wholeBody()
            let page = try #require(try bytes.unpacked("index.html"))
            #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>"))
        }
    }
}
