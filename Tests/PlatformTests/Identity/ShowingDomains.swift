import Support
import Synchronization
import Testing

@testable import Platform

@Suite("A domain's name")
struct NamingDomains {
    @Test("is taken in lower case, without white space or the dot at its end", arguments: ["Acme.Example", " acme.example. ", "ACME.EXAMPLE"])
    func folded(typed: String) throws {
        #expect(try DomainName(typed).text == "acme.example")
    }

    @Test("homograph domains: a name beyond ASCII is refused with what it is to be typed as", arguments: [
        ("аcme.example", "xn--cme-5cd.example"), ("bücher.example", "xn--bcher-kva.example"), ("münchen.Example", "xn--mnchen-3ya.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ])
    func homograph(typed: String, punycode: String) throws {
        #expect(throws: DomainError.notASCII(punycode: punycode)) { try DomainName(typed) }
        #expect(try DomainName(punycode).text == punycode, "and is then shown so")
    }

    @Test("is refused where it can be no business's own", arguments: [
        ("", DomainError.missing), ("intranet", .singleLabel), ("gmail.com", .publicMail("gmail.com")), ("OUTLOOK.com", .publicMail("outlook.com")),
        ("192.0.2.1", .notAName), ("-a.example", .notAName), ("a..example", .notAName), ("a b.example", .notAName), ("a_b.example", .notAName),
        ("https://acme.example", .notAName), ("ada@acme.example", .notAName), (String(repeating: "a", count: 64) + ".example", .notAName),
    ])
    func refused(typed: String, error: DomainError) {
        #expect(throws: error) { try DomainName(typed) }
    }
}

@Suite("A business's domain", .enabled(if: TestPlatform.isPossible))
struct ShowingDomains {
    @Test("is confirmed by the TXT record with its own token, and by nothing else")
    func confirmed() async throws {
        try await TestPlatform.with { platform in
            let scope = try await platform.register("Acme"), zone = Zone()
            let domains = Domains(in: scope, asking: zone.resolver)
            try await domains.add(DomainName("acme.example"))
            let domain = try #require(try await domains.all().first)
            await #expect(throws: DomainError.noRecord("acme.example")) { try await domains.confirm(domain.id) }
            zone.put(["v=spf1 -all", "kontor-domain=", "kontor-domain=\(Secret().text)", "x" + domain.record], at: "acme.example")
            zone.put([domain.record], at: "www.acme.example")
            await #expect(throws: DomainError.noRecord("acme.example")) { try await domains.confirm(domain.id) }
            zone.put(["v=spf1 -all", domain.record], at: "acme.example")
            try await domains.confirm(domain.id)
            #expect(try await domains.one(domain.id).confirmedAt != nil)
        }
    }

    @Test("is one business's only once it is confirmed, and another's again once that removed it")
    func taken() async throws {
        try await TestPlatform.with { platform in
            let acme = try await platform.register("Acme"), globex = try await platform.register("Globex"), zone = Zone()
            let name = try DomainName("acme.example"), ours = Domains(in: acme, asking: zone.resolver), theirs = Domains(in: globex, asking: zone.resolver)
            try await ours.add(name)
            try await theirs.add(name)
            let one = try #require(try await ours.all().first), other = try #require(try await theirs.all().first)
            zone.put([one.record, other.record], at: "acme.example")
            try await ours.confirm(one.id)
            await #expect(throws: DomainError.taken("acme.example")) { try await theirs.confirm(other.id) }
            await #expect(throws: PageError.notFound) { try await theirs.confirm(one.id) }
            await #expect(throws: PageError.notFound) { try await theirs.remove(one.id) }
            try await ours.remove(one.id)
            try await theirs.confirm(other.id)
        }
    }

    @Test("is named once, and says so; where no name server answers that is said too")
    func twice() async throws {
        try await TestPlatform.with { platform in
            let scope = try await platform.register("Acme")
            let domains = Domains(in: scope, asking: Resolver { _ in throw ResolverError() })
            try await domains.add(DomainName("acme.example"))
            await #expect(throws: DomainError.known("acme.example")) { try await domains.add(DomainName("acme.example")) }
            let domain = try #require(try await domains.all().first)
            await #expect(throws: DomainError.unreachable) { try await domains.confirm(domain.id) }
        }
    }
}

/// A name system of the test's own.
final class Zone: Sendable {
    private let records = Mutex<[String: [String]]>([:])

    func put(_ texts: [String], at name: String) { records.withLock { $0[name] = texts } }
    var resolver: Resolver { Resolver { name in self.records.withLock { $0[name] ?? [] } } }
}

extension TestPlatform {
    /// A domain that the business has shown to be its own.
    func confirm(_ domain: String, of business: ID<Business>) async throws {
        try await superuser.write(Query.execute("""
            insert into domains (business_id, id, name, token, confirmed_at) values (\(business), \(ID<Domain>()), \(domain), \(Secret().text), now())
            """))
    }
}
