import Platform
import Testing

@Suite("An e-mail address")
struct EmailAddresses {
    @Test("is taken from anywhere in the world", arguments: [
        "ana@example.com", "a@b.co", "first.last+tag@sub.example.museum", "o'brien@example.ie", "x_y-z@xn--bcher-kva.example",
        "用户@例子.广告", "अजय@डाटा.भारत", "квіточка@пошта.укр", "مثال@موقع.امارات", "jörg@müller.de", "1@2.example",
    ])
    func taken(text: String) { #expect(EmailAddress(text)?.text == text) }

    @Test("is refused when no mail could reach it, or it could harm who shows it", arguments: [
        "", "@", "ana", "ana@", "@example.com", "ana@example", "ana@@example.com", "ana@exa@mple.com", "ana@example..com", "ana@.example.com",
        "ana@example.com.", "ana@-example.com", "ana@example-.com", "a na@example.com", "ana@exa mple.com", "ana@example.com\n", "ana@example.com\u{0}",
        "<script>@example.com", "\"ana\"@example.com", "ana@example.com>", "ana,bob@example.com", "ana@example.com,bob@example.com", "ana;@example.com",
        "ana\r\nBcc: x@example.com", "ana@[127.0.0.1]", "ana\u{202E}moc@example.com", "ana\u{200B}@example.com", "ana\u{85}@example.com", "ana@exa\u{202E}mple.com",
        String(repeating: "a", count: 65) + "@example.com", "a@" + String(repeating: "b", count: 64) + ".com",
        "a@" + String(repeating: "bcdefghij.", count: 25) + "com",
    ])
    func refused(text: String) { #expect(EmailAddress(text) == nil) }
}

@Suite("A link to write to somebody")
struct MailLinks {
    @Test("leads to the address, and lets none add a header", arguments: [
        ("ana@example.com", "mailto:ana@example.com"), ("first.last+tag@sub.example.museum", "mailto:first.last+tag@sub.example.museum"),
        ("x?subject=a&bcc=me@evil.com", "mailto:x%3Fsubject%3Da%26bcc%3Dme@evil.com"), ("50%25/#{a}@example.com", "mailto:50%2525%2F%23%7Ba%7D@example.com"),
        ("jörg@müller.de", "mailto:j%C3%B6rg@m%C3%BCller.de"),
    ])
    func escaped(address: String, link: String) { #expect(Link.mail(to: address).description == link) }
}

@Suite("A phone number")
struct PhoneNumbers {
    @Test("is kept as people write it", arguments: [
        "+49 30 123456", "(555) 010-1234", "0800/123456", "112", "+1-800-555-0199 ext. 12", "+34 600 00 00 00", "٠١٢٣٤٥٦٧٨٩", "०११ २३४५ ६७८९",
        "+966\u{200E} 50 123 4567", "*100#", "555‑0199",
    ])
    func taken(text: String) { #expect(PhoneNumber(text)?.text == text) }

    @Test("is refused when there is nothing to call", arguments: [
        "", "12", "call me", "+", "<b>555</b> 0199", "555 0199\u{0}", "555=0199", "'; drop table--555", "555\u{202E}0199",
        String(repeating: "1", count: 21), "555" + String(repeating: " ", count: 48), "½½½½½",
    ])
    func refused(text: String) { #expect(PhoneNumber(text) == nil) }
}

@Suite("A web address")
struct WebAddresses {
    @Test("is completed where people leave out how to get there", arguments: [
        ("example.com", "https://example.com"), ("example.com:8080/a?b=c#d", "https://example.com:8080/a?b=c#d"),
        ("http://example.com", "http://example.com"), ("HTTPS://Example.COM/x", "HTTPS://Example.COM/x"),
        ("www.münchen.de/straße", "https://www.münchen.de/straße"), ("例え.jp", "https://例え.jp"), ("موقع.امارات", "https://موقع.امارات"),
        ("example.com/go?to=http://other.example", "https://example.com/go?to=http://other.example"), ("192.0.2.1", "https://192.0.2.1"),
    ])
    func taken(text: String, full: String) { #expect(WebAddress(text)?.text == full) }

    @Test("is refused when it leads to no page, or runs something", arguments: [
        "", "example", "http://", "https://example", "javascript:alert(1)", "JavaScript:alert(document.domain)//example.com", "javascript://example.com/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>", "data:text/html;x=a.b", "vbscript:msgbox.x", "ftp://example.com", "file:///etc/passwd.txt", "mailto:ana@example.com",
        "https://example.com@evil.example", "https://user:pass@example.com", "https://.example.com", "https://example..com", "https://example.com.", "https://exa mple.com",
        "https://example.com/\"onclick=", "https://example.com/<b>", "https://example.com\\@evil.example", "https://example.com/\u{0}", "https://example.com\u{202E}/",
        "https://example.com:port/", "//example.com", "/example.com", "?example.com", "https:example.com", "https:/example.com",
    ])
    func refused(text: String) { #expect(WebAddress(text) == nil) }
}
