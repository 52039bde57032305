import Foundation
import Platform
import Testing

@Suite("A form")
struct Forms {
    @Test("reads what browsers send", arguments: [
        ("a=1&b=2", [("a", "1"), ("b", "2")]), ("a=1+2%203", [("a", "1 2 3")]), ("a=%C3%A9%F0%9F%8C%B9", [("a", "é🌹")]),
        ("a", [("a", "")]), ("a=", [("a", "")]), ("=b", [("", "b")]), ("a=b=c", [("a", "b=c")]), ("&&a=1&", [("a", "1")]), ("", []),
        ("a=1&a=2", [("a", "1"), ("a", "2")]), ("a%3Db=c%26d", [("a=b", "c&d")]), ("a=%2b%2B", [("a", "++")]),
    ])
    func reading(text: String, fields: [(String, String)]) {
        #expect(Form(urlEncoded: text.utf8) == Form(fields.map { (name: $0.0, value: $0.1) }))
    }

    @Test("takes what no browser sends for what it says, and never falls over", arguments: [
        ("a=%", "%"), ("a=%4", "%4"), ("a=%zz", "%zz"), ("a=%4z", "%4z"), ("a=100%", "100%"), ("a=%%41", "%A"), ("a=%FF%FE", "\u{FFFD}\u{FFFD}"),
        ("a=%C3", "\u{FFFD}"), ("a=%00", "\u{0}"), ("a=%0D%0A", "\r\n"), ("a=%ED%A0%80", "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ])
    func hostile(text: String, value: String) { #expect(Form(urlEncoded: text.utf8)["a"] == value) }

    @Test("comes back from a URL as it went in, whatever it holds")
    func roundTrip() {
        var random = SystemRandomNumberGenerator()
        let scalars = Array("aZ09-._~ +%&=#?/\\'\"<>\r\n\t\u{0}éß日本ع🌹\u{200F}\u{FEFF}".unicodeScalars)
        for _ in 0..<500 {
            func text() -> String {
                var text = ""
                for _ in 0..<Int.random(in: 0...8, using: &random) { text.unicodeScalars.append(scalars.randomElement(using: &random) ?? "a") }
                return text
            }
            let form = Form((0..<Int.random(in: 0...5, using: &random)).map { _ in ("n" + text(), text()) })
            let url = form.urlEncoded
            #expect(Form(urlEncoded: url.utf8) == form)
            #expect(url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\#?/".utf8.contains($0) })
        }
    }

    @Test("gives the first of a name, all of a name, or text without what surrounds it")
    func access() {
        let form = Form([("a", " \u{A0}x y\u{200F}\n"), ("a", "2"), ("b", "")])
        #expect(form["a"] == " \u{A0}x y\u{200F}\n" && form.text("a") == "x y" && form.all("a").count == 2)
        #expect(form["b"] == "" && form["c"] == nil && form.text("c") == "" && form.all("c").isEmpty)
        #expect(form.with("a", "3").all("a") == ["3"] && form.with("a", nil).fields.map(\.name) == ["b"])
    }

    @Test("becomes JSON text that is read back as it was", arguments: ["", "\"\\/", "\u{0}\u{1F}\u{7F}", "é日\u{2028}🌹", "a\nb\tc"])
    func json(text: String) throws {
        #expect(try JSONDecoder().decode(String.self, from: Data(jsonString(text).utf8)) == text)
    }
}
