import HTTPTypes
import Platform
import Support
import Testing

@Suite("An upload's key", .enabled(if: TestPlatform.isPossible))
struct RepeatingUploads {
    private func upload(_ program: Program, _ bytes: [UInt8] = TestFile.pixel()) async throws -> APIAnswer {
        try await program.ask(
            .post, "/api/v1/files?filename=me.png", bytes: bytes, type: "application/octet-stream", headers: [.idempotencyKey: "once"])
    }

    private func arrange(_ house: APIHouse, _ change: SQL) async throws {
        try await house.platform.superuser.write(Query.execute("update files set \(change)"))
    }

    @Test("is taken over from an upload that broke off, not from one whose bytes still arrive")
    func brokenOff() async throws {
        try await APIHouse.withProgram { house, program in
            let first = try await upload(program)
            try await arrange(house, "size = null, sha256 = null, progress_at = now() - interval '30 seconds'") // as when the server was killed
            #expect(try await upload(program).status == 409)
            try await arrange(house, "progress_at = now() - interval '2 minutes'")
            let second = try await upload(program)
            #expect(second.status == 201 && second.headers[.idempotentReplayed] == nil && second.id != first.id)
            #expect(try await house.count("select count(*) from files") == 1)
            #expect(try await house.count("select count(*) from file_removals") == 1)
            #expect(try await upload(program).id == second.id)
        }
    }

    @Test("is free again once the file was removed, and after a day")
    func free() async throws {
        try await APIHouse.withProgram { house, program in
            var last = try await upload(program).id
            for change in ["removed_at = now()", "created_at = now() - interval '25 hours'"] as [SQL] {
                try await arrange(house, change)
                let next = try await upload(program)
                #expect(next.status == 201 && next.headers[.idempotentReplayed] == nil && next.id != last)
                #expect(try await program.ask(.get, "/api/v1/files/\(next.id)").status == 200)
                last = next.id
            }
        }
    }
}
