import Glibc
import Testing

@testable import Postgres

@Suite("PostgreSQL's programs")
struct PrivateServerPrograms {
    let user: PrivateServer.ServerUser

    init() throws { user = try .forNewCluster() }

    @Test("are found without being in the path")
    func debian() async throws {
        let programs = try await PrivateServer.Programs.find(forData: nil, in: "/data", as: user, environment: [:])
        #expect(programs.version >= 14)
        #expect(programs.folder == "/usr/lib/postgresql/\(programs.version)/bin")
    }

    @Test("that are missing are named with what to do, before anything is made")
    func missing() async throws {
        try await Playground.open(fresh: true) { playground in
            await #expect(processExitsWith: .success) { [root = playground.root as String] in
                setenv("KONTOR_POSTGRES_BIN", "/nowhere", 1)
                let server = Playground(root: root).server()
                let error = await refusal(of: server)
                #expect(error == .programsMissing(lookedIn: ["/nowhere"]))
                #expect(error?.description.contains("apt-get install postgresql") == true)
            }
        }
    }

    @Test("of another version than the data's are refused")
    func otherVersion() async throws {
        let error = await #expect(throws: PrivateServerError.self) {
            try await PrivateServer.Programs.find(forData: 9, in: "/data", as: user, environment: [:])
        }
        #expect(error?.description.contains("/data was made by PostgreSQL 9") == true)
    }

    @Test("are given a share of the memory, within bounds", arguments: [(512, 64), (64, 32), (24_000, 1024)])
    func memory(megabytes: Int, buffers: Int) {
        let settings = PrivateServer.Settings(memory: .init(megabytes: megabytes), socketFolder: "/run/x", durable: true)
        #expect(settings.text.contains("shared_buffers = \(buffers)MB\n"))
        #expect(settings.text.contains("fsync = on\n"))
    }
}
