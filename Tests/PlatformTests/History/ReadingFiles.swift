import Support
import Testing

@testable import Platform

@Suite("Files and notes of sensitive records", .enabled(if: TestPlatform.isPossible))
struct ReadingFiles {
    @Test("leave a trace when they are read, by whichever page or address")
    func noted() async throws {
        try await withClinic { platform, scope in
            let patient = Patient("Ada"), path = "/clinic/patients/\(patient.id)"
            try await platform.patients(scope).create(patient)
            _ = try await platform.ask(.post, "\(path)/notes", as: scope, form: Form([("body", "Restless")]))
            _ = try await platform.post("\(path)/attachments", as: scope, files: [TestFile("file", "x-ray.png", TestFile.pixel())])
            let parts = try #require(try await platform.ask(.get, path, as: scope).page(RecordPage.self)?.attached)
            let addresses = [
                parts.files[0].path, try #require(parts.files[0].deletePath), try #require(parts.notes[0].editPath), try #require(parts.notes[0].deletePath),
            ]
            let reads: SQL = "name = 'clinic.patients.read' and record_id = \(patient.id)"
            for address in addresses {
                let before = try await scope.told("name", where: reads).count
                _ = try await platform.ask(.get, address, as: scope)
                #expect(try await scope.told("name", where: reads).count == before + 1, "\(address)")
            }
            let etag = try #require(try await platform.ask(.get, addresses[0], as: scope).response.headers[.eTag]), before = try await scope.told("name", where: reads).count
            for headers in [[.ifNoneMatch: etag], [.range: "bytes=1-3"]] as [HTTPFields] {
                _ = try await platform.ask(.get, addresses[0], as: scope, headers: headers)
            }
            #expect(try await scope.told("name", where: reads).count == before + 2)
        }
    }
}
