import Testing

@testable import Platform

@Suite("A directory's filter")
struct ReadingFilters {
    private func name(_ text: String) throws -> SCIMName { try #require(SCIMName(text)) }
    private func filter(_ text: String) throws -> SCIMFilter { try SCIMReader.filter(text) }

    @Test("takes every example of RFC 7644", arguments: [
        "userName Eq \"john\"", "Username eq \"john\"", "userName eq \"bjensen\"", "name.familyName co \"O'Malley\"", "userName sw \"J\"",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"J\"", "title pr", "meta.lastModified gt \"2011-05-13T04:42:34Z\"",
        "meta.lastModified ge \"2011-05-13T04:42:34Z\"", "meta.lastModified lt \"2011-05-13T04:42:34Z\"", "meta.lastModified le \"2011-05-13T04:42:34Z\"",
        "title pr and userType eq \"Employee\"", "title pr or userType eq \"Intern\"",
        "schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"",
        "userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")",
        "userType ne \"Employee\" and not (emails co \"example.com\" or emails.value co \"example.org\")",
        "userType eq \"Employee\" and (emails.type eq \"work\")",
        "userType eq \"Employee\" and emails[type eq \"work\" and value co \"@example.com\"]",
        "emails[type eq \"work\" and value co \"@example.com\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]",
    ])
    func examples(text: String) throws { #expect(throws: Never.self) { try filter(text) } }

    @Test("binds not before and, and and before or")
    func precedence() throws {
        let a = SCIMFilter.present(try name("a")), b = SCIMFilter.present(try name("b")), c = SCIMFilter.present(try name("c"))
        #expect(try filter("a pr or b pr and c pr") == .or(a, .and(b, c)))
        #expect(try filter("(a pr or b pr) and c pr") == .and(.or(a, b), c))
        #expect(try filter("not (a pr) and b pr OR c pr") == .or(.and(.not(a), b), c))
        #expect(try filter("a pr and b pr and c pr") == .and(.and(a, b), c))
    }

    @Test("reads values as JSON writes them")
    func values() throws {
        #expect(try filter(#"a eq "say \"hi\" \u00e9 \\""#) == .compare(try name("a"), .eq, .string("say \"hi\" é \\")))
        #expect(try filter("a eq true") == .compare(try name("a"), .eq, true))
        #expect(try filter("a ne null") == .compare(try name("a"), .ne, .null))
        #expect(try filter("a gt -1.5e3") == .compare(try name("a"), .gt, .number("-1.5e3")))
        #expect(try filter("not eq \"x\"") == .compare(try name("not"), .eq, "x"))
    }

    @Test("that is none is refused, however it is broken", arguments: [
        "", " ", "userName", "userName eq", "userName eq bjensen", "userName is \"x\"", "userName eq \"x", "userName eq \"x\" and", "(a pr", "a pr)",
        "a pr b pr", "not a pr", "emails[type eq \"work\"", "emails[]", "emails[type eq \"work\"].value eq \"x\"", "1a pr", "a..b pr", "a.b.c pr", "a eq \"\\u0000\"",
        "a eq 'x'", "a;b pr", "urn:a pr pr", "a eq \"x\"; drop table users", "a eq \"x\" -- ",
        String(repeating: "(", count: 1_000) + "a pr" + String(repeating: ")", count: 1_000),
        Array(repeating: "a pr", count: 1_000).joined(separator: " or "), "a eq \"" + String(repeating: "x", count: 100_000) + "\"",
    ])
    func broken(text: String) {
        #expect(throws: SCIMError.bad(.invalidFilter, "filter")) { try filter(text) }
    }

    @Test("finds of several values those that meet it, in any case")
    func meeting() throws {
        let emails = try #require(SCIMSchema.user.attributes.named("EMAILS"))
        let work: JSONValue = ["value": "Ada@Example.com", "type": "work", "primary": true], home: JSONValue = ["value": "ada@home.example", "type": "home"]
        for (text, expected) in [
            ("type eq \"WORK\"", [true, false]), ("value co \"@example\"", [true, false]), ("primary eq false", [false, true]),
            ("primary eq true or type ne \"work\"", [true, true]), ("not (type pr)", [false, false]), ("value ew \".example\"", [false, true]),
        ] {
            let filter = try filter(text)
            #expect([work, home].map { filter.meets($0, of: emails) } == expected, "\(text)")
        }
    }
}
