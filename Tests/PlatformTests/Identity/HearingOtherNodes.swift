import Platform
import Support
import Synchronization
import Testing

@Suite("Who a cookie stands for, on several nodes", .enabled(if: TestPlatform.isPossible))
struct HearingOtherNodes {
    @Test("is forgotten on all of them when one forgets at once, also where PostgreSQL says nothing", arguments: ["member", "person", "everybody"])
    func told(whom: String) async throws {
        try await withNodes { door, secret, nodes, _ in
            let found = try await nodes[1].entry(secret.digest), entry = try #require(found)
            try await goneUnheard(door)
            let kept = try await nodes[1].entry(secret.digest)
            #expect(kept != nil, "nobody has told it")
            switch whom {
            case "member":
                nodes[0].forget(Scope(
                    business: entry.business, member: entry.member, permissions: [], voice: door.platform.voices.voice(.en),
                    db: Database(door.platform.app, of: entry.business.id)))
            case "person": nodes[0].forget(entry.member.user)
            default: nodes[0].forgetEverybody()
            }
            let isGone = try await eventually { try await nodes[1].entry(secret.digest) == nil }
            #expect(isGone)
        }
    }

    @Test("is forgotten where something may have been missed")
    func missed() async throws {
        try await withNodes { door, secret, nodes, line in
            let kept = try await nodes[1].entry(secret.digest)
            #expect(kept != nil)
            try await goneUnheard(door)
            line.tell("kontor_access", "")
            let isGone = try await eventually { try await nodes[1].entry(secret.digest) == nil }
            #expect(isGone)
        }
    }

    @Test("is forgotten when PostgreSQL alone says so, as before")
    func notified() async throws {
        try await withNodes { door, secret, nodes, _ in
            let kept = try await nodes[1].entry(secret.digest)
            #expect(kept != nil)
            try await door.arrange("delete from sessions")
            let isGone = try await eventually { try await nodes[1].entry(secret.digest) == nil }
            #expect(isGone)
        }
    }

    /// The session ends behind the triggers' back.
    private func goneUnheard(_ door: Door) async throws {
        try await door.arrange("alter table sessions disable trigger all")
        try await door.arrange("delete from sessions")
    }

    /// With somebody signed in, and two nodes that hear each other and PostgreSQL.
    private func withNodes(_ body: (Door, Secret, [Entries], Line) async throws -> Void) async throws {
        try await Door.with { door in
            try await door.register("ada@example.com")
            let secret = try await door.signIn("ada@example.com"), line = Line()
            let nodes = (0..<2).map { _ in Entries(door.platform.app, registry: door.platform.registry, fanout: line.fanout) }
            let listeners = nodes.map { node in Task { try await node.run() } }
            defer { for listener in listeners { listener.cancel() } }
            for node in nodes {
                let isReady = try await eventually { try await isKeeping(node, secret, door) }
                #expect(isReady)
            }
            try await body(door, secret, nodes, line)
        }
    }

    /// It keeps once asking costs no statement any more, which is once it hears.
    private func isKeeping(_ node: Entries, _ secret: Secret, _ door: Door) async throws -> Bool {
        _ = try await node.entry(secret.digest)
        let before = try await statements(door)
        _ = try await node.entry(secret.digest)
        return try await statements(door) == before + 1
    }

    private func statements(_ door: Door) async throws -> Int {
        try await door.platform.app.read(Query<Int>.value("select sum(generic_plans + custom_plans)::bigint from pg_prepared_statements"))
    }
}

/// Nodes in one room: what one says, all hear.
private final class Line: Sendable {
    private let ears = Mutex<[(channel: String, ear: AsyncStream<String>.Continuation)]>([])

    var fanout: Fanout {
        Fanout(tell: { self.tell($0.channel, $0.payload) }, hear: { channel, body in
            let (heard, ear) = AsyncStream.makeStream(of: String.self)
            self.ears.withLock { $0.append((channel, ear)) }
            for await payload in heard { await body(payload) }
        })
    }

    func tell(_ channel: String, _ payload: String) {
        ears.withLock { for each in $0 where each.channel == channel { each.ear.yield(payload) } }
    }
}
