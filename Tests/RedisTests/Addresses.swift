import Testing

import Redis

@Suite("The address of a Redis")
struct Addresses {
    @Test("says where it is and who we are")
    func complete() throws {
        let address = try RedisAddress("redis://kontor:p%40ss%2Fword@cache.example:6380/3")
        #expect(address.host == "cache.example" && address.port == 6_380 && address.database == 3)
        #expect(address.user == "kontor" && address.password == "p@ss/word")
        #expect(address.place == "cache.example:6380")
    }

    @Test("may leave out all but the host", arguments: [
        "redis://cache.example", "redis://cache.example/", "redis://cache.example:6379/0", "redis://@cache.example",
    ])
    func short(text: String) throws {
        let address = try RedisAddress(text)
        #expect(address.host == "cache.example" && address.port == 6_379 && address.database == 0)
        #expect(address.user == nil && address.password == nil)
    }

    @Test("may have a password without a name, and a host that is a number")
    func numbers() throws {
        let nameless = try RedisAddress("redis://:secret@127.0.0.1"), numbered = try RedisAddress("redis://[::1]:7000")
        #expect(nameless.password == "secret" && nameless.user == nil)
        #expect(numbered.host == "::1" && numbered.port == 7_000)
    }

    @Test("is refused when it cannot be meant, with what to write instead", arguments: [
        ("", "write redis://"), ("cache.example:6379", "write redis://"), ("http://cache.example", "write redis://"), ("redis://", "write redis://"),
        ("rediss://cache.example", "without TLS"), ("redis://cache.example/main", "number of a database"), ("redis://cache.example/-1", "number of a database"),
        ("redis://cache.example/0/1", "number of a database"), ("redis://cache.example:70000", "port"), ("redis://cache.example:port", "write"),
        ("redis://kontor@cache.example", "password"), ("redis://cache.example?timeout=1", "leave out"),
    ])
    func wrong(text: String, fix: String) {
        let wrong = #expect(throws: RedisAddress.Wrong.self) { try RedisAddress(text) }
        #expect(wrong?.fix.contains(fix) == true, "\(text): \(wrong?.fix ?? "")")
    }
}
