import Testing

import Postgres

@Suite("Listening", .needsServer)
struct Listening {
    @Test("hears what is said on its channels, in order, once a transaction commits")
    func hears() async throws {
        try await withDatabase { pool in
            var heard = pool.notifications(on: ["news", "other"]).makeAsyncIterator()
            #expect(try await heard.next() == .listening)
            try await pool.write(
                Query<Int>.execute("select pg_notify('news', \("one"))"),
                Query<Int>.execute("select pg_notify('elsewhere', 'x')"),
                Query<Int>.execute("select pg_notify('other', \("zwei é"))"))
            let first = try await heard.next(), second = try await heard.next()
            #expect(first == .heard(Notification(channel: "news", payload: "one")))
            #expect(second == .heard(Notification(channel: "other", payload: "zwei é")))
        }
    }

    @Test("hears all that one transaction says, however much it is", .timeLimit(.minutes(1)))
    func many() async throws {
        try await withDatabase { pool in
            var heard = pool.notifications(on: ["news"]).makeAsyncIterator()
            #expect(try await heard.next() == .listening)
            try await pool.write(Query<Int>.execute("select pg_notify('news', n || repeat('x', 200)) from generate_series(1, 2000) n"))
            for number in 1...2_000 {
                guard case .heard(let news) = try await heard.next(), news.payload.hasPrefix("\(number)x") else {
                    Issue.record("\(number) was not heard")
                    return
                }
            }
        }
    }

    @Test("comes back when its connection is lost, and says so")
    func reconnects() async throws {
        try await withDatabase { pool in
            var heard = pool.notifications(on: ["news"]).makeAsyncIterator()
            #expect(try await heard.next() == .listening)
            _ = try await pool.read(.execute("select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and datname = current_database()"))
            let lost = try await heard.next(), again = try await heard.next()
            #expect(lost == .lost)
            #expect(again == .listening)
            try await pool.write(.execute("notify news, 'back'"))
            let back = try await heard.next()
            #expect(back == .heard(Notification(channel: "news", payload: "back")))
        }
    }

    @Test("ends when its task is cancelled")
    func cancelled() async throws {
        try await withDatabase { pool in
            let (started, signal) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                var count = 0
                for try await _ in pool.notifications(on: ["news"]) {
                    count += 1
                    signal.yield()
                }
                return count
            }
            for await _ in started { break }
            task.cancel()
            let count = try await task.value
            #expect(count == 1)
        }
    }

    @Test("refuses a channel that is no plain name")
    func channel() async throws {
        let pool = try #require(testPool)
        await #expect(throws: DatabaseError.self) {
            for try await _ in pool.notifications(on: ["a; drop"]) {}
        }
    }
}
