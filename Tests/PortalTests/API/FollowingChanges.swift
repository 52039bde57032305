import HTTPTypes
import Platform
import Support
import Testing

@Suite("The feed of changes", .enabled(if: TestPlatform.isPossible))
struct FollowingChanges {
    private let feed = "\(APIHouse.boats)/changes"

    /// - Parameter count: of events to wait for: those of a transaction are held back while an earlier one is under way,
    ///   also on the databases of other tests.
    private func changes(_ program: Program, _ query: String = "", count: Int = 0) async throws -> (events: [JSONValue], next: String?, more: Bool) {
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            let answer = try await program.ask(.get, query.isEmpty ? feed : "\(feed)?\(query)"), events = answer.json?["data"]?.array ?? []
            #expect(answer.status == 200, "\(answer.text)")
            guard events.count < count, .now < deadline else { return (events, answer.json?["next"]?.string, answer.json?["more"] == true) }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test("tells what happened to each record, in the order it was done, from cursor to cursor")
    func inOrder() async throws {
        try await APIHouse.withProgram { _, program in
            let nothing = try await changes(program)
            #expect(nothing.events.isEmpty && nothing.next == nil && !nothing.more)
            let path = try await program.boat("Wanderer"), id = String(path.suffix(36))
            _ = try await program.ask(.post, APIHouse.berths, "{\"name\": \"North\"}")
            _ = try await program.ask(.patch, path, "{\"name\": \"Rover\"}")
            _ = try await program.ask(.post, "\(APIHouse.boats)/bulk", "{\"create\": [{\"name\": \"Two\"}], \"delete\": [\"\(id)\"]}")
            let all = try await changes(program, count: 4)
            #expect(all.events.map { $0["event"]?.string ?? "" } == ["created", "changed", "created", "deleted"])
            #expect(all.events.map { $0["record_id"]?.string == id } == [true, true, false, true])
            #expect(all.events.map { $0["version"] ?? .null } == [1, 2, 1, 3])
            #expect(Set(all.events.map { $0["id"]?.string ?? "" }).count == 4 && all.events.allSatisfy { $0["at"]?.string?.hasSuffix("Z") == true && $0["record"] == nil })

            var seen: [JSONValue] = [], next: String?, isMore = true
            while isMore {
                let page = try await changes(program, "limit=1" + (next.map { "&since=\($0)" } ?? ""))
                (seen, next, isMore) = (seen + page.events, page.next, page.more)
            }
            #expect(seen == all.events && next == all.next)
            let later = try await changes(program, "since=\(next ?? "")")
            #expect(later.events.isEmpty && later.next == next, "where nothing has happened since, one goes on from the same place")
            try await program.boat("Three")
            #expect(try await changes(program, "since=\(next ?? "")", count: 1).events.map { $0["event"] } == ["created"])
        }
    }

    @Test("gives the records as they are now where that is asked for")
    func records() async throws {
        try await APIHouse.withProgram { _, program in
            let path = try await program.boat("Wanderer"), gone = try await program.boat("Gone")
            _ = try await program.ask(.patch, path, "{\"name\": \"Rover\"}")
            _ = try await program.ask(.delete, gone)
            let found = try await changes(program, "include=record", count: 4).events
            let now = try await program.ask(.get, path).json
            #expect(found.count == 4)
            for event in found { #expect(event["record"] == (event["record_id"]?.string == String(path.suffix(36)) ? now : .null)) }
        }
    }

    @Test("of one business tells nothing of another, and needs the permission to read")
    func isolation() async throws {
        try await APIHouse.withProgram { house, acme in
            let globex = try await house.program(of: house.platform.register("Globex"))
            try await acme.boat("Mine")
            #expect(try await changes(globex).events.isEmpty)
            #expect(try await changes(globex, "since=0.00000000-0000-0000-0000-000000000000&include=record").events.isEmpty)
            let writer = try await house.program(of: acme.scope, scopes: acme.scope.permissions.filter { $0.name == "harbour.boats.create" })
            #expect(try await writer.ask(.get, feed).status == 403)
        }
    }

    @Test("names the parameters that cannot be taken", arguments: [
        "since=x", "since=", "since=1", "since=-1.00000000-0000-0000-0000-000000000000", "since=1.x", "since=99999999999999999999.00000000-0000-0000-0000-000000000000",
        "limit=0", "limit=10001", "limit=x", "include=all", "include=", "sort=name", "after=00000000-0000-0000-0000-000000000000",
    ])
    func badParameters(query: String) async throws {
        try await APIHouse.withProgram { _, program in
            let answer = try await program.ask(.get, "\(feed)?\(query)")
            #expect(answer.status == 400 && answer.isProblem && answer.pointers == [String(query.prefix { $0 != "=" })], "\(answer.text)")
        }
    }

    @Test("is asked for by GET alone")
    func methods() async throws {
        try await APIHouse.withProgram { _, program in
            let answer = try await program.ask(.delete, feed)
            #expect(answer.status == 405 && answer.headers[.allow] == "GET")
        }
    }
}
