import FoundationEssentials
import HTTPTypes
import Platform
import Testing

@testable import Web

@Suite("A word for the page that follows")
struct SayingAWord {
    private let said = Said(isSecure: false)

    @Test("arrives as it was said, with the way to take it back", arguments: ["Mint was deleted.", "حُذف النعناع", "<b>\"';=, \\ 🌹"])
    func arrives(text: String) throws {
        let response = said.seeOther("/next", saying: Announcement(text, kind: .info, undo: "/garden/restore?id=1"))
        let notice = try #require(said.notices([.cookie: try pair(response)], undo: "Undo").first)
        #expect(notice.text == text && notice.kind == "info" && notice.undo?.path == "/garden/restore?id=1" && notice.undo?.label == "Undo")
        #expect(response.status == .seeOther && response.headers[.location] == "/next")
    }

    @Test("is a cookie no script reads, no other site sends, and nobody else can read on the way")
    func attributes() throws {
        let cookie = try #require(Said(isSecure: true).seeOther("/", saying: Announcement("x")).headers[.setCookie])
        #expect(cookie.hasPrefix("__Host-kontor_said="))
        for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=60"] { #expect(cookie.contains(attribute)) }
    }

    @Test("that was tampered with is not said", arguments: [
        "", "x", "%%%", "AAAA", "e30", "bnVsbA", "W10", String(repeating: "A", count: 5_000), "eyJ0ZXh0IjoxfQ", "🌹",
    ])
    func tampered(value: String) { #expect(said.notices([.cookie: "kontor_said=\(value)"], undo: "Undo").isEmpty) }

    @Test("whose way back leads out of the portal is not said", arguments: [
        "//evil.example/", "https://evil.example/", "javascript:alert(1)", "evil", "", "/\\evil.example", "/\t/evil.example", "\\\\evil.example",
    ])
    func wayOut(undo: String) throws {
        let response = said.seeOther("/", saying: Announcement("x", undo: undo))
        #expect(said.notices([.cookie: try pair(response)], undo: "Undo").isEmpty)
    }

    @Test("is not there when nothing was said")
    func nothing() {
        #expect(said.seeOther("/", saying: nil).headers[.setCookie] == nil)
        #expect(said.notices([:], undo: "Undo").isEmpty)
    }

    private func pair(_ response: Response) throws -> String {
        String(try #require(response.headers[.setCookie]).prefix { $0 != ";" })
    }
}
