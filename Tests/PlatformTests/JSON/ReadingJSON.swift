import Testing

@testable import Platform

@Suite("A text of JSON")
struct ReadingJSON {
    @Test("is read as RFC 8259 has it", arguments: [
        ("null", JSONValue.null), (" [ ] ", [] as JSONValue), ("{\"a\":[1,-2.5e3]}", ["a": JSONValue.array([1, JSONValue.number("-2.5e3")])] as JSONValue),
        (#""\u00e9\ud83d\ude00\/\n""#, "é😀/\n" as JSONValue), ("{}", [:] as JSONValue), ("[true,false]", [true, false] as JSONValue),
    ])
    func valid(text: String, value: JSONValue) throws { #expect(try read(text) == value) }

    @Test("is written so that it is read back", arguments: ["null", "[1,2.50,\"a\\\"b\\u0001\"]", "{\"a\":{\"b\":true}}"])
    func writing(text: String) throws {
        #expect(String(decoding: try read(text).bytes, as: UTF8.self) == text)
    }

    @Test("is refused where it is none", arguments: [
        "", " ", "{", "[1,]", "{\"a\" 1}", "{a:1}", "01", "1.", ".5", "+1", "NaN", "Infinity", "'a'", "\"a", "\"\t\"", "tru", "[] []",
        #""\x""#, #""\u12""#, #""\ud800""#, #""\ud800\u0041""#, #""\udc00""#,
    ])
    func malformed(text: String) { #expect(throws: JSONProblem.self) { try read(text) } }

    @Test("is refused when a name comes twice, naming it")
    func duplicate() { #expect(throws: JSONProblem.duplicate("a")) { try read(#"{"a":1,"\u0061":2}"#) } }

    @Test("is refused beyond thirty-two levels, before the stack is in danger")
    func deep() throws {
        let limit = JSONValue.mostLevels
        _ = try read(String(repeating: "[", count: limit) + String(repeating: "]", count: limit))
        #expect(throws: JSONProblem.tooDeep(limit: limit)) { try read(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONProblem.tooDeep(limit: limit)) { try read(String(repeating: #"{"a":"#, count: limit + 1)) }
    }

    @Test("is refused when it is not UTF-8")
    func encoding() {
        #expect(throws: JSONProblem.notUTF8) { try JSONValue(reading: [0x22, 0xFF, 0x22]) }
        #expect(throws: JSONProblem.notUTF8) { try JSONValue(reading: [0x22, 0xED, 0xA0, 0x80, 0x22]) }
    }

    @Test("has whole numbers up to 64 bits, however they are written")
    func integers() throws {
        #expect(try read("9223372036854775807").integer == .max)
        #expect(try read("9223372036854775808").integer == nil)
        #expect(try read("1e2").integer == 100)
        #expect(try read("1.0").integer == 1)
        #expect(try read("1.5").integer == nil)
        #expect(try read("1e400").integer == nil)
    }

    private func read(_ text: String) throws -> JSONValue { try JSONValue(reading: Array(text.utf8)) }
}
