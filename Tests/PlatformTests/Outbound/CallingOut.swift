import Testing

@testable import Platform

@Suite("A call to an address that a customer names")
struct CallingOut {
    private func problem(_ url: String, _ policy: OutboundPolicy = OutboundPolicy()) async -> OutboundError? {
        do {
            _ = try await Outbound.calls(policy).send(OutboundRequest(url, seconds: 3))
            return nil
        } catch { return error as? OutboundError }
    }

    @Test("does not reach this machine, private networks or what is set aside, however the address is written", arguments: [
        "127.0.0.1", "localhost", "0.0.0.0", "2130706433", "0x7f.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.1]",
        "[fe80::1]", "[fd00::1]", "[ff02::1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]", "[2001:db8::1]", "[2001::1]",
    ])
    func privateAddresses(host: String) async {
        let found = await problem("https://\(host):9/")
        #expect(found == .privateAddress)
    }

    @Test("goes over HTTPS only, and with nobody's name", arguments: [
        "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "https://ada:secret@example.com/", "https://", "example.com",
        "https://example.com/\r\nHost: x",
    ])
    func schemes(url: String) async {
        let found = await problem(url)
        #expect(found == .badAddress)
    }

    @Test("reaches them where the operator lets it; this machine also without TLS, and nothing else so")
    func allowed() async {
        let policy = OutboundPolicy(allowsPrivate: true)
        guard case .unreachable = await problem("http://127.0.0.1:9/", policy) else { Issue.record("this machine is not tried"); return }
        let other = await problem("http://10.255.255.1:9/", policy)
        #expect(other == .privateAddress)
    }

    @Test("brings no header that somebody made of two")
    func headers() async {
        let request = OutboundRequest("https://example.com/", headers: [("X", "a\r\nY: b")])
        await #expect(throws: OutboundError.badAddress) { try await Outbound.calls().send(request) }
    }
}
